import { allFinite, type Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { clipped } from "../problem/wrappers/room.ts";
import { type NoCertificate, noCertificate, type StationaryCertificate, type Uncounted } from "../run/certificate.ts";
import { relativeSize } from "./relative.ts";

/**
 * The first-order condition of a sum of squares whose Jacobian is kept by its entries: a rank would take a dense one. Costs an
 * answer of the residuals and one of the Jacobian.
 */
export function* certifySparse(
  problem: Problem,
  base: View,
  { x, value }: { readonly x: Vector; readonly value: number },
  tolerance: number,
): Coroutine<Uncounted<StationaryCertificate | NoCertificate>> {
  const { columnStarts, rows } = problem.jacobianPattern!;
  const { count, loss } = problem.residuals!;
  const residuals = new Float64Array(count);
  const entries = new Float64Array(rows.length);
  const found = yield* base.residuals(x, residuals);
  if (found < Infinity) yield* base.jacobian(x, entries);
  if (!(found < Infinity) || !allFinite(entries)) {
    return noCertificate("the residuals or their Jacobian at the point are not finite");
  }
  if (loss) for (let i = 0; i < count; i++) residuals[i] *= loss.slope(residuals[i] ** 2, loss.parameters);
  let activeBounds = 0;
  const projected = x.map((entry, j) => {
    let slope = 0;
    for (let k = columnStarts[j]; k < columnStarts[j + 1]; k++) slope += entries[k] * residuals[rows[k]];
    const moved = entry - slope;
    const kept = clipped(problem, moved, j);
    if (kept === entry && kept !== moved) activeBounds++;
    return kept === moved ? slope : entry - kept;
  });
  const { norm, relative } = relativeSize(projected, x, value);
  const holds = relative <= tolerance;
  return {
    kind: "stationary",
    holds,
    gradientNorm: norm,
    relativeGradient: relative,
    tolerance,
    activeBounds,
    derivatives: "given",
    text: `relative gradient ${relative.toPrecision(3)} ${holds ? "<=" : ">"} ${tolerance.toExponential()}`,
  };
}
