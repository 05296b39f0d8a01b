import { describe, expect, it } from "vitest";
import { beale } from "./beale.ts";
import { broydenTridiagonal } from "./broyden-tridiagonal.ts";
import { chainedRosenbrock } from "./chained-rosenbrock.ts";
import { extendedRosenbrock } from "./extended-rosenbrock.ts";
import { powellSingular } from "./powell-singular.ts";
import { rosenbrock } from "./rosenbrock.ts";
import { smoothFamilies } from "./smooth-problems.ts";
import { wood } from "./wood.ts";

const problems = [
  rosenbrock(),
  extendedRosenbrock(6),
  chainedRosenbrock(2),
  chainedRosenbrock(7),
  wood(),
  powellSingular(),
  beale(),
  broydenTridiagonal(1),
  broydenTridiagonal(7),
];

/** A point and a direction without symmetry, so that exchanged variables would show. */
function somewhere(n: number): { x: Float64Array; v: Float64Array } {
  return {
    x: Float64Array.from({ length: n }, (_, i) => 0.7 * Math.sin(1 + 3 * i) + 0.3),
    v: Float64Array.from({ length: n }, (_, i) => Math.cos(2 + 5 * i)),
  };
}

const step = 1e-5;
// central differences: about step^2 of the third derivatives (up to some thousands here) beside rounding of eps f / step
const tolerance = 1e-5;

function closeTo(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(expected)));
}

describe.each(problems)("$name in $dimension variables", (problem) => {
  const { dimension: n } = problem;

  it("has the gradient that central differences of its values give", () => {
    const { x } = somewhere(n);
    const gradient = new Float64Array(n).fill(NaN);
    const value = problem.gradient(x, gradient);
    expect(value).toBeCloseTo(problem.objective(x), 10);
    for (let i = 0; i < n; i++) {
      const ahead = x.slice();
      const back = x.slice();
      ahead[i] += step;
      back[i] -= step;
      closeTo(gradient[i], (problem.objective(ahead) - problem.objective(back)) / (2 * step));
    }
  });

  it("has the Hessian-vector product that central differences of its gradient give", () => {
    const { x, v } = somewhere(n);
    const product = new Float64Array(n).fill(NaN);
    problem.hessianVector(x, v, product);
    const ahead = new Float64Array(n);
    const back = new Float64Array(n);
    const shifted = (t: number) => x.map((entry, i) => entry + t * v[i]);
    problem.gradient(shifted(step), ahead);
    problem.gradient(shifted(-step), back);
    for (let i = 0; i < n; i++) closeTo(product[i], (ahead[i] - back[i]) / (2 * step));
  });

  it("attains its least value, with no slope, at its minimizer, and not at its start", () => {
    expect(problem.objective(problem.x0)).toBeGreaterThan(problem.optimum);
    if (problem.minimizer === undefined) return;
    const gradient = new Float64Array(n);
    expect(problem.gradient(problem.minimizer, gradient)).toBe(problem.optimum);
    expect([...gradient].map(Math.abs)).toEqual(Array.from({ length: n }, () => 0));
  });
});

it("starts at the values that are published", () => {
  // More, Garbow and Hillstrom 1981: by hand from the standard starts
  expect(rosenbrock().objective(rosenbrock().x0)).toBeCloseTo(24.2, 12);
  expect(extendedRosenbrock(10).objective(extendedRosenbrock(10).x0)).toBeCloseTo(121, 10);
  expect(wood().objective(wood().x0)).toBe(19192);
  expect(powellSingular().objective(powellSingular().x0)).toBe(215);
  expect(beale().objective(beale().x0)).toBe(14.203125);
  // both ends (-5 + 2 + 1)^2 and (-5 + 1 + 1)^2, between them (-5 + 1 + 2 + 1)^2 = 1
  expect(broydenTridiagonal(10).objective(broydenTridiagonal(10).x0)).toBe(4 + 9 + 8);
});

it("has a root of Broyden's equations where Newton's method on the tridiagonal system ends", () => {
  const n = 5;
  const { objective } = broydenTridiagonal(n);
  const x = new Float64Array(n).fill(-1);
  for (let iteration = 0; iteration < 20; iteration++) {
    const residual = Array.from(x, (entry, i) => (3 - 2 * entry) * entry - (x[i - 1] ?? 0) - 2 * (x[i + 1] ?? 0) + 1);
    // elimination without pivoting: the matrix is strictly dominated by its diagonal 3 - 4 x near the root
    const diagonal = Array.from(x, (entry) => 3 - 4 * entry);
    for (let i = 1; i < n; i++) {
      const factor = -1 / diagonal[i - 1];
      diagonal[i] += 2 * factor;
      residual[i] -= factor * residual[i - 1];
    }
    for (let i = n - 1; i >= 0; i--) {
      residual[i] = (residual[i] + 2 * (residual[i + 1] ?? 0)) / diagonal[i];
      x[i] -= residual[i];
    }
  }
  expect(objective(x)).toBeLessThan(1e-28);
});

it("lists families whose problems exist in the dimensions they name", () => {
  for (const family of smoothFamilies) {
    for (const dimension of family.dimensions) {
      const problem = family.make(dimension);
      expect(family.exists(dimension)).toBe(true);
      expect(problem.name).toBe(family.name);
      expect(problem.dimension).toBe(dimension);
      expect(problem.x0).toHaveLength(dimension);
    }
  }
});

it("says of every family in which dimensions its problem exists", () => {
  for (const family of smoothFamilies) {
    for (let n = 1; n <= 9; n++) {
      const made = () => family.make(n).dimension === n;
      if (family.exists(n)) expect(made()).toBe(true);
      else expect(() => made() || expect.fail()).toThrow();
    }
  }
});

it("refuses dimensions that a family does not have", () => {
  expect(() => extendedRosenbrock(3)).toThrow(RangeError);
  expect(() => chainedRosenbrock(1)).toThrow(RangeError);
  expect(() => broydenTridiagonal(2.5)).toThrow(RangeError);
});
