import { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Evidence } from "./evidence.ts";
import type { Refits } from "./fit-run.ts";

/** How often a fit is repeated, and with which random numbers. */
export interface BootstrapOptions {
  /** Refits; 1000 by default. */
  readonly samples?: number;
  /** 0 by default. */
  readonly seed?: number;
}

/**
 * Fits to data that are made of the fitted curve and residuals drawn with replacement, centred and spread by
 * sqrt(m / (m - p)), since those of a fit are too small: the solutions, one array each.
 *
 * @param degreesOfFreedom m - p
 * @reference B. Efron, R. J. Tibshirani, 1993, An introduction to the bootstrap, sections 9.4 and 13.3,
 * 10.1201/9780429246593
 */
export function bootstrapFits(
  refits: Refits,
  { x, residuals }: Evidence,
  degreesOfFreedom: number,
  { samples = 1000, seed = 0 }: BootstrapOptions,
): Vector[] {
  const m = residuals.length;
  const spread = Math.sqrt(m / Math.max(1, degreesOfFreedom));
  let mean = 0;
  for (const residual of residuals) mean += residual / m;
  const stream = new RandomStream();
  const fits: Vector[] = [];
  const shift = new Float64Array(m);
  for (let k = 0; k < samples; k++) {
    stream.key(seed, "bootstrap", k, 0);
    for (let i = 0; i < m; i++) {
      const drawn = residuals[stream.integer(0, m - 1)];
      shift[i] = spread * (drawn - mean) - residuals[i];
    }
    const fit = refits.solve({ start: x, shift });
    if (fit.value < Infinity) fits.push(fit.x);
  }
  return fits;
}

/** The quantiles that leave (1 - level) / 2 on both sides of the draws of one parameter; NaN without any. */
export function percentileInterval(draws: readonly Vector[], index: number, level: number): [number, number] {
  const sorted = Float64Array.from(draws, (draw) => draw[index]).toSorted();
  const at = (p: number): number => {
    if (sorted.length === 0) return NaN;
    const place = p * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  };
  return [at((1 - level) / 2), at((1 + level) / 2)];
}
