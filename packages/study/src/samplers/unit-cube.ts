import type { RandomStream, Vector } from "infimum/numerics";
import { fromUnit, levelsOf, type Space, toUnit } from "infimum/space";

/**
 * The space as the unit cube: each dimension a coordinate in [0, 1], logarithmic ranges by their logarithms, levels as
 * cells of equal length. Dimensions that are not there have a coordinate too, which nothing depends on.
 */

/** The codes at a point of the unit cube, those of dimensions that are not there included. */
export function codesFromUnit({ dimensions }: Space, unit: Vector): Vector {
  const codes = new Float64Array(dimensions.length);
  for (let i = 0; i < codes.length; i++) codes[i] = fromUnit(dimensions[i].domain, unit[i]);
  return codes;
}

/** The point of the unit cube that codes stand for; NaN where a dimension is not there. */
export function unitFromCodes({ dimensions }: Space, codes: Vector): Vector {
  const unit = new Float64Array(dimensions.length);
  for (let i = 0; i < unit.length; i++) unit[i] = codes[i] !== codes[i] ? NaN : toUnit(dimensions[i].domain, codes[i]);
  return unit;
}

/** A point of the space, uniform on the unit cube. */
export function uniformCodes(space: Space, random: RandomStream): Vector {
  return codesFromUnit(space, random.fillUniform(new Float64Array(space.dimensions.length)));
}

/** The dimensions in which points can differ. */
export function freeDimensions({ dimensions }: Space): number[] {
  return dimensions.flatMap(({ domain }, i) => (levelsOf(domain) > 1 ? [i] : []));
}
