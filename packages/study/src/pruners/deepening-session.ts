import type { TrialState } from "../trial/trial-record.ts";
import { DeepeningBrackets } from "./brackets.ts";
import { Courses } from "./course.ts";
import type { Ladder } from "./ladder.ts";
import type { PrunerSession, PruningDecision, SeenTrial } from "./pruner.ts";
import { comesBefore, Rungs } from "./rungs.ts";

/**
 * What becomes of promotions that were made among fewer trials, when more have come:
 * - `discarding`: they do not count; the best of all go on, as in a Hyperband that had begun with the larger maximum
 * - `preserving`: trials that were promoted are compared with those promoted now, wherever they have been evaluated
 * - `efficient`: they stand, and only the places that are left are given to the best of the others
 */
export type DeepeningMode = "discarding" | "preserving" | "efficient";

/** A trial that may go on, and the rung it goes on to. */
interface Candidate {
  readonly number: number;
  readonly rung: number;
}

/** Brackets of successive halving that grow as trials come. See `iterativeDeepeningHyperbandPruner`. */
export class DeepeningSession implements PrunerSession {
  readonly #ladder: Ladder;
  /** The rung at the maximum. */
  readonly #top: number;
  readonly #mode: DeepeningMode;
  readonly #brackets: DeepeningBrackets;
  readonly #courses = new Courses();
  readonly #rungs: Rungs;
  readonly #states = new Map<number, TrialState>();
  /** What may go on in each bracket that has trials; undefined where that has to be found anew. */
  readonly #candidates = new Map<number, Candidate | "none" | undefined>();

  constructor(ladder: Ladder, top: number, mode: DeepeningMode) {
    this.#ladder = ladder;
    this.#top = top;
    this.#mode = mode;
    this.#brackets = new DeepeningBrackets(ladder.eta);
    this.#rungs = new Rungs(ladder);
  }

  see(trial: SeenTrial): void {
    const { number, state } = trial;
    const height = this.#rungs.height(number);
    this.#rungs.see(this.#courses.see(trial));
    // between rungs nothing is decided
    if (this.#rungs.height(number) === height && this.#states.get(number) === state) return;
    this.#states.set(number, state);
    this.#candidates.set(this.#brackets.of(number), undefined);
  }

  decide(trial: SeenTrial): PruningDecision {
    const { from, to } = this.#rungs.newlyReached(this.#courses.see(trial));
    const lowest = Math.min(this.#brackets.of(trial.number), this.#top);
    const highest = Math.min(to, this.#top + 1);
    return Math.max(from, lowest) < highest ? "pause" : "continue";
  }

  promote(): number | undefined {
    let next: Candidate | undefined;
    for (const [bracket, known] of this.#candidates) {
      const candidate = known ?? this.#candidateOf(bracket) ?? "none";
      this.#candidates.set(bracket, candidate);
      if (candidate === "none") continue;
      const { rung, number } = candidate;
      // whoever is furthest goes first
      if (next === undefined || rung > next.rung || (rung === next.rung && number < next.number)) next = candidate;
    }
    return next?.number;
  }

  /** The trial of the bracket that is to go on, if there is one: of the lowest rung where some are still missing. */
  #candidateOf(bracket: number): Candidate | undefined {
    const { members, lastRung } = this.#settledMembers(bracket);
    const lowest = Math.min(bracket, this.#top);
    // those that were paused at a lower maximum than their bracket begins at
    for (const number of this.#brackets.members(bracket, lastRung + 1)) {
      const rung = this.#rungs.height(number);
      if (rung <= lowest && this.#states.get(number) === "paused") return { number, rung };
    }
    let list = members;
    for (let rung = lowest + 1; rung <= Math.min(lastRung, this.#top); rung++) {
      list = this.#promoted(list, rung - 1, members);
      const missing = list.filter((number) => !this.#isSettled(number, rung));
      const number = missing.find((each) => this.#states.get(each) === "paused");
      if (number !== undefined) return { number, rung };
      if (missing.length > 0) return undefined;
    }
    return undefined;
  }

  /**
   * The first trials of the bracket, all evaluated at its lowest rung, and the last rung of the largest Hyperband that they
   * fill (below the bracket for none). When there are some of the next, they count as far as every rung keeps a place for
   * the others: however late the best of them comes, it can be promoted.
   */
  #settledMembers(bracket: number): { readonly members: readonly number[]; readonly lastRung: number } {
    const lowest = Math.min(bracket, this.#top);
    let lastRung = bracket - 1;
    let settled = 0;
    for (;;) {
      const next = this.#brackets.members(bracket, lastRung + 1);
      while (settled < next.length && this.#isSettled(next[settled], lowest)) settled++;
      if (settled === next.length) {
        lastRung++;
        continue;
      }
      const least = this.#brackets.members(bracket, lastRung).length;
      const decisions = Math.min(lastRung, this.#top) - lowest;
      while (settled > least && !this.#leavesPlaces(settled, next.length, decisions)) settled--;
      return { members: next.slice(0, settled), lastRung };
    }
  }

  /** Of fewer trials fewer are promoted at each of so many decisions. */
  #leavesPlaces(fewer: number, all: number, decisions: number): boolean {
    if (decisions <= 0) return true;
    const [promoted, places] = [this.#ladder.share(fewer), this.#ladder.share(all)];
    return promoted < places && this.#leavesPlaces(promoted, places, decisions - 1);
  }

  /** Nothing more will be known of the trial at that rung. */
  #isSettled(number: number, rung: number): boolean {
    if (this.#rungs.height(number) > rung) return true;
    const state = this.#states.get(number);
    return state !== undefined && state !== "waiting" && state !== "running" && state !== "paused";
  }

  /** Those of `list`, all evaluated at `rung`, that go on; best first. */
  #promoted(list: readonly number[], rung: number, members: readonly number[]): readonly number[] {
    const places = this.#ladder.share(list.length);
    const losses = this.#rungs.at(rung);
    const ranked = (numbers: readonly number[]): number[] =>
      numbers
        .filter((number) => (losses.get(number) ?? Infinity) < Infinity)
        .toSorted((a, b) => (comesBefore(losses.get(a) as number, a, losses.get(b) as number, b) ? -1 : 1));
    if (this.#mode === "discarding") return ranked(list).slice(0, places);
    if (this.#mode === "preserving") return ranked(members).slice(0, places);
    const isPromoted = (number: number): boolean =>
      this.#rungs.height(number) > rung + 1 || this.#states.get(number) === "running";
    const best = ranked(list);
    const promoted = best.filter(isPromoted);
    const others = best.filter((number) => !isPromoted(number));
    return ranked([...promoted, ...others.slice(0, Math.max(0, places - promoted.length))]);
  }
}
