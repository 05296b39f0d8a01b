import type { Vector } from "../numerics/vector.ts";
import type { SearchSpace } from "../problem/search-space.ts";
import type { Dimension } from "./dimensions.ts";

/**
 * A search space: typed parameters, each with what it ranges over and when it is there. Samplers and methods see its
 * points as *codes*: one number for each dimension, NaN where the dimension is not there.
 */
export interface Space<Params = any> extends SearchSpace<Params> {
  /** Parents before what depends on them. */
  readonly dimensions: readonly Dimension[];
  /** The same for equal spaces, wherever their searches start: JSON, for stores. `describedSpace` reads it. */
  readonly description: string;
  /** Where a search starts, as codes of all dimensions, those that are not there included. */
  readonly start: Vector;
  /** Is the dimension there, given the codes of those before it (NaN where they are not there themselves)? */
  isActive(codes: Vector, dimension: number): boolean;
  /** Writes NaN where a dimension is not there, and returns the codes. */
  deactivate(codes: Vector): Vector;
  /**
   * The parameters of a point; what codes of dimensions that are not there are does not matter.
   *
   * @throws InfimumError `not-in-space` when a number is no code of its dimension
   */
  decode(codes: Vector): Params;
  /**
   * The codes of parameters, NaN for what is not there.
   *
   * @throws InfimumError `not-in-space` when a value is missing, unknown, not in its range, or there and should not be
   */
  encode(params: unknown): Vector;
}

/** The parameters that a space describes. */
export type ParamsOf<S> = S extends SearchSpace<infer Params> ? Params : never;

/** True for what `space` returned, whichever copy of the library did. */
export function isSpace(value: unknown): value is Space {
  return typeof value === "object" && value !== null && "dimensions" in value && "deactivate" in value;
}
