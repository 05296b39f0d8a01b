import { norm, type Vector } from "../../numerics/vector.ts";
import { roundingLevel } from "./rounding-level.ts";

/** A sum of very many terms rounds by up to so many times what one of a few dozen does. */
const noisiest = 100;

/** How a step did, against what a model predicts. */
export interface Reduction {
  /** Of the actual to the predicted reduction; where both drown in the rounding of f, 1 if the gradient falls, else 0. */
  readonly ratio: number;
  readonly drowns: boolean;
}

/** @param visible the reduction that has to be seen above the rounding of f; the predicted one where nothing is said */
export function actualReduction(
  { value, gradient }: { readonly value: number; readonly gradient: Vector },
  newValue: number,
  newGradient: Vector,
  predicted: number,
  visible: number = predicted,
): Reduction {
  const rounding = roundingLevel(value);
  const drowns = visible <= rounding && Math.abs(newValue - value) <= noisiest * rounding;
  if (drowns) return { ratio: norm(newGradient) < norm(gradient) ? 1 : 0, drowns };
  return { ratio: (value - newValue) / predicted, drowns };
}
