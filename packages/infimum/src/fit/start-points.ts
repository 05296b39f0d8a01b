import { SobolSequence } from "../numerics/quasi-random/sobol.ts";
import { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";

/** The most variables that a Sobol sequence spreads evenly. */
const evenDimensions = 481;

/** An unbounded parameter is sought from a tenth to ten times its start. */
const decades = 1;

/**
 * More starts than the given one: between the bounds of a parameter where both are finite, evenly; else over a decade to both
 * sides of its start, keeping its sign (of a start at 0 between -1 and 1), within the bound that there is.
 */
export function* startPoints({ x0, lower, upper }: Problem, count: number, seed: number): Generator<Vector> {
  const n = x0.length;
  const even = n <= evenDimensions ? new SobolSequence(n, { seed }) : undefined;
  const stream = new RandomStream();
  const unit = new Float64Array(n);
  for (let k = 0; k < count; k++) {
    if (even) even.point(k, unit);
    else {
      stream.key(seed, "starts", k, 0);
      for (let j = 0; j < n; j++) unit[j] = stream.uniform();
    }
    yield x0.map((start, j) => {
      const [low, high] = [lower?.[j] ?? -Infinity, upper?.[j] ?? Infinity];
      if (low > -Infinity && high < Infinity) return low + unit[j] * (high - low);
      const centred = 2 * unit[j] - 1;
      const spread = start === 0 ? centred : start * 10 ** (decades * centred);
      return Math.min(high, Math.max(low, spread));
    });
  }
}
