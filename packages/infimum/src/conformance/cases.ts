import type { Vector } from "../numerics/vector.ts";
import type { ConformanceCase } from "./case.ts";
import { absoluteValues, ball, measurements, quadratic, rosenbrock, squaredError } from "./functions.ts";
import { mixed } from "./mixed-case.ts";

const steep = quadratic(10, 100);
const lasso = quadratic(6, 10);

/** Rosenbrock in two variables with everything there is to know of it. */
export const smooth: ConformanceCase = {
  name: "Rosenbrock, 2 variables",
  definition: {
    x0: Float64Array.of(-1.2, 1),
    objective: rosenbrock.value,
    gradient: rosenbrock.gradient,
    hessianVector: rosenbrock.hessianVector,
  },
};

/** Values only, and differences where a method wants derivatives. */
export const valuesOnly: ConformanceCase = {
  name: "Beale, values only",
  definition: {
    x0: Float64Array.of(1, 1),
    objective: ([a, b]: Vector) =>
      (1.5 - a + a * b) ** 2 + (2.25 - a + a * b ** 2) ** 2 + (2.625 - a + a * b ** 3) ** 2,
  },
};

/** Residuals and their Jacobian. */
export const summed: ConformanceCase = {
  name: "Rosenbrock as residuals, 2 variables",
  definition: {
    x0: Float64Array.of(-1.2, 1),
    residualCount: 2,
    residuals: ([a, b]: Vector) => Float64Array.of(10 * (b - a ** 2), 1 - a),
    jacobian: ([a]: Vector, out: Vector) => {
      out[0] = -20 * a;
      out[1] = -1;
      out[2] = 10;
      out[3] = 0;
    },
  },
};

/** Residuals alone, more than there are variables, that do not vanish; the solution lies on a bound. */
export const fitted: ConformanceCase = {
  name: "exponential decay as residuals within bounds, 2 variables",
  definition: {
    x0: Float64Array.of(1, 1),
    residualCount: 6,
    residuals: ([a, b]: Vector) =>
      Array.from({ length: 6 }, (_, k) => a * Math.exp(-b * k) - 2 * Math.exp(-0.4 * k) - Math.sin(5 * k) / 20),
    bounds: { lower: [0, 0.5], upper: [Infinity, 3] },
  },
};

/** A smooth part and a term with kinks. */
export const composite: ConformanceCase = {
  name: "quadratic with absolute values, 6 variables",
  definition: {
    x0: new Float64Array(6),
    objective: lasso.value,
    gradient: lasso.gradient,
    plus: [absoluteValues(0.3)],
  },
};

/** Gradients of single samples, and nothing else. */
export const sampled: ConformanceCase = {
  name: "line through samples",
  definition: { x0: Float64Array.of(0, 0), sampled: squaredError, data: measurements },
};

/** A black box, not smooth. */
export const blackBox: ConformanceCase = {
  name: "black box with kinks, 3 variables",
  definition: {
    x0: Float64Array.of(2, -1, 1),
    objective: ([a, b, c]: Vector) => Math.abs(a - 1) + 3 * Math.abs(b - a / 2) ** 1.5 + (c + b) ** 2,
    derivatives: "none",
  },
};

/** The solution lies on a bound, and so does the start. */
export const bounded: ConformanceCase = {
  name: "Rosenbrock within bounds, 3 variables",
  definition: {
    x0: Float64Array.of(-1.5, 0.5, 0),
    objective: rosenbrock.value,
    gradient: rosenbrock.gradient,
    bounds: { lower: [-1.5, -0.5, -Infinity], upper: [0.8, Infinity, 0.2] },
  },
};

/** The problems of the suite, small and of every kind; each is run with the methods it fits. */
export const conformanceCases: readonly ConformanceCase[] = [
  {
    name: "one variable",
    definition: {
      x0: Float64Array.of(-1),
      objective: ([x]: Vector) => (x - 2) ** 2 + (x - 2) ** 4 / 4,
      gradient: ([x]: Vector, out: Vector) => {
        out[0] = 2 * (x - 2) + (x - 2) ** 3;
        return (x - 2) ** 2 + (x - 2) ** 4 / 4;
      },
    },
  },
  smooth,
  {
    // the gradient does not return the value: an answer each
    name: "Rosenbrock, 5 variables, value and gradient apart",
    definition: {
      x0: Float64Array.of(-1.2, 1, -1.2, 1, -1.2),
      objective: rosenbrock.value,
      gradient: (x: Vector, out: Vector) => {
        rosenbrock.gradient(x, out);
      },
    },
  },
  {
    name: "quadratic, 10 variables, gradient as an array",
    definition: {
      x0: new Float64Array(10),
      objective: steep.value,
      gradient: (x: Vector) => {
        const gradient = new Float64Array(x.length);
        steep.gradient(x, gradient);
        return gradient;
      },
      hessian: steep.hessian,
    },
  },
  valuesOnly,
  blackBox,
  mixed,
  bounded,
  summed,
  fitted,
  composite,
  {
    name: "quadratic within a ball, 6 variables",
    definition: {
      x0: new Float64Array(6),
      objective: lasso.value,
      gradient: lasso.gradient,
      within: ball(0.5),
    },
  },
  sampled,
  {
    name: "order of points only",
    definition: {
      x0: Float64Array.of(1, 2),
      rank: (points: readonly Vector[]) => {
        const sizes = points.map(([a, b]) => a ** 2 + 4 * b ** 2);
        return sizes.map((_, k) => k).toSorted((i, j) => sizes[i] - sizes[j] || i - j);
      },
    },
  },
  {
    name: "no lower bound",
    definition: {
      x0: Float64Array.of(1, 1),
      objective: ([a, b]: Vector) => a + b ** 2 / 2,
      gradient: ([a, b]: Vector, out: Vector) => {
        out[0] = 1;
        out[1] = b;
        return a + b ** 2 / 2;
      },
    },
  },
];
