import { InfimumError } from "../../error.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Operators, OracleName } from "../oracles.ts";
import type { Problem } from "../problem.ts";
import { whenAnswered } from "../question.ts";
import type { Served } from "../stated-problem.ts";
import type { View } from "../view.ts";
import { wrap } from "./wrap.ts";

/** How one variable fills [0, 1]. */
export interface UnitAxis {
  readonly name: string;
  /** True when it has levels: then it has no derivative. */
  readonly discrete: boolean;
  /** How many levels it has when they are equal parts of the edge, else 0. */
  readonly levels: number;
  /** True when it has one value only. */
  readonly fixed: boolean;
  from(unit: number): number;
  to(x: number): number;
  /** The derivative of `from` where it gives x. */
  slope(x: number): number;
}

/** What cannot be asked where a variable has levels. */
const derivativeOracles: readonly OracleName[] = [
  "gradient",
  "hessian",
  "hessianVector",
  "residuals",
  "jacobian",
  "sampledGradient",
];

/**
 * The problem over the unit cube, for methods that take real numbers only: levels (integers, steps, choices) are equal
 * parts of an edge, so a point is rounded on the way to the objective; logarithmic ranges are searched on their
 * logarithmic scale, with their derivatives. `rest` moves variables that do not matter at a point to where they rest.
 *
 * @throws InfimumError `needs-not-met` when a variable has levels and the method needs derivatives
 */
export function overUnitCube(
  problem: Problem,
  method: Served,
  axes: readonly UnitAxis[],
  rest: (x: Vector) => void,
): Problem {
  const discrete = axes.find((axis) => axis.discrete);
  if (discrete) requireValuesOnly(method, discrete.name);
  const n = axes.length;
  const cube = wrap(
    { ...problem, serve: undefined, wrap: (base) => base },
    {
      removes: discrete ? derivativeOracles : ["hessian", "hessianVector", "residuals", "jacobian"],
      view: (inner) => {
        const start = Float64Array.from(axes, ({ to }, i) => to(inner.x0[i]));
        const x = new Float64Array(n);
        const shown = new Float64Array(n);
        const batch: Vector[] = [];
        const into = (u: Vector, out: Vector): Vector => {
          // the way there and back may have rounded the start
          for (let i = 0; i < n; i++) out[i] = u[i] === start[i] ? inner.x0[i] : axes[i].from(u[i]);
          if (discrete) rest(out);
          return out;
        };
        const intoAll = (us: readonly Vector[]): readonly Vector[] => {
          while (batch.length < us.length) batch.push(new Float64Array(n));
          us.forEach((u, k) => into(u, batch[k]));
          return batch.slice(0, us.length);
        };
        const scaleBySlopes = (out: Vector) => (value: number) => {
          for (let i = 0; i < n; i++) out[i] *= axes[i].slope(x[i]);
          return value;
        };
        return {
          ...inner,
          ...cubeOperators,
          x0: start,
          lower: Float64Array.from(axes, ({ fixed }) => (fixed ? 0.5 : 0)),
          upper: Float64Array.from(axes, ({ fixed }) => (fixed ? 0.5 : 1)),
          coordinates: axes.map(({ levels }) => ({ kind: "continuous", ...(levels > 0 && { levels }) })),
          original: (u: Vector, out: Vector) => inner.original(into(u, shown), out),
          value: (u: Vector) => inner.value(into(u, x)),
          values: (us: readonly Vector[], out: Vector) => inner.values(intoAll(us), out),
          ranking: (us: readonly Vector[], out: Int32Array) => inner.ranking(intoAll(us), out),
          gradient: (u: Vector, out: Vector) => whenAnswered(inner.gradient(into(u, x), out), scaleBySlopes(out)),
          sampledGradient: (u: Vector, sample: number, out: Vector) =>
            whenAnswered(inner.sampledGradient(into(u, x), sample, out), scaleBySlopes(out)),
        } as View;
      },
    },
  );
  // inside the wrappers that the problem has already: what they do to variables they then do to those of the cube
  return { ...cube, wrap: (base) => problem.wrap(cube.wrap(base)) };
}

function requireValuesOnly({ name, needs }: Served, variable: string): void {
  const derivative = needs.find((need) => derivativeOracles.includes(need as OracleName));
  if (derivative === undefined) return;
  throw new InfimumError(
    "needs-not-met",
    `${name} needs the ${derivative}, and ${variable} has levels, between which there is none: choose a method that needs values only, such as "cma-es", or leave the method out.`,
  );
}

/** The maps of the cube; variables with one value are at 1/2 already. */
const cubeOperators: Pick<Operators, "project" | "proximal"> = {
  project: (u, out) => {
    for (let i = 0; i < u.length; i++) out[i] = Math.min(1, Math.max(0, u[i]));
  },
  proximal: (u, _stepSize, out) => {
    cubeOperators.project(u, out);
    return 0;
  },
};
