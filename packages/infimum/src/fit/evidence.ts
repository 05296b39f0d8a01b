import { allFinite, type Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import { parabolaSlope } from "../problem/wrappers/stencil.ts";
import { typicalStencil } from "../problem/wrappers/typical-stencil.ts";

/** What a fit is judged by: residuals and Jacobian at its solution, weighted, without a correction for a robust loss. */
export interface Evidence {
  readonly x: Vector;
  /** Length m. */
  readonly residuals: Vector;
  /** m x n, column-major. */
  readonly jacobian: Vector;
  /** Answers of the residuals and of the Jacobian that it took. */
  readonly asked: { readonly residuals: number; readonly jacobian: number };
}

/** Asks the functions of a problem at x; undefined where they have no numbers there. */
export function evidenceAt(problem: Problem, x: Vector): Evidence | undefined {
  const { functions, residuals: stated } = problem;
  const m = stated!.count;
  const residuals = new Float64Array(m);
  const jacobian = new Float64Array(m * x.length);
  let count = 0;
  const ask: Ask = (point, out) => {
    count++;
    functions.residuals!(point.slice(), out);
  };
  ask(x, residuals);
  if (functions.jacobian) functions.jacobian(x.slice(), jacobian);
  else differences(problem, ask, x, residuals, jacobian);
  if (!allFinite(residuals) || !allFinite(jacobian)) return undefined;
  return { x, residuals, jacobian, asked: { residuals: count, jacobian: functions.jacobian ? 1 : 0 } };
}

type Ask = (x: Vector, out: Vector) => void;

function differences(problem: Problem, ask: Ask, x: Vector, here: Vector, out: Vector): void {
  const m = here.length;
  const point = x.slice();
  const [first, second] = [new Float64Array(m), new Float64Array(m)];
  for (let j = 0; j < x.length; j++) {
    const wanted = typicalStencil(problem, problem.x0, x[j], j);
    const moved = [x[j] + wanted.first, x[j] + wanted.second] as const;
    point[j] = moved[0];
    ask(point, first);
    point[j] = moved[1];
    ask(point, second);
    point[j] = x[j];
    // the steps that were made: x + h is rounded
    const steps = { first: moved[0] - x[j], second: moved[1] - x[j] };
    for (let i = 0; i < m; i++) out[i + j * m] = parabolaSlope(steps, here[i], first[i], second[i]);
  }
}
