import { wrongKind } from "../../error.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Bounds } from "../../problem/bounds.ts";
import { readBounds } from "../../problem/bounds.ts";
import type { ProblemDefinition } from "../../problem/definition.ts";
import { readFunctions } from "../../problem/functions.ts";
import type { Coordinate, OracleName } from "../../problem/oracles.ts";
import type { Definition, StartStatement } from "../../problem/search-space.ts";
import { readStart } from "../../problem/start.ts";
import type { Operand } from "../operations/operands.ts";
import type { ArrayDerivatives } from "./array-derivatives.ts";
import { ArrayLayout } from "./array-layout.ts";
import { differentiateArrays } from "./differentiate-arrays.ts";
import { FlatParameters } from "./flat-parameters.ts";
import { type TracedTree, treeOf } from "./tree.ts";

/** An objective that `minimize` and `problem` know the exact derivatives of. It can be called as any other. */
export interface ArrayObjective<P = any, D = any> {
  (parameters: P, data: D): number;
  /** What a problem asks it. */
  statement(definition: Definition): StartStatement;
}

/**
 * Makes an objective of a function of traced arrays (see `differentiateArrays`): `minimize` takes it, with a start and data that are
 * (records of) arrays, and has its exact gradient and Hessian-vector products.
 *
 * @param options.precision what floats are computed in; points are float64 in any case
 * @throws InfimumError `not-a-function`
 *
 * @example
 * import { array, matmul, mean, overArrays, square, subtract, zeros } from "infimum/arrays";
 * const x = array([[1, 0], [0, 1], [1, 1]]);
 * const y = array([1, 2, 3]);
 * const loss = overArrays(({ w }, data) => mean(square(subtract(matmul(data.x, w), data.y))));
 * const result = minimize(loss, { w: zeros([2]) }, { data: { x, y } });
 * result.derivatives; // "exact"
 * Array.from(result.params.w.entries, (w) => Math.round(w * 1e6) / 1e6); // [1, 2]
 */
export function overArrays<P = any, D = any>(
  f: (parameters: TracedTree<P>, data: TracedTree<D>) => Operand,
  options: { readonly precision?: "float64" | "float32" } = {},
): ArrayObjective<P, D> {
  if (typeof f !== "function") throw wrongKind("not-a-function", "what overArrays is given", "a function", f);
  let last: ArrayDerivatives<any, any> | undefined;
  const derivativesAt = (start: unknown, data: unknown): ArrayDerivatives<any, any> =>
    differentiateArrays<any, any>(f as (parameters: any, data: any) => Operand, start, {
      ...options,
      data,
    });
  const objective = (parameters: P, data: D): number => {
    last ??= derivativesAt(parameters, undefined);
    return last.value(parameters, data);
  };
  const statement = (definition: Definition): StartStatement =>
    stated(definition as ProblemDefinition<any, any>, derivativesAt(definition.x0, definition.data));
  return Object.assign(objective, { statement });
}

/** What a problem with such an objective is, what the caller gives beside it included. */
function stated(definition: ProblemDefinition<any, any>, derivatives: ArrayDerivatives<any, any>): StartStatement {
  const { x0, bounds: given, derivatives: policy = "auto" } = definition;
  const tree = treeOf("x0", x0);
  const isFlat = tree.leaves.length === 1 && tree.leaves[0].path.length === 0 && isVector(x0);
  const layout = new ArrayLayout(tree, new FlatParameters(tree), isFlat);
  const bounds = readBounds(given as Bounds<any> | undefined, layout);
  const start = readStart(x0, layout, bounds);
  const read = readFunctions(definition, layout);
  const common = {
    layout,
    x0: start,
    ...bounds,
    coordinates: Array.from(start, (): Coordinate => ({ kind: "continuous" })),
  };
  const value = (x: Vector): number => derivatives.valueFlat(x);
  const isExact = (policy === "auto" || policy === "exact") && !read.oracles.has("gradient");
  if (!isExact) return { ...common, functions: { ...read.functions, value }, oracles: read.oracles };
  return {
    ...common,
    functions: {
      hessianVector: (x, v, out) => derivatives.hessianVectorFlat(x, v, out),
      ...read.functions,
      value,
      gradient: (x, out) => derivatives.valueAndGradientFlat(x, out),
    },
    oracles: new Set<OracleName>([...read.oracles, "gradient", "hessianVector"]),
    exact: "exact",
  };
}

/** True for a start that is the vector of the problem. */
function isVector(x0: unknown): boolean {
  return x0 instanceof Float64Array || (Array.isArray(x0) && typeof x0[0] === "number");
}
