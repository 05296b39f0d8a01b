import { Courses } from "./course.ts";
import type { Division } from "./division.ts";
import type { Ladder } from "./ladder.ts";
import type { PrunerSession, PruningDecision, SeenTrial } from "./pruner.ts";
import { comesBefore, Rungs } from "./rungs.ts";
import { Waitlists } from "./waitlists.ts";

/**
 * - `stop`: a trial that is not among the best of its rung is pruned at once
 * - `pause`: every trial pauses at its rung, and the best of the rung are taken up again
 */
export type HalvingMode = "stop" | "pause";

/** Finds the division from the trials that have run to their end. */
export interface Divider {
  /** A trial is complete; `lastStep` is the last it reported. */
  learn(number: number, lastStep: number): void;
  divide(isVisible: (number: number) => boolean): Division;
}

/** Asynchronous successive halving, in one bracket or several. */
export class HalvingSession implements PrunerSession {
  readonly promote?: () => number | undefined;
  readonly #ladder: Ladder;
  readonly #divider: Divider;
  readonly #mode: HalvingMode;
  readonly #minimumTrials: number;
  readonly #courses = new Courses();
  readonly #rungs: Rungs;
  readonly #waitlists: Waitlists;

  constructor(ladder: Ladder, divider: Divider, { mode, minimumTrials }: { mode: HalvingMode; minimumTrials: number }) {
    this.#ladder = ladder;
    this.#divider = divider;
    this.#mode = mode;
    this.#minimumTrials = minimumTrials;
    this.#rungs = new Rungs(ladder);
    this.#waitlists = new Waitlists(ladder, minimumTrials);
    if (mode === "pause")
      this.promote = () =>
        this.#waitlists.best(
          this.#divider.divide(() => true),
          this.#rungs,
        );
  }

  see(trial: SeenTrial): void {
    const course = this.#courses.see(trial);
    this.#rungs.see(course);
    if (trial.state === "complete") this.#divider.learn(trial.number, course.lastStep);
    if (this.#mode === "pause") this.#waitlists.see(trial.number, trial.state);
  }

  decide(trial: SeenTrial, isVisible: (number: number) => boolean): PruningDecision {
    const course = this.#courses.see(trial);
    this.#rungs.see(course);
    const { from, to } = this.#rungs.newlyReached(course);
    if (from === to) return "continue";
    const { lastRung, bracketOf } = this.#divider.divide(isVisible);
    const bracket = bracketOf(trial.number);
    const isRival = (number: number): boolean => isVisible(number) && bracketOf(number) === bracket;
    for (let rung = Math.max(from, bracket); rung < Math.min(to, lastRung); rung++) {
      if (this.#mode === "pause") return "pause";
      if (!this.#isAmongBest(trial.number, rung, isRival)) return "prune";
    }
    return "continue";
  }

  /** True for one of the best floor(n / eta) of the n rivals at a rung, the trial among them; of fewer than eta, for the best. */
  #isAmongBest(number: number, rung: number, isRival: (number: number) => boolean): boolean {
    const losses = this.#rungs.at(rung);
    const loss = losses.get(number) as number;
    let rivals = 1;
    let better = 0;
    for (const [other, otherLoss] of losses) {
      if (other === number || !isRival(other)) continue;
      rivals++;
      if (comesBefore(otherLoss, other, loss, number)) better++;
    }
    if (rivals < this.#minimumTrials) return true;
    return loss < Infinity && better < Math.max(1, this.#ladder.share(rivals));
  }
}
