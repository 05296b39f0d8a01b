import { InfimumError, wrongKind } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import type { ProblemDefinition } from "./definition.ts";
import type { OracleName } from "./oracles.ts";
import type { Layout, Parameters } from "./parameters.ts";

/**
 * The caller's functions over vectors. Answers are as the caller gave them: a number, a promise, or anything wrong,
 * which the run has to name. A gradient that does not return the value gives undefined.
 */
export interface CallerFunctions {
  readonly value?: (x: Vector) => unknown;
  readonly gradient?: (x: Vector, out: Vector) => unknown;
  readonly hessian?: (x: Vector, out: Vector) => unknown;
  readonly hessianVector?: (x: Vector, v: Vector, out: Vector) => unknown;
  readonly residuals?: (x: Vector, out: Vector) => unknown;
  readonly jacobian?: (x: Vector, out: Vector) => unknown;
  readonly constraints?: (x: Vector, out: Vector) => unknown;
  readonly constraintJacobian?: (x: Vector, out: Vector) => unknown;
  readonly sampledGradient?: (x: Vector, sample: number, out: Vector) => unknown;
  readonly ranking?: (points: readonly Vector[], out: Int32Array) => unknown;
}

/** Turns a problem's functions into functions over vectors, and lists the oracles they answer. */
export function readFunctions(
  { objective, gradient, hessian, hessianVector, sampled, rank, data }: ProblemDefinition<Parameters, unknown>,
  layout: Layout,
): { functions: CallerFunctions; oracles: Set<OracleName> } {
  const functions: Mutable<CallerFunctions> = {};
  const oracles = new Set<OracleName>();
  const decode = layout.decode as (x: Vector) => any;
  const answers = <Name extends keyof CallerFunctions>(name: Name, ask: CallerFunctions[Name]): void => {
    functions[name] = ask;
    oracles.add(name);
  };

  if (isGiven(objective, "objective")) {
    const direct = layout.flat && data === undefined;
    answers("value", direct ? (objective as CallerFunctions["value"]) : (x) => objective(decode(x), data));
    oracles.add("values");
  }
  if (isGiven(gradient, "gradient")) {
    const direct = layout.flat && data === undefined && gradient.length === 2;
    answers("gradient", (x, out) =>
      gradientAnswer(direct ? gradient(x as any, out, data) : gradient(decode(x), out, data), out, layout),
    );
  }
  if (isGiven(hessian, "hessian"))
    answers("hessian", (x, out) => written(hessian(decode(x), out, data), out, "hessian"));
  if (isGiven(hessianVector, "hessianVector")) {
    answers("hessianVector", (x, v, out) => written(hessianVector(decode(x), v, out, data), out, "hessianVector"));
  }
  if (isGiven(sampled, "sampled"))
    answers("sampledGradient", (x, sample, out) => sampled(decode(x), sample, out, data));
  if (isGiven(rank, "rank")) {
    answers("ranking", (points, out) => {
      const shaped = points.map((x) => decode(x));
      return written(rank(shaped, data), out, "rank");
    });
  }
  if (oracles.size === 0) {
    // a problem without functions can still be asked and told
    answers("value", () => {
      throw new InfimumError("no-objective", "the problem has no objective: give one, or use ask and tell.");
    });
    oracles.add("values");
  }
  return { functions, oracles };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function isGiven<F>(value: F | undefined, name: string): value is F {
  if (value !== undefined && typeof value !== "function") throw wrongKind("not-a-function", name, "a function", value);
  return value !== undefined;
}

/** The value where the caller's gradient returned one, else undefined; what it returned instead is written to `out`. */
function gradientAnswer(answer: unknown, out: Vector, layout: Layout): unknown {
  if (answer === undefined || typeof answer === "number") return answer;
  return whenReady(answer, (ready) => {
    if (ready === undefined || typeof ready === "number") return ready;
    if (!layout.flat && !isNumbers(ready)) layout.encode(ready, out);
    else written(ready, out, "gradient");
    return undefined;
  });
}

/** Copies numbers that were returned rather than written. */
function written(answer: unknown, out: Vector | Int32Array, name: string): unknown {
  if (answer === undefined || answer === out) return undefined;
  return whenReady(answer, (ready) => {
    if (ready === undefined || typeof ready === "number") return undefined;
    const numbers = ready as ArrayLike<number>;
    if (numbers?.length !== out.length) {
      throw new InfimumError(
        "wrong-length",
        `${name} returned ${numbers?.length ?? "no"} numbers where ${out.length} are needed: return or write all of them.`,
      );
    }
    out.set(numbers);
    return undefined;
  });
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}

function whenReady(value: unknown, after: (ready: unknown) => unknown): unknown {
  return isThenable(value) ? value.then(after) : after(value);
}

function isNumbers(value: unknown): value is ArrayLike<number> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}
