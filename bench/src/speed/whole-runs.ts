import { minimize, type Result } from "infimum";
import type { Line } from "../measure/interleave.ts";
import type { TimeRequest } from "../peers/scipy.ts";
import { extendedRosenbrock } from "../problems/extended-rosenbrock.ts";
import { rosenbrock } from "../problems/rosenbrock.ts";
import type { SmoothProblem } from "../problems/smooth-problem.ts";
import { wood } from "../problems/wood.ts";

/** A whole call of `minimize`, from the start to the method's own end, default tolerances, certificate included. */
export interface WholeRun {
  readonly label: string;
  /** The registered name. */
  readonly method: string;
  run(): Result;
  /** The caller's function alone. */
  readonly bare: Line;
  /** The same for SciPy, with its own default tolerances. */
  readonly peer?: TimeRequest;
}

export function wholeRuns(): WholeRun[] {
  const large = extendedRosenbrock(1000);
  return [
    withGradient("BFGS, Rosenbrock, n = 2", "bfgs", "BFGS", rosenbrock()),
    // as SciPy's documentation has it: the line above spares SciPy the arrays
    withGradient("BFGS, Rosenbrock, n = 2, SciPy's rosen", "bfgs", "BFGS", rosenbrock(), "scipy-rosenbrock"),
    withGradient("L-BFGS, extended Rosenbrock, n = 1,000", "l-bfgs", "L-BFGS-B", large),
    withValues("Nelder-Mead, Wood, n = 4", "nelder-mead", wood(), "Nelder-Mead"),
    withValues("CMA-ES, sphere, n = 10", "cma-es", sphere(10)),
  ];
}

function withGradient(
  label: string,
  method: "bfgs" | "l-bfgs",
  peerMethod: string,
  problem: SmoothProblem,
  peerProblem = problem.name,
): WholeRun {
  const { x0, objective, gradient } = problem;
  const out = new Float64Array(x0.length);
  return {
    label,
    method,
    run: () => minimize(objective, x0, { gradient, method }),
    bare: bareLine(`${label}: the objective`, x0, (x) => gradient(x, out)),
    peer: { problem: peerProblem, x0: [...x0], method: peerMethod, gradient: true },
  };
}

function withValues(
  label: string,
  method: "nelder-mead" | "cma-es",
  { name, x0, objective }: Pick<SmoothProblem, "name" | "x0" | "objective">,
  peerMethod?: string,
): WholeRun {
  return {
    label,
    method,
    run: () => minimize(objective, x0, { method, derivatives: "none" }),
    bare: bareLine(`${label}: the objective`, x0, objective),
    peer: peerMethod === undefined ? undefined : { problem: name, x0: [...x0], method: peerMethod, gradient: false },
  };
}

function sphere(n: number): Pick<SmoothProblem, "name" | "x0" | "objective"> {
  return {
    name: "sphere",
    x0: new Float64Array(n).fill(3),
    objective(x) {
      let sum = 0;
      for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
      return sum;
    },
  };
}

/** Evaluations at points that differ, their sum kept, so that none can be left out by the compiler. */
export function bareLine(name: string, x0: Float64Array, evaluate: (x: Float64Array) => number): Line {
  const x = x0.slice();
  let sum = 0;
  return {
    name,
    take(repeats) {
      const before = performance.now();
      for (let k = 0; k < repeats; k++) {
        x[0] += 1e-12;
        sum += evaluate(x);
      }
      const seconds = (performance.now() - before) / 1000;
      if (Number.isNaN(sum)) throw new Error(`${name} gave NaN`);
      return seconds;
    },
  };
}
