import { RepeatedBrackets } from "./brackets.ts";
import { configurablePruner } from "./configurable-pruner.ts";
import type { Division } from "./division.ts";
import { type Divider, type HalvingMode, HalvingSession } from "./halving-session.ts";
import { Ladder, type Resources, requireResources } from "./ladder.ts";
import { requireHalving } from "./successive-halving-pruner.ts";

export interface HyperbandOptions extends Resources {
  /** The most steps of a trial; "auto": those of the longest complete trial, and no decision before there is one. */
  readonly maximum: number | "auto";
  /** `stop` for objectives that cannot be taken up again, `pause` for those that keep what they go on with. */
  readonly mode: HalvingMode;
  /** No decision at a rung of a bracket that fewer trials have come to. */
  readonly minimumTrials: number;
}

/**
 * Hyperband: brackets of successive halving, from one that compares many trials early to one that lets all run to their end.
 *
 *     brackets b = 0 ... S,  S = floor(log_eta(maximum / minimum)),  rungs of b at minimum eta^k, k = b ... S - 1
 *     of the trials, b has the part  n_b = ceil((S + 1) eta^(S - b) / (S - b + 1))  of  n_0 + ... + n_S
 *
 * A trial's bracket follows from its number alone, and it is compared with those of its bracket, asynchronously as by
 * the successive-halving pruner. Cost: as there.
 *
 * @reference L. Li, K. Jamieson, G. DeSalvo, A. Rostamizadeh, A. Talwalkar, 2018, "Hyperband: A Novel Bandit-Based Approach to
 * Hyperparameter Optimization", Journal of Machine Learning Research 18, arXiv 1603.06560
 *
 * The paper runs one bracket after the other; here they take turns, so that each has its part of the trials however many there
 * are. The paper's rungs are at maximum / eta^k: the same where maximum / minimum is a power of eta; here they do not move with the maximum.
 */
export const hyperbandPruner = configurablePruner<HyperbandOptions>({
  name: "hyperband",
  title: "Brackets of successive halving, from early comparisons to none",
  papers: [
    {
      authors: "L. Li, K. Jamieson, G. DeSalvo, A. Rostamizadeh, A. Talwalkar",
      year: 2018,
      title: "Hyperband: A Novel Bandit-Based Approach to Hyperparameter Optimization",
      source: "arXiv 1603.06560",
    },
  ],
  options: { minimum: 1, maximum: "auto", eta: 3, mode: "stop", minimumTrials: 1 },
  validate(options) {
    const { maximum } = options;
    requireResources({ ...options, maximum: maximum === "auto" ? Infinity : maximum });
    requireHalving(options);
  },
  pauses: ({ mode }) => mode === "pause",
  open(_context, options) {
    const ladder = new Ladder(options);
    return new HalvingSession(ladder, new BracketDivider(ladder, options.maximum), options);
  },
});

/** Divides trials into brackets by a maximum that is given, or found from the complete trials. */
class BracketDivider implements Divider {
  readonly #ladder: Ladder;
  readonly #maximum: number | "auto";
  /** The complete trials, those with the most steps first. */
  readonly #complete: { readonly number: number; readonly lastStep: number }[] = [];
  readonly #learned = new Set<number>();
  readonly #divisions = new Map<number, Division>();

  constructor(ladder: Ladder, maximum: number | "auto") {
    this.#ladder = ladder;
    this.#maximum = maximum;
  }

  learn(number: number, lastStep: number): void {
    if (this.#maximum !== "auto" || this.#learned.has(number)) return;
    this.#learned.add(number);
    const place = this.#complete.findIndex((other) => other.lastStep < lastStep);
    this.#complete.splice(place < 0 ? this.#complete.length : place, 0, { number, lastStep });
  }

  divide(isVisible: (number: number) => boolean): Division {
    const lastRung = this.#ladder.lastRung(this.#maximumFrom(isVisible));
    let division = this.#divisions.get(lastRung);
    if (division === undefined) {
      const brackets = new RepeatedBrackets(this.#ladder.eta, lastRung);
      division = { lastRung, bracketOf: (number) => brackets.of(number) };
      this.#divisions.set(lastRung, division);
    }
    return division;
  }

  #maximumFrom(isVisible: (number: number) => boolean): number {
    if (this.#maximum !== "auto") return this.#maximum;
    const longest = this.#complete.find(({ number }) => isVisible(number));
    // one more for who counts steps from 0
    return longest === undefined ? 0 : longest.lastStep + 1;
  }
}
