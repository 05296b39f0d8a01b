import type { Vector } from "infimum/numerics";
import type { Axis } from "./axis.ts";

/** The points of a space without real dimensions that have been tried. Of other spaces none is ever tried twice. */
export class TriedPoints {
  /** False where a dimension is real: nothing is remembered then. */
  readonly matters: boolean;
  readonly #axes: readonly Axis[];
  readonly #keys = new Set<string>();

  constructor(axes: readonly Axis[]) {
    this.#axes = axes;
    this.matters = axes.every(({ kind }) => kind !== "real");
  }

  add(codes: Vector): void {
    if (this.matters) this.#keys.add(this.#key(codes));
  }

  remove(codes: Vector): void {
    this.#keys.delete(this.#key(codes));
  }

  has(codes: Vector): boolean {
    return this.matters && this.#keys.has(this.#key(codes));
  }

  #key(codes: Vector): string {
    let key = "";
    for (let d = 0; d < this.#axes.length; d++) key += `${codes[d]},`;
    return key;
  }
}
