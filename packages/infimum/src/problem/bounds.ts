import { badValue, InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Layout, Shape } from "./parameters.ts";

/** One number for all variables, an array, or a record shaped like x0 in which names may be missing (unbounded). */
export interface Bounds<P> {
  readonly lower?: number | BoundShape<Shape<P>>;
  readonly upper?: number | BoundShape<Shape<P>>;
}

type BoundShape<S> = S extends Float64Array | readonly number[]
  ? { readonly [index: number]: number; readonly length: number }
  : S extends object
    ? { readonly [K in keyof S]?: S[K] extends number ? number : number | BoundShape<S[K]> }
    : never;

export interface BoundVectors {
  readonly lower: Vector;
  readonly upper: Vector;
}

/**
 * The bounds as two vectors with -Infinity and Infinity where there is none.
 *
 * @throws InfimumError `bounds-mismatch` (wrong length or not numbers), `bounds-crossed` (lower above upper)
 */
export function readBounds(bounds: Bounds<any> | undefined, layout: Layout): BoundVectors | undefined {
  if (bounds === undefined || (bounds.lower === undefined && bounds.upper === undefined)) return undefined;
  const lower = readSide(bounds.lower, -Infinity, "lower", layout);
  const upper = readSide(bounds.upper, Infinity, "upper", layout);
  for (let i = 0; i < layout.dimension; i++) {
    if (lower[i] > upper[i]) {
      throw new InfimumError(
        "bounds-crossed",
        `the lower bound ${lower[i]} of ${layout.names[i]} is above its upper bound ${upper[i]}: exchange them.`,
      );
    }
  }
  return { lower, upper };
}

function readSide(side: unknown, none: number, name: string, layout: Layout): Vector {
  const out = new Float64Array(layout.dimension).fill(none);
  if (side === undefined) return out;
  if (typeof side === "number") out.fill(side);
  else {
    const length = (side as { length?: number } | null)?.length;
    if (layout.flat && length !== layout.dimension) {
      throw new InfimumError(
        "bounds-mismatch",
        `bounds.${name} has ${length ?? "no"} entries and x0 has ${layout.dimension}: give one for each variable, or one number.`,
      );
    }
    layout.encode(side, out);
  }
  for (let i = 0; i < out.length; i++) {
    if (out[i] !== out[i] || out[i] === -none) {
      throw badValue(
        "bounds-mismatch",
        `bounds.${name} of ${layout.names[i]}`,
        out[i],
        `a number, or ${none} for none`,
      );
    }
  }
  return out;
}
