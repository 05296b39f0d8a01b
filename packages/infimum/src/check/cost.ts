import { gradient } from "../autodiff/derivatives/reverse.ts";
import { Interpreter } from "../autodiff/run/interpreter.ts";
import { hessianVectorProgram } from "../autodiff/sparsity/compressed-hessian.ts";
import type { Vector } from "../numerics/vector.ts";
import { isThenable } from "../problem/functions.ts";
import type { CheckedPoint } from "./finding.ts";
import type { Subject } from "./subject.ts";

export interface CostReport {
  /** Seconds for one value, by the caller's own function. */
  readonly value: number;
  /** Seconds for one gradient with its value; by differences where there is no other. */
  readonly gradient: number;
  readonly hessianVector: number | undefined;
  /** Arithmetic operations and calls of functions of Math, where the objective was read. */
  readonly operations:
    | { readonly value: number; readonly gradient: number; readonly hessianVector: number | undefined }
    | undefined;
  /** "compiled" or "interpreted", where derivatives are exact. */
  readonly how: string | undefined;
}

/** Calls that are timed take about so long. */
const timed = 0.02;
const mostCalls = 10_000;
/** Programs beyond this are not differentiated again only to count. */
const mostCounted = 200_000;

/** What values and derivatives cost at x0. The calls that are timed are not counted among the evaluations. */
export async function checkCost(subject: Subject, { x }: CheckedPoint): Promise<CostReport> {
  const { dimension: n, gradientSource, exact, problem } = subject;
  const { functions } = problem;
  const out = new Float64Array(n);
  const point = x.slice();
  const ones = x.map(() => 1);
  const hasProducts = await subject.hessianVector(x, ones, out);
  const ownGradient = functions.gradient ?? (exact && ((at: Vector, to: Vector) => exact.valueAndGradient(at, to)));
  const ownProduct =
    functions.hessianVector ?? (exact && ((at: Vector, v: Vector, to: Vector) => exact.hessianVector(at, v, to)));
  const value = functions.value ? await secondsOf(() => functions.value!(point)) : NaN;
  return {
    value,
    gradient:
      gradientSource !== "none" && ownGradient ? await secondsOf(() => ownGradient(point, out)) : (n + 1) * value,
    hessianVector: hasProducts && ownProduct ? await secondsOf(() => ownProduct(point, ones, out)) : undefined,
    operations: operationsAt(subject, x, hasProducts),
    how: gradientSource === "exact" ? exact!.how : undefined,
  };
}

/** The shortest of some times: what else the machine does only adds. A function that throws has no time. */
async function secondsOf(call: () => unknown): Promise<number> {
  try {
    const begin = performance.now();
    const isAsynchronous = isThenable(call());
    if (isAsynchronous) await call();
    const first = (performance.now() - begin) / 1000 / (isAsynchronous ? 2 : 1);
    if (isAsynchronous) return first;
    const calls = Math.min(mostCalls, Math.max(1, Math.floor(timed / 3 / Math.max(first, 1e-7))));
    if (calls === 1) return first;
    let best = first;
    for (let round = 0; round < 3; round++) {
      const start = performance.now();
      for (let k = 0; k < calls; k++) call();
      best = Math.min(best, (performance.now() - start) / 1000 / calls);
    }
    return best;
  } catch {
    return NaN;
  }
}

function operationsAt(subject: Subject, x: Vector, hasProducts: boolean): CostReport["operations"] {
  const read = subject.programAt(x);
  if (read === undefined) return undefined;
  const plain = new Interpreter(read.program);
  plain.run(x);
  const value = plain.operations;
  if (value > mostCounted) return { value, gradient: NaN, hessianVector: undefined };
  const count = (program: typeof read.program, ...more: Vector[]): number => {
    const run = new Interpreter(program);
    run.run(x, ...more);
    return run.operations;
  };
  return {
    value,
    gradient: count(gradient(read.program)),
    hessianVector: hasProducts
      ? count(
          hessianVectorProgram(read.program),
          x.map(() => 1),
        )
      : undefined,
  };
}
