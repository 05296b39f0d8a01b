import { InfimumError, wrongKind } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Definition, StartStatement } from "../problem/search-space.ts";
import { isPlainRecord, ownCopy } from "./choice-value.ts";
import { type CodeCondition, type Dimension, type Flattened, flatten, middleOf } from "./dimensions.ts";
import { codeOf, valueOf } from "./domain.ts";
import type { RecordOf, SpaceRecord } from "./parts.ts";
import { requireNoMore } from "./require-no-more.ts";
import type { Space } from "./space.ts";
import { statementOf } from "./statement.ts";

/**
 * A search space from a record of `float`, `int`, `choice`, `when`, `variant` and records of them.
 *
 * @throws InfimumError `empty-space`, `bad-condition`, `not-a-space`, `not-in-space` for a start outside its range
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
  if (!isPlainRecord(parts)) throw wrongKind("not-a-space", "a space", "made of a record of its parts", parts);
  const flattened = flatten(parts);
  if (flattened.dimensions.length === 0) {
    throw new InfimumError("empty-space", "the space has no variable: give at least one.");
  }
  return new FlatSpace(flattened) as unknown as Space<RecordOf<Parts>>;
}

/**
 * The space that a description is of: the same points, their types unknown, with searches that start in the middle.
 *
 * @throws InfimumError `not-a-space` for what no space gave
 */
export function describedSpace(description: string): Space<unknown> {
  try {
    const { dimensions, branches } = JSON.parse(description) as Flattened;
    const named = dimensions.map(({ path, domain, conditions }) => ({
      path,
      domain: domain.kind === "choice" ? { ...domain, options: domain.options.map(ownCopy) } : domain,
      conditions,
      name: path.join("."),
      start: middleOf(domain),
    }));
    return new FlatSpace({ dimensions: named, branches });
  } catch (error) {
    throw new InfimumError("not-a-space", "the description is not of a space: give what space(...).description was.", {
      cause: error,
    });
  }
}

type Tree = { [name: string]: unknown };

class FlatSpace implements Space {
  readonly dimensions: readonly Dimension[];
  readonly description: string;
  readonly #flattened: Flattened;

  constructor(flattened: Flattened) {
    this.#flattened = flattened;
    this.dimensions = flattened.dimensions;
    const dimensions = this.dimensions.map(({ path, domain, conditions }) => ({ path, domain, conditions }));
    this.description = JSON.stringify({ dimensions, branches: flattened.branches });
  }

  /** A vector of the caller's own each time. */
  get start(): Vector {
    return Float64Array.from(this.dimensions, ({ start }) => start);
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
    // a choice that is not there reads as NaN, which no condition names
    const known = codes.slice();
    for (let i = 0; i < this.dimensions.length; i++) if (!this.isActive(known, i)) known[i] = NaN;
    for (const { path, conditions } of this.#flattened.branches) if (holds(conditions, known)) treeAt(root, path);
    this.dimensions.forEach(({ name, path, domain, conditions }, i) => {
      if (!holds(conditions, known)) return;
      treeAt(root, path.slice(0, -1))[path[path.length - 1]] = valueOf(domain, known[i], name);
    });
    return root;
  }

  encode(params: unknown): Vector {
    if (typeof params !== "object" || params === null || Array.isArray(params)) {
      throw wrongKind("not-in-space", "a point of the space", "a record of its parameters", params);
    }
    const codes = new Float64Array(this.dimensions.length).fill(NaN);
    this.dimensions.forEach(({ name, path, domain }, i) => {
      if (this.isActive(codes, i)) codes[i] = codeOf(domain, entryAt(params, path), name);
    });
    requireNoMore(params, this.#flattened, ({ conditions }) => holds(conditions, codes));
    return codes;
  }

  statement(definition: Definition): StartStatement {
    return statementOf(this, definition);
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
