import { didYouMean } from "../did-you-mean.ts";
import { InfimumError, wrongKind } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import { type CodeCondition, type Dimension, type Flattened, flatten } from "./dimensions.ts";
import { codeOf, valueOf } from "./domain.ts";
import type { RecordOf, SpaceRecord } from "./parts.ts";

/**
 * A search space: typed parameters, each with what it ranges over and when it is there. Samplers and methods see its
 * points as *codes*: one number for each dimension, NaN where the dimension is not there.
 */
export interface Space<Params = any> {
  /** Parents before what depends on them. */
  readonly dimensions: readonly Dimension[];
  /** The same for equal spaces: JSON, for stores. */
  readonly description: string;
  /** Where a search starts, as codes of all dimensions, those that are not there included. */
  readonly start: Vector;
  /** Is the dimension there, given the codes of those before it? */
  isActive(codes: Vector, dimension: number): boolean;
  /** Writes NaN where a dimension is not there, and returns the codes. */
  deactivate(codes: Vector): Vector;
  /** The parameters of a point. */
  decode(codes: Vector): Params;
  /**
   * The codes of parameters, NaN for what is not there.
   *
   * @throws InfimumError `not-in-space` when a value is missing, unknown, not in its range, or there and should not be
   */
  encode(params: unknown): Vector;
  /** For inference only. */
  readonly params?: Params;
}

/** The parameters that a space describes. */
export type ParamsOf<S> = S extends Space<infer Params> ? Params : never;

/**
 * A search space from a record of `float`, `int`, `choice`, `when`, `variant` and records of them.
 *
 * @throws InfimumError `empty-space`, `bad-condition`, `not-a-space`
 *
 * @example
 * const search = space({
 *   rate: float(1e-5, 1e-1, { log: true }),
 *   layers: int(1, 4),
 *   optimizer: choice("adam", "sgd"),
 *   momentum: when({ optimizer: "sgd" }, float(0, 0.99)),
 * });
 */
export function space<const Parts extends SpaceRecord>(parts: Parts): Space<RecordOf<Parts>> {
  const flattened = flatten(parts);
  if (flattened.dimensions.length === 0) {
    throw new InfimumError("empty-space", "the space has no variable: give at least one.");
  }
  return new FlatSpace(flattened) as unknown as Space<RecordOf<Parts>>;
}

/** True for what `space` returned, whichever copy of the library did. */
export function isSpace(value: unknown): value is Space {
  return typeof value === "object" && value !== null && "dimensions" in value && "deactivate" in value;
}

type Tree = { [name: string]: unknown };

class FlatSpace implements Space {
  readonly dimensions: readonly Dimension[];
  readonly description: string;
  readonly start: Vector;
  readonly #flattened: Flattened;

  constructor(flattened: Flattened) {
    this.#flattened = flattened;
    this.dimensions = flattened.dimensions;
    this.description = JSON.stringify(
      this.dimensions.map(({ name, domain, conditions }) => ({ name, ...domain, conditions })),
    );
    this.start = Float64Array.from(this.dimensions, ({ start }) => start);
  }

  isActive(codes: Vector, dimension: number): boolean {
    return holds(this.dimensions[dimension].conditions, codes);
  }

  deactivate(codes: Vector): Vector {
    for (let i = 0; i < codes.length; i++) if (!this.isActive(codes, i)) codes[i] = NaN;
    return codes;
  }

  decode(codes: Vector): Tree {
    const root: Tree = {};
    // inactive choices read as NaN, which no condition names
    const known = this.deactivate(codes.slice());
    for (const { path, conditions } of this.#flattened.branches) if (holds(conditions, known)) treeAt(root, path);
    this.dimensions.forEach(({ path, domain }, i) => {
      if (!Number.isNaN(known[i])) treeAt(root, path.slice(0, -1))[path[path.length - 1]] = valueOf(domain, known[i]);
    });
    return root;
  }

  encode(params: unknown): Vector {
    if (typeof params !== "object" || params === null || Array.isArray(params)) {
      throw wrongKind("not-in-space", "a point of the space", "a record of its parameters", params);
    }
    const codes = new Float64Array(this.dimensions.length).fill(NaN);
    this.dimensions.forEach(({ name, path, domain }, i) => {
      const value = entryAt(params, path);
      const active = this.isActive(codes, i);
      if (active) codes[i] = codeOf(domain, value, name);
      else if (value !== undefined && !this.#hasActiveNamesake(name, i)) {
        throw new InfimumError(
          "not-in-space",
          `${name} is given, and is not there for the choices beside it: leave it out.`,
        );
      }
    });
    this.#requireKnown(params as Tree, []);
    return codes;
  }

  /** The arms of a variant may have entries of one name. */
  #hasActiveNamesake(name: string, index: number): boolean {
    return this.dimensions.some((other, i) => i !== index && other.name === name);
  }

  #requireKnown(tree: Tree, path: readonly string[]): void {
    for (const [name, value] of Object.entries(tree)) {
      const here = [...path, name];
      const full = here.join(".");
      if (this.dimensions.some((dimension) => dimension.name === full)) continue;
      const isBranch = this.#flattened.branches.some((branch) => branch.path.join(".") === full);
      if (isBranch && typeof value === "object" && value !== null) this.#requireKnown(value as Tree, here);
      else if (!isBranch && value !== undefined) {
        const known = this.dimensions.map((dimension) => dimension.name);
        throw new InfimumError("not-in-space", `the space has no ${full}: ${didYouMean(full, known)}`);
      }
    }
  }
}

function holds(conditions: readonly CodeCondition[], codes: Vector): boolean {
  for (const { dimension, codes: wanted } of conditions) if (!wanted.includes(codes[dimension])) return false;
  return true;
}

function treeAt(root: Tree, path: readonly string[]): Tree {
  let tree = root;
  for (const name of path) {
    if (!Object.hasOwn(tree, name)) tree[name] = {};
    tree = tree[name] as Tree;
  }
  return tree;
}

function entryAt(params: unknown, path: readonly string[]): unknown {
  let value: unknown = params;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Tree)[name];
  }
  return value;
}
