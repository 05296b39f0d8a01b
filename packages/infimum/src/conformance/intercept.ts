import type { Vector } from "../numerics/vector.ts";
import type { Definition } from "./case.ts";

/** The functions a caller may state. */
const functionNames = [
  "objective",
  "gradient",
  "hessian",
  "hessianVector",
  "residuals",
  "jacobian",
  "sampled",
  "rank",
] as const;
export type FunctionName = (typeof functionNames)[number];

/** One call of one of the caller's functions. */
export interface Call {
  readonly name: FunctionName;
  /** The point (for `rank` the first of them). */
  readonly x: Vector;
  readonly points: readonly Vector[];
  /** Where the numbers beside the value are written; undefined for values and orders. */
  readonly out: Vector | undefined;
}

/** The same problem with `around` called in place of each of its functions; `answer()` calls the function itself. */
export function intercept(definition: Definition, around: (call: Call, answer: () => any) => any): Definition {
  const intercepted: Record<string, unknown> = { ...definition };
  for (const name of functionNames) {
    const original = definition[name] as ((...asked: any[]) => any) | undefined;
    if (original === undefined) continue;
    // two parameters where the original has two: a gradient with three is one that wants data
    intercepted[name] =
      original.length === 2
        ? (first: any, second: any) => around(callOf(name, [first, second]), () => original(first, second))
        : (...asked: any[]) => around(callOf(name, asked), () => original(...asked));
  }
  return intercepted as unknown as Definition;
}

function callOf(name: FunctionName, asked: readonly any[]): Call {
  const points: readonly Vector[] = name === "rank" ? asked[0] : [asked[0]];
  const outPosition = name === "hessianVector" || name === "sampled" ? 2 : 1;
  const writes = name !== "objective" && name !== "residuals" && name !== "rank";
  return { name, x: points[0], points, out: writes ? asked[outPosition] : undefined };
}

/** The same problem, its calls counted and its points recorded. */
export function recorded(definition: Definition): {
  readonly definition: Definition;
  readonly calls: readonly Call[];
} {
  const calls: Call[] = [];
  const noted = intercept(definition, (call, answer) => {
    calls.push({ ...call, x: call.x.slice(), points: call.points.map((point) => point.slice()) });
    return answer();
  });
  return { definition: noted, calls };
}
