import type { TrialState } from "../trial/trial-record.ts";
import type { Division } from "./halving-session.ts";
import type { Ladder } from "./ladder.ts";
import { comesBefore, type Rungs } from "./rungs.ts";

/** One rung of one bracket. */
class Waitlist {
  /** How many trials have come to the rung. */
  arrived = 0;
  /** How many of them have gone on, or are on their way. */
  gone = 0;
  /** Those that have paused there. */
  readonly paused = new Set<number>();
}

/** What a trial counts for: it has paused at its last rung, is on its way from there, or has ended there. */
interface Standing {
  readonly height: number;
  readonly after: "paused" | "gone" | "ended";
}

/**
 * The trials that have paused at each rung of each bracket, and which of them is to go on: of n that have come to a rung, up
 * to floor(n / eta), the best of those that wait. Cost: the rungs that a trial has come to, for each change of a trial; a pass over those that
 * have paused at a rung, for each that goes on.
 */
export class Waitlists {
  readonly #ladder: Ladder;
  readonly #minimumTrials: number;
  readonly #states = new Map<number, TrialState>();
  readonly #changed = new Set<number>();
  #standings = new Map<number, Standing>();
  /** By rung, then by bracket. */
  #lists: Waitlist[][] = [];
  #division: Division | undefined;

  constructor(ladder: Ladder, minimumTrials: number) {
    this.#ladder = ladder;
    this.#minimumTrials = minimumTrials;
  }

  see(number: number, state: TrialState): void {
    this.#states.set(number, state);
    this.#changed.add(number);
  }

  /** The trial to go on with: from the highest rung where one may. */
  best(division: Division, rungs: Rungs): number | undefined {
    this.#update(division, rungs);
    for (let rung = Math.min(this.#lists.length, division.lastRung) - 1; rung >= 0; rung--) {
      for (const list of this.#lists[rung]) {
        const { arrived, gone, paused } = list;
        if (arrived < this.#minimumTrials || gone >= this.#ladder.share(arrived)) continue;
        const best = bestOf(paused, rungs.at(rung));
        if (best !== undefined) return best;
      }
    }
    return undefined;
  }

  #update(division: Division, rungs: Rungs): void {
    if (division !== this.#division) {
      // the brackets are others: everything is counted again
      this.#division = division;
      this.#lists = [];
      this.#standings = new Map();
      for (const number of this.#states.keys()) this.#changed.add(number);
    }
    for (const number of this.#changed) {
      this.#count(number, this.#standings.get(number), -1);
      const standing = { height: rungs.height(number), after: afterRung(this.#states.get(number) as TrialState) };
      this.#count(number, standing, 1);
      this.#standings.set(number, standing);
    }
    this.#changed.clear();
  }

  #count(number: number, standing: Standing | undefined, by: 1 | -1): void {
    if (standing === undefined) return;
    const { height, after } = standing;
    const bracket = (this.#division as Division).bracketOf(number);
    for (let rung = bracket; rung < height; rung++) {
      const list = this.#list(rung, bracket);
      list.arrived += by;
      if (rung < height - 1 || after === "gone") list.gone += by;
      else if (after === "paused" && by > 0) list.paused.add(number);
      else list.paused.delete(number);
    }
  }

  #list(rung: number, bracket: number): Waitlist {
    while (this.#lists.length <= rung) this.#lists.push([]);
    const lists = this.#lists[rung];
    while (lists.length <= bracket) lists.push(new Waitlist());
    return lists[bracket];
  }
}

function afterRung(state: TrialState): Standing["after"] {
  if (state === "paused") return "paused";
  // one that is running may be about to pause: it counts as gone until it has
  return state === "running" || state === "stale" || state === "complete" ? "gone" : "ended";
}

/** The best of the paused trials that has a finite loss. */
function bestOf(paused: Iterable<number>, losses: ReadonlyMap<number, number>): number | undefined {
  let best: number | undefined;
  let least = Infinity;
  for (const number of paused) {
    const loss = losses.get(number) as number;
    if (loss === Infinity || (best !== undefined && !comesBefore(loss, number, least, best))) continue;
    best = number;
    least = loss;
  }
  return best;
}
