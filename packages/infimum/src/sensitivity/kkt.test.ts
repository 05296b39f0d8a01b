import { describe, expect, test } from "vitest";
import { differences, eliminated } from "./fixtures/regression.ts";
import { implicit } from "./implicit.ts";

const code = (wanted: string) => expect.objectContaining({ code: wanted });

/** x' Q x / 2 + c' x with a Q and c that depend on theta. */
function quadratic(x: any, theta: any): number {
  let sum = 0;
  for (let i = 0; i < 4; i++) {
    for (let j = 0; j < 4; j++) sum += (x[i] * x[j] * (i === j ? 3 + theta[0] * i : theta[1])) / 2;
    sum += Math.sin(i + theta[2]) * x[i];
  }
  return sum;
}

const equality = (x: any, theta: any) => [x[0] + x[1] + x[2] + x[3] - theta[3]];
const inequalities = (x: any, theta: any) => [theta[4] - x[0], x[1] * theta[5] - 0.5, x[2] - 10, x[3] - 20];

/** The quadratic program by trying every set of active inequalities: shares nothing with the library. */
function solveProgram(theta: readonly number[]): number[] {
  const matrix = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 3 + theta[0] * i : theta[1])));
  const linear = [0, 1, 2, 3].map((i) => Math.sin(i + theta[2]));
  const rows = [
    [-1, 0, 0, 0],
    [0, theta[5], 0, 0],
  ];
  const limits = [-theta[4], 0.5];
  for (const active of [[], [0], [1], [0, 1]]) {
    const constraints = [[1, 1, 1, 1], ...active.map((k) => rows[k])];
    const right = [theta[3], ...active.map((k) => limits[k])];
    const system = [
      ...matrix.map((row, i) => [...row, ...constraints.map((constraint) => constraint[i])]),
      ...constraints.map((constraint) => [...constraint, ...constraints.map(() => 0)]),
    ];
    const z = eliminated(system, [...linear.map((entry) => -entry), ...right]);
    const x = z.slice(0, 4);
    const isFeasible = rows.every(
      (row, k) => row.reduce((sum, entry, i) => sum + entry * x[i], 0) <= limits[k] + 1e-12,
    );
    if (isFeasible && z.slice(5).every((multiplier) => multiplier >= 0)) return x;
  }
  throw new Error("no active set fits");
}

const program = implicit({ kkt: { objective: quadratic, equalities: equality, inequalities } }, solveProgram);

describe("a quadratic program", () => {
  const theta = [0.4, 0.3, 0.2, 1.5, 0.9, 2];

  test("its Jacobian by everything in it agrees with differences of the solver, active inequalities and not", () => {
    const x = solveProgram(theta);
    expect(x[0]).toBeCloseTo(0.9, 12);
    expect(x[1]).toBeLessThan(0.24);
    const expected = differences(solveProgram, theta).flat();
    const jacobian = program.jacobian(theta);
    for (const [k, entry] of expected.entries()) expect(jacobian[k]).toBeCloseTo(entry, 8);
    expect(program.source).toBe("exact");
    expect(program.info?.optimality).toBeLessThan(1e-12);
    // x_0 stays at its limit, theta_4
    expect(jacobian[4 * 4]).toBeCloseTo(1, 12);
  });

  test("products with the transpose are those of the Jacobian, and an iterative solver agrees", () => {
    const jacobian = program.jacobian(theta);
    const w = [1, -2, 3, 0.5];
    const iterative = implicit({ kkt: { objective: quadratic, equalities: equality, inequalities } }, solveProgram, {
      linearSolver: "minres",
      tolerance: 1e-12,
    });
    for (const [name, across] of Object.entries({
      direct: program.vectorJacobian(theta, w),
      minres: iterative.vectorJacobian(theta, w),
    })) {
      for (let j = 0; j < 6; j++) {
        const expected = w.reduce((sum, entry, i) => sum + entry * jacobian[i + 4 * j], 0);
        expect(across[j], name).toBeCloseTo(expected, 9);
      }
    }
    expect(iterative.info).toMatchObject({ solver: "minres", converged: true });
  });
});

test("constraints that curve enter with their multipliers: a point of a circle", () => {
  // the point of |x|^2 <= r^2 that is nearest to a: r a / |a|
  const circle = implicit(
    {
      kkt: {
        objective: (x, { a }) => (x[0] - a[0]) ** 2 + (x[1] - a[1]) ** 2,
        inequalities: (x, { r }) => x[0] ** 2 + x[1] ** 2 - r ** 2,
      },
    },
    ({ a, r }: { readonly a: readonly number[]; readonly r: number }) => {
      const scale = Math.min(1, r / Math.hypot(...a));
      return a.map((entry) => scale * entry);
    },
  );
  const jacobian = circle.jacobian({ a: [3, 4], r: 2 });
  // (r / |a|) (I - a a' / |a|^2), then a / |a|
  const expected = [0.4 * (1 - 9 / 25), -0.4 * (12 / 25), -0.4 * (12 / 25), 0.4 * (1 - 16 / 25), 0.6, 0.8];
  for (const [k, entry] of expected.entries()) expect(jacobian[k]).toBeCloseTo(entry, 12);
  const inside = circle.jacobian({ a: [0.3, 0.4], r: 2 });
  for (const [k, entry] of [1, 0, 0, 1, 0, 0].entries()) expect(inside[k]).toBeCloseTo(entry, 14);
});

describe("where there is no derivative is named", () => {
  const bounded = implicit(
    { kkt: { objective: (x, [a]) => (x[0] - a) ** 2, inequalities: (x) => [-x[0]] } },
    ([a]: readonly number[]) => [Math.max(a, 0)],
  );

  test("a bound that is touched and does not push", () => {
    expect(bounded.jacobian([1])[0]).toBeCloseTo(1, 14);
    expect(bounded.jacobian([-1])[0]).toBeCloseTo(0, 14);
    expect(() => bounded.jacobian([0])).toThrow(code("not-strictly-complementary"));
    expect(() => bounded.jacobian([0])).toThrow(/inequality 0 is active with the multiplier -?0/);
  });

  test("points that are no solution", () => {
    expect(() => bounded.jacobian([1], [-0.5])).toThrow(/inequality 0 is violated by 0.5/);
    expect(() => bounded.jacobian([1], [0])).toThrow(/multiplier -2, where the objective falls/);
    const line = implicit({ kkt: { objective: (x) => x[0] ** 2, equalities: (x, [a]) => x[0] - a } });
    expect(() => line.jacobian([1], [2])).toThrow(/equality 0 is violated by 1/);
    expect(line.jacobian([1], [1])[0]).toBe(1);
  });

  test("constraints that say the same twice", () => {
    const twice = (x: any, [a]: any) => [a - x[0], 2 * a - 2 * x[0]];
    const f = implicit({ kkt: { objective: (x) => x[0] ** 2 + x[1] ** 2, inequalities: twice } });
    expect(() => f.jacobian([1], [1, 0])).toThrow(code("dependent-constraints"));
  });
});
