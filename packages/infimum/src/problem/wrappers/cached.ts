import type { Vector } from "../../numerics/vector.ts";
import type { Problem } from "../problem.ts";
import type { Coroutine } from "../question.ts";
import { wrap } from "./wrap.ts";

/**
 * Remembers the value of every point that was asked, so that asking again costs nothing: for expensive objectives and
 * methods that come back to points, on grids and integers above all. The memory is a log of the run, so a resumed run
 * remembers too; it grows by n + 1 numbers a point.
 */
export function cached(problem: Problem): Problem {
  return wrap(problem, {
    view: (inner) => {
      const n = inner.dimension;
      const log = inner.log("cache");
      const seen = new Map<string, number>();
      for (let k = 0; k < log.length; k += n + 1) seen.set(log.slice(k, k + n).join(), log[k + n]);
      const remember = (key: string, x: Vector, value: number): void => {
        seen.set(key, value);
        for (let i = 0; i < n; i++) log.push(x[i]);
        log.push(value);
      };
      return {
        ...inner,
        *value(x: Vector): Coroutine<number> {
          const key = x.join();
          const known = seen.get(key);
          if (known !== undefined) return known;
          const value = yield* inner.value(x);
          remember(key, x, value);
          return value;
        },
        *values(points: readonly Vector[], out: Vector): Coroutine<number> {
          const keys = points.map((x) => x.join());
          const fresh = [...new Map(keys.map((key, k) => [key, k])).values()].filter((k) => !seen.has(keys[k]));
          if (fresh.length > 0) {
            const values = inner.scratch(fresh.length);
            yield* inner.values(
              fresh.map((k) => points[k]),
              values,
            );
            for (let j = 0; j < fresh.length; j++) remember(keys[fresh[j]], points[fresh[j]], values[j]);
          }
          for (let k = 0; k < points.length; k++) out[k] = seen.get(keys[k])!;
          return points.length;
        },
      };
    },
  });
}
