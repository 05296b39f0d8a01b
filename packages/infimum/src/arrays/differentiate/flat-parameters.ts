import { InfimumError } from "../../error.ts";
import type { Vector } from "../../numerics/vector.ts";
import { type Entries, sizeOf } from "../graph/node.ts";
import type { Tree } from "./tree.ts";

/** The arrays of a record as one vector, one after the other. */
export class FlatParameters {
  readonly dimension: number;
  readonly #tree: Tree;
  readonly #starts: number[] = [];

  constructor(tree: Tree) {
    this.#tree = tree;
    let dimension = 0;
    for (const { shape } of tree.leaves) {
      this.#starts.push(dimension);
      dimension += sizeOf(shape);
    }
    this.dimension = dimension;
  }

  /** The record whose arrays stand in a vector: its entries are parts of it. @throws InfimumError `wrong-length` */
  at(x: Vector): Tree {
    this.#require(x);
    const entries = this.#tree.leaves.map(({ shape }, k) =>
      x.subarray(this.#starts[k], this.#starts[k] + sizeOf(shape)),
    );
    return { ...this.#tree, entries };
  }

  /** @throws InfimumError `wrong-length` */
  write(entries: readonly Entries[], out: Vector): Vector {
    this.#require(out);
    entries.forEach((part, k) => {
      out.set(part, this.#starts[k]);
    });
    return out;
  }

  #require(x: Vector): void {
    if (x.length === this.dimension) return;
    throw new InfimumError(
      "wrong-length",
      `a vector of parameters has ${x.length} entries where ${this.dimension} are needed: give as many.`,
    );
  }
}
