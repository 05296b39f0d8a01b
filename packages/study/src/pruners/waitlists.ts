import type { TrialState } from "../trial/trial-record.ts";
import type { Division } from "./division.ts";
import type { Ladder } from "./ladder.ts";
import { comesBefore, type Rungs } from "./rungs.ts";

/** One rung of one bracket. */
class Waitlist {
  /** The losses of all that have come to the rung, by trial number. */
  readonly arrived = new Map<number, number>();
  /** Those that have paused there. */
  readonly paused = new Set<number>();

  /** The best of the paused trials when it is among so many best of all that have come; Infinity is good for none. */
  best(places: number): number | undefined {
    let best: number | undefined;
    let least = Infinity;
    for (const number of this.paused) {
      const loss = this.arrived.get(number) as number;
      if (loss === Infinity || (best !== undefined && !comesBefore(loss, number, least, best))) continue;
      best = number;
      least = loss;
    }
    if (best === undefined) return undefined;
    let better = 0;
    for (const [number, loss] of this.arrived) if (comesBefore(loss, number, least, best)) better++;
    return better < places ? best : undefined;
  }
}

interface Standing {
  /** How many rungs the trial has come to. */
  readonly height: number;
  /** It has paused at the last of them. */
  readonly paused: boolean;
}

/**
 * The trials that have come to each rung of each bracket, and which of those that paused there is to go on. Cost: for each change of a
 * trial, the rungs it has come to; for each question, a pass over the rungs where some wait.
 */
export class Waitlists {
  readonly #ladder: Ladder;
  readonly #minimumTrials: number;
  readonly #states = new Map<number, TrialState>();
  readonly #changed = new Set<number>();
  readonly #standings = new Map<number, Standing>();
  /** Paused where nothing is decided: they were interrupted, or the brackets were others then. */
  readonly #stranded = new Set<number>();
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

  /** The trial to go on with: one that should not have paused, or from the highest rung where one may. */
  best(division: Division, rungs: Rungs): number | undefined {
    this.#update(division, rungs);
    if (this.#stranded.size > 0) return Math.min(...this.#stranded);
    for (let rung = this.#lists.length - 1; rung >= 0; rung--) {
      for (const list of this.#lists[rung]) {
        const arrived = list.arrived.size;
        const best = arrived < this.#minimumTrials ? undefined : list.best(this.#ladder.share(arrived));
        if (best !== undefined) return best;
      }
    }
    return undefined;
  }

  #update(division: Division, rungs: Rungs): void {
    if (division !== this.#division) {
      // the brackets are others: everything is entered anew
      this.#division = division;
      this.#lists = [];
      this.#stranded.clear();
      this.#standings.clear();
      for (const number of this.#states.keys()) this.#changed.add(number);
    }
    for (const number of this.#changed) {
      const bracket = division.bracketOf(number);
      this.#withdraw(number, bracket);
      this.#enter(number, bracket, rungs);
    }
    this.#changed.clear();
  }

  #withdraw(number: number, bracket: number): void {
    const { height, paused } = this.#standings.get(number) ?? { height: 0, paused: false };
    for (let rung = bracket; rung < height; rung++) this.#list(rung, bracket).arrived.delete(number);
    if (paused) this.#waitingAt(height, bracket).delete(number);
  }

  #enter(number: number, bracket: number, rungs: Rungs): void {
    const height = rungs.height(number);
    const paused = this.#states.get(number) === "paused";
    this.#standings.set(number, { height, paused });
    for (let rung = bracket; rung < height; rung++) {
      this.#list(rung, bracket).arrived.set(number, rungs.at(rung).get(number) as number);
    }
    if (paused) this.#waitingAt(height, bracket).add(number);
  }

  #waitingAt(height: number, bracket: number): Set<number> {
    const { lastRung } = this.#division as Division;
    const isDecided = height > bracket && height <= lastRung;
    return isDecided ? this.#list(height - 1, bracket).paused : this.#stranded;
  }

  #list(rung: number, bracket: number): Waitlist {
    while (this.#lists.length <= rung) this.#lists.push([]);
    const lists = this.#lists[rung];
    while (lists.length <= bracket) lists.push(new Waitlist());
    return lists[bracket];
  }
}
