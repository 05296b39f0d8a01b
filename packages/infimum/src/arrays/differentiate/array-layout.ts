import type { Vector } from "../../numerics/vector.ts";
import type { Layout } from "../../problem/parameters.ts";
import { sizeOf } from "../graph/node.ts";
import { stridesOf } from "../graph/shape.ts";
import { array, isNumericArray, type NestedNumbers } from "../values/numeric-array.ts";
import type { FlatParameters } from "./flat-parameters.ts";
import type { Leaf, Tree } from "./tree.ts";

/** How the variables of a problem are laid out in a record of arrays. */
export class ArrayLayout implements Layout {
  readonly dimension: number;
  readonly flat: boolean;
  readonly #tree: Tree;
  readonly #parameters: FlatParameters;
  #names: readonly string[] | undefined;

  /** @param isFlat true when the author's parameters are the vector itself */
  constructor(tree: Tree, parameters: FlatParameters, isFlat: boolean) {
    this.#tree = tree;
    this.#parameters = parameters;
    this.dimension = parameters.dimension;
    this.flat = isFlat;
  }

  /** weights[3, 0], rate. */
  get names(): readonly string[] {
    this.#names ??= this.#tree.leaves.flatMap(namesOf);
    return this.#names;
  }

  decode(x: Vector): unknown {
    if (this.flat) return x;
    const { entries } = this.#parameters.at(x);
    return this.#tree.build(({ like }, k) => like(entries[k]));
  }

  encode(parameters: unknown, out: Vector): Vector {
    let start = 0;
    for (const { path, shape } of this.#tree.leaves) {
      const size = sizeOf(shape);
      write(valueAt(parameters, path), out.subarray(start, start + size));
      start += size;
    }
    return out;
  }
}

/** One number is meant everywhere; what is missing leaves what there is. */
function write(value: unknown, out: Vector): void {
  if (value === undefined) return;
  if (typeof value === "number") out.fill(value);
  else out.set((isNumericArray(value) ? value : array(value as NestedNumbers)).entries.subarray(0, out.length));
}

function valueAt(parameters: unknown, path: Leaf["path"]): unknown {
  let at = parameters;
  for (const name of path) {
    const isThere = typeof at === "object" && at !== null && Object.hasOwn(at, name);
    at = isThere ? (at as Record<string | number, unknown>)[name] : undefined;
  }
  return at;
}

function namesOf({ path, shape }: Leaf): string[] {
  const name = path.join(".") || "x";
  if (shape.length === 0) return [name];
  const strides = stridesOf(shape);
  return Array.from({ length: sizeOf(shape) }, (_, at) => {
    const index = shape.map((length, k) => Math.floor(at / strides[k]) % length);
    return `${name}[${index.join(", ")}]`;
  });
}
