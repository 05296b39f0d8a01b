import type { Vector } from "infimum/numerics";
import type { Density } from "./density.ts";

/** A trial as a generation sees it. */
export interface Member {
  readonly number: number;
  readonly codes: Vector;
  readonly violation: number;
  /** Infinity or NaN: never among the elites. */
  readonly loss: number;
}

/** The density of the next generation from the elites of the last, best first; `generation` counts from 1. */
export type Refit = (before: Density, elites: readonly Vector[], generation: number) => Density;

/**
 * The densities of generation after generation. Members are kept in the order of their numbers, and a generation is as many of them
 * in a row as it has places: so the density is a function of the set of members alone, in whatever order they came. A
 * member that comes late changes the generations from its own on, which are then fitted again.
 */
export class Generations {
  readonly #size: number;
  readonly #elites: number;
  readonly #refit: Refit;
  readonly #members: Member[] = [];
  /** Entry g is the density after g generations, as far as they have been fitted. */
  readonly #densities: Density[];

  constructor(size: number, elites: number, first: Density, refit: Refit) {
    this.#size = size;
    this.#elites = elites;
    this.#refit = refit;
    this.#densities = [first];
  }

  /** Cost: one step for each member with a larger number. */
  add(member: Member): void {
    const members = this.#members;
    let place = members.length;
    while (place > 0 && members[place - 1].number > member.number) place--;
    members.splice(place, 0, { ...member, codes: member.codes.slice() });
    const kept = Math.floor(place / this.#size) + 1;
    if (this.#densities.length > kept) this.#densities.length = kept;
  }

  /** The density after the last full generation. */
  density(): Density {
    const densities = this.#densities;
    const complete = Math.floor(this.#members.length / this.#size);
    for (let done = densities.length - 1; done < complete; done++) {
      const elites = this.elites(done);
      densities.push(elites.length === 0 ? densities[done] : this.#refit(densities[done], elites, done + 1));
    }
    return densities[complete];
  }

  /** The best of a full generation, counted from 0: feasible before infeasible, then by loss, then by number. */
  elites(generation: number): Vector[] {
    return this.#members
      .slice(generation * this.#size, (generation + 1) * this.#size)
      .filter(({ loss, violation }) => Number.isFinite(loss) && violation < Infinity)
      .toSorted((a, b) => a.violation - b.violation || a.loss - b.loss || a.number - b.number)
      .slice(0, this.#elites)
      .map(({ codes }) => codes);
  }
}
