import { allFinite, type Vector } from "../numerics/vector.ts";
import type { ExactFunction } from "./exact-function.ts";
import { Obstacle } from "./read/obstacle.ts";

/** How far the program may be from the function: it may round x ** 2 and the like otherwise. */
const relativeTolerance = 1e-14;

/**
 * Compares the program that was read with what the function itself gave at a point. The scale of rounding is that of
 * the value and of its terms, for which |g_i x_i| stand: where they cancel, the difference may be larger than the value.
 *
 * @param own what the function returned
 * @throws Obstacle where they differ, or where the function returned nothing that can be differentiated
 */
export function checkReading(exact: ExactFunction, x: Vector, own: unknown): void {
  if (exact.answerAt(x) === "vector") checkResiduals(exact, x, own);
  else checkValue(exact, x, own);
}

function checkValue(exact: ExactFunction, x: Vector, own: unknown): void {
  if (typeof own !== "number") {
    throw new Obstacle(`the function returned ${describe(own)}, and was read to return a number`, "return a number");
  }
  const slopes = new Float64Array(x.length);
  const value = exact.valueAndGradient(x, slopes);
  if (Object.is(value, own)) return;
  let scale = Math.abs(own);
  if (allFinite(slopes)) for (let i = 0; i < x.length; i++) scale += Math.abs(slopes[i] * x[i]);
  if (Math.abs(value - own) <= relativeTolerance * scale && scale < Infinity) return;
  throw differs(own, value);
}

function checkResiduals(exact: ExactFunction, x: Vector, own: unknown): void {
  const count = exact.residualCount(x);
  const numbers = own as ArrayLike<number>;
  if (typeof own !== "object" || own === null || numbers.length !== count) {
    throw new Obstacle(
      `the function returned ${describe(own)}, and was read to return ${count} numbers`,
      "return an array of numbers",
    );
  }
  const residuals = new Float64Array(count);
  exact.residuals(x, residuals);
  let scale = 0;
  for (let i = 0; i < count; i++) scale = Math.max(scale, Math.abs(numbers[i]));
  for (let i = 0; i < count; i++) {
    if (Math.abs(residuals[i] - numbers[i]) > 10 * relativeTolerance * scale) throw differs(numbers[i], residuals[i]);
  }
}

function differs(own: number, read: number): Obstacle {
  return new Obstacle(
    `the function gave ${own} and what was read of it ${read}: it depends on something else than its arguments`,
    "pass all that it uses in data or using",
  );
}

/** What was returned, in words. */
export function describe(own: unknown): string {
  if (own === undefined) return "undefined (is a return missing?)";
  if (typeof (own as { then?: unknown } | null)?.then === "function") return "a promise";
  if (typeof own === "number") return String(own);
  if (Array.isArray(own) || ArrayBuffer.isView(own))
    return `an array of ${(own as unknown as ArrayLike<unknown>).length}`;
  return own === null ? "null" : typeof own === "object" ? "an object" : `a ${typeof own}`;
}
