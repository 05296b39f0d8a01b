import type { Vector } from "../numerics/vector.ts";
import type { Definition } from "./case.ts";
import { type Call, intercept } from "./intercept.ts";

/** A way for an objective to misbehave. */
export interface Spoiler {
  readonly name: string;
  /** True when not one of its answers is a usable number. */
  readonly hopeless?: boolean;
  /** The answer in place of the true one, or the true one; `nth` counts the calls from 1. */
  answer(call: Call, answer: () => any, nth: number): any;
}

/** An answer of `value`, with `beside` in all of the numbers beside it. */
function constant(value: number, beside = value) {
  return ({ out, name, points }: Call): any => {
    out?.fill(beside);
    if (name === "rank") return Number.isFinite(value) ? points.map((_, k) => k) : points.map(() => value);
    return name === "hessian" || name === "hessianVector" || name === "jacobian" ? undefined : value;
  };
}

/** A value that is no number. A gradient then leaves the value to the objective. */
function mistyped(value: unknown) {
  return ({ name }: Call, answer: () => any): any => {
    const result = answer();
    if (name === "gradient") return undefined;
    const isAnswer = name === "objective" || name === "residuals" || name === "sampled" || name === "rank";
    return isAnswer ? value : result;
  };
}

const notANumber = constant(NaN);

/** Answers that real objectives give: by mistake, out of range, or because a simulation broke. */
export const spoilers: readonly Spoiler[] = [
  { name: "is NaN everywhere", hopeless: true, answer: notANumber },
  { name: "is Infinity everywhere", hopeless: true, answer: constant(Infinity) },
  { name: "is -Infinity everywhere", hopeless: true, answer: constant(-Infinity) },
  {
    name: "is NaN in a half-space",
    answer: (call, answer) => (call.points.some((x) => x[0] > 0.3) ? notANumber(call) : answer()),
  },
  {
    name: "is NaN everywhere but at the start",
    answer: (call, answer, nth) => (nth === 1 ? answer() : notANumber(call)),
  },
  {
    name: "is NaN at every 7th evaluation",
    answer: (call, answer, nth) => (nth % 7 === 0 ? notANumber(call) : answer()),
  },
  {
    name: "is Infinity at every 2nd evaluation",
    answer: (call, answer, nth) => (nth % 2 === 0 ? constant(Infinity)(call) : answer()),
  },
  { name: "returns strings", hopeless: true, answer: mistyped("0.5") },
  { name: "returns nothing", hopeless: true, answer: mistyped(undefined) },
  {
    name: "returns null after a while",
    answer: (call, answer, nth) => (nth > 5 ? mistyped(null)(call, answer) : answer()),
  },
  {
    name: "throws at every 3rd evaluation",
    answer: (_call, answer, nth) => {
      if (nth % 3 === 0) throw new RangeError("the simulation broke");
      return answer();
    },
  },
  { name: "is constant", answer: constant(0) },
  { name: "is constant and huge", answer: constant(1e308, 0) },
  {
    name: "is huge, with huge derivatives",
    answer: (call, _answer, nth) => constant((nth % 2 === 0 ? 1 : -1) * 1e308, 1e308)(call),
  },
  {
    name: "has a gradient that points uphill",
    answer: ({ name, out }, answer) => {
      const result = answer();
      if (name === "gradient" && out) for (let i = 0; i < out.length; i++) out[i] = -out[i];
      return result;
    },
  },
  {
    name: "has a gradient that is NaN after a while",
    answer: ({ name, out }, answer, nth) => {
      const result = answer();
      if (name === "gradient" && nth > 4) out?.fill(NaN);
      return result;
    },
  },
  {
    name: "has a gradient that is 0",
    answer: ({ name, out }, answer) => {
      const result = answer();
      if (name === "gradient") out?.fill(0);
      return result;
    },
  },
  {
    name: "has Hessian-vector products that are NaN",
    answer: ({ name, out }, answer) => {
      const result = answer();
      if (name === "hessianVector" || name === "hessian") out?.fill(NaN);
      return result;
    },
  },
  {
    name: "is noisy",
    answer: ({ out }, answer, nth) => {
      const result = answer();
      // no pattern that a method could follow, and the same in every run
      const noise = (k: number): number => 0.3 * Math.sin(12.9898 * nth * nth + 78.233 * k);
      if (out) for (let i = 0; i < out.length; i++) out[i] += noise(i + 1);
      return typeof result === "number" ? result + noise(0) : result;
    },
  },
  {
    name: "falls without end",
    answer: (call) => {
      const sum = (x: Vector): number => x.reduce((total, entry) => total + entry, 0);
      const slope = call.name === "hessian" || call.name === "hessianVector" ? 0 : -1;
      const indices = call.points
        .map((_, k) => k)
        .toSorted((i, j) => sum(call.points[j]) - sum(call.points[i]) || i - j);
      return call.name === "rank" ? indices : constant(-sum(call.x), slope)(call);
    },
  },
];

/** The same problem, its functions spoiled. */
export function spoiled(definition: Definition, spoiler: Spoiler): Definition {
  let calls = 0;
  return intercept(definition, (call, answer) => {
    const given = spoiler.answer(call, answer, ++calls);
    if (call.name !== "residuals" || typeof given !== "number") return given;
    return new Float64Array(definition.residualCount!).fill(given);
  });
}
