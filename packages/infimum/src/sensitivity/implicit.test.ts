import { describe, expect, test } from "vitest";
import { minimize } from "../index.ts";
import { l1 } from "../terms/l1.ts";
import { differences, eliminated, regression } from "./fixtures/regression.ts";
import { implicit } from "./implicit.ts";
import type { LinearSolver } from "./linear-system.ts";

const code = (wanted: string) => expect.objectContaining({ code: wanted });

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, entry] of expected.entries()) expect(Math.abs(actual[i] - entry)).toBeLessThan(tolerance);
}

const data = regression(40, 6, 3);
type Samples = typeof data;

/** |X x - y|^2 / 2 + theta |x|^2 / 2. */
function ridge(x: any, [strength]: any, { features, answers }: Samples): number {
  let sum = 0;
  for (let i = 0; i < features.length; i++) {
    let error = -answers[i];
    for (let j = 0; j < x.length; j++) error += features[i][j] * x[j];
    sum += error ** 2 / 2;
  }
  for (let j = 0; j < x.length; j++) sum += (strength * x[j] ** 2) / 2;
  return sum;
}

function gram({ features, answers }: Samples) {
  const columns = features[0].map((_, j) => j);
  const square = columns.map((i) => columns.map((j) => features.reduce((sum, row) => sum + row[i] * row[j], 0)));
  const right = columns.map((j) => features.reduce((sum, row, i) => sum + row[j] * answers[i], 0));
  return { square, right };
}

function ridgeSolver([strength]: readonly number[]): number[] {
  const { square, right } = gram(data);
  return eliminated(
    square.map((row, i) => row.map((entry, j) => (i === j ? entry + strength : entry))),
    right,
  );
}

/** (X'X + theta I) dx = -x. */
function ridgeDerivative(strength: number): number[] {
  const { square } = gram(data);
  return eliminated(
    square.map((row, i) => row.map((entry, j) => (i === j ? entry + strength : entry))),
    ridgeSolver([strength]).map((entry) => -entry),
  );
}

describe("ridge regression", () => {
  const solvers: (LinearSolver | "auto")[] = [
    "auto",
    "direct",
    "conjugate-gradient",
    "minres",
    "gmres",
    "normal-equations",
  ];

  test.each(solvers)("its derivative by the strength is that of the closed form: %s", (linearSolver) => {
    const f = implicit({ stationary: ridge }, ridgeSolver, { data, linearSolver, tolerance: 1e-12 });
    const derivative = ridgeDerivative(2);
    expectClose(f.jacobian([2]), derivative, 1e-11);
    expect(f.source).toBe("exact");
    expect(f.info).toMatchObject({ solver: linearSolver === "auto" ? "direct" : linearSolver, converged: true });
    expectClose(
      f.jacobianVector([2], [3]),
      derivative.map((entry) => 3 * entry),
      1e-11,
    );
    const w = [1, -2, 0.5, 3, 0, 1];
    expectClose(f.vectorJacobian([2], w), [w.reduce((sum, entry, j) => sum + entry * derivative[j], 0)], 1e-11);
  });

  test("the Jacobian agrees with differences of the solver, for few parameters and for more than unknowns", () => {
    const weighted = (x: any, theta: any, given: Samples) => {
      let penalty = 0;
      for (let j = 0; j < x.length; j++) penalty += (Math.exp(theta[j]) * (x[j] - theta[x.length]) ** 2) / 2;
      return ridge(x, [0], given) + penalty + theta[x.length + 1] * x[0] * x[1];
    };
    const solver = (theta: readonly number[]) => {
      const { square, right } = gram(data);
      const matrix = square.map((row, i) => row.map((entry, j) => (i === j ? entry + Math.exp(theta[j]) : entry)));
      matrix[0][1] += theta[7];
      matrix[1][0] += theta[7];
      return eliminated(
        matrix,
        right.map((entry, j) => entry + Math.exp(theta[j]) * theta[6]),
      );
    };
    const theta = [0.1, -0.4, 0.3, 1, 0, -1, 0.7, 0.2];
    const f = implicit({ stationary: weighted }, solver, { data, using: { ridge } });
    expectClose(f.jacobian(theta), differences(solver, theta).flat(), 1e-7);
    expect(f.source).toBe("exact");
  });

  test("the error of the derivative is proportional to that of the solution", () => {
    const f = implicit({ stationary: ridge }, undefined, { data });
    const exact = ridgeSolver([2]);
    const derivative = ridgeDerivative(2);
    const ratios = [1e-2, 1e-4, 1e-6].map((error) => {
      const x = exact.map((entry, j) => entry + error * Math.cos(j));
      const jacobian = f.jacobian([2], x);
      return Math.hypot(...derivative.map((entry, j) => jacobian[j] - entry)) / error;
    });
    // of a quadratic problem exactly
    for (const ratio of ratios) expect(ratio).toBeCloseTo(ratios[0], 5);
    expect(ratios[0]).toBeLessThan(1);
    expect(f.info?.optimality).toBeGreaterThan(1e-7);
  });
});

test("what a derivative takes does not depend on how many iterations the solver took", () => {
  const descent = (iterations: number) => () => {
    let x = 0;
    for (let k = 0; k < iterations; k++) x -= 0.1 * (2 * x - 3);
    return [x];
  };
  const products = [100, 1_000_000].map((iterations) => {
    const f = implicit({ stationary: (x, [theta]) => x[0] ** 2 - 3 * theta * x[0] }, descent(iterations));
    expect(f.jacobian([1])[0]).toBeCloseTo(1.5, 12);
    return f.info?.products;
  });
  expect(products[1]).toBe(products[0]);
});

test("the lasso, as the fixed point of a proximal step, has the derivative of its closed form on the support", () => {
  const { square } = gram(data);
  const step = 1 / square.reduce((sum, row, i) => sum + row[i], 0);
  const proximalStep = (x: any, [strength]: any, { features, answers }: Samples) => {
    const errors = features.map((row, i) => {
      let error = -answers[i];
      for (let j = 0; j < x.length; j++) error += row[j] * x[j];
      return error;
    });
    return Array.from({ length: x.length }, (_, j) => {
      let slope = 0;
      for (let i = 0; i < features.length; i++) slope += features[i][j] * errors[i];
      const moved = x[j] - step * slope;
      return Math.sign(moved) * Math.max(Math.abs(moved) - step * strength, 0);
    });
  };
  const solver = ([strength]: number[]) =>
    minimize((x) => ridge(x, [0], data), [0, 0, 0, 0, 0, 0], {
      plus: [l1(strength)],
      using: { ridge, data },
      tolerance: 1e-12,
      budget: { iterations: 100_000 },
    });
  const f = implicit({ fixedPoint: proximalStep }, solver, { data, using: { step } });
  const x = f.solution([12]);
  const support = [0, 1, 2, 3, 4, 5].filter((j) => x[j] !== 0);
  expect(support.length).toBeLessThan(6);
  // X_S' X_S dx = -sign(x)
  const derivative = eliminated(
    support.map((i) => support.map((j) => square[i][j])),
    support.map((j) => -Math.sign(x[j])),
  );
  const jacobian = f.jacobian([12]);
  expect(f.source).toBe("exact");
  for (let j = 0; j < 6; j++)
    expect(jacobian[j]).toBeCloseTo(support.includes(j) ? derivative[support.indexOf(j)] : 0, 9);
});

test("a support vector machine in its dual, a fixed point of projected gradients, has the Jacobian of differences", () => {
  const { features, answers } = regression(12, 2, 8);
  const labels = answers.map(Math.sign);
  const kernel = features.map((a, i) =>
    features.map((b, j) => labels[i] * labels[j] * (a[0] * b[0] + a[1] * b[1]) + (i === j ? 0.5 : 0)),
  );
  /** Minimize a' K a / 2 - sum a within 0 <= a <= C. */
  const step = (a: any, [limit, margin]: any, matrix: number[][]) =>
    Array.from({ length: a.length }, (_, i) => {
      let slope = -margin;
      for (let j = 0; j < a.length; j++) slope += matrix[i][j] * a[j];
      return Math.min(Math.max(a[i] - 0.05 * slope, 0), limit);
    });
  const solver = (theta: number[]) => {
    let a = kernel.map(() => 0.1);
    for (let k = 0; k < 20_000; k++) a = step(a, theta, kernel);
    return a;
  };
  const f = implicit({ fixedPoint: step }, solver, { data: kernel });
  const theta = [0.8, 1];
  const a = f.solution(theta);
  const free = a.filter((entry) => entry > 0 && entry < theta[0]).length;
  expect(free).toBeGreaterThan(0);
  expect(free).toBeLessThan(12);
  expectClose(f.jacobian(theta), differences(solver, theta).flat(), 1e-7);
  expect(f.source).toBe("exact");
});

test("the root of equations, and of those that cannot be read, has the derivative of the implicit function", () => {
  // x^3 + x y = theta_0, y = theta_1 x: 3 x^2 + 2 theta_1 x multiplies dx
  const equations = (z: any, theta: any) => [z[0] ** 3 + z[0] * z[1] - theta[0], z[1] - theta[1] * z[0]];
  const solver = ([a, b]: number[]) => {
    let x = 1;
    for (let k = 0; k < 50; k++) x -= (x ** 3 + b * x * x - a) / (3 * x * x + 2 * b * x);
    return [x, b * x];
  };
  const [x] = solver([2, 0.5]);
  const slope = 3 * x * x + x;
  const expected = [1 / slope, 0.5 / slope, (-x * x) / slope, x - (0.5 * x * x) / slope];
  expectClose(implicit({ root: equations }, solver).jacobian([2, 0.5]), expected, 1e-12);
  const outside = 1;
  const hidden = implicit(
    { root: (z: any, theta: any) => equations(z, theta).map((entry) => outside * entry) },
    solver,
  );
  expectClose(hidden.jacobian([2, 0.5]), expected, 1e-8);
  expect(hidden.source).toMatch(/^finite-difference: .*using/);
});

describe("hypergradients", () => {
  const validation = regression(30, 6, 4);
  const both = { train: data, validation };
  type Both = typeof both;
  const inner = (x: any, { strengths }: any, given: Both) => {
    let penalty = 0;
    for (let j = 0; j < x.length; j++) penalty += (Math.exp(strengths[j]) * x[j] ** 2) / 2;
    return ridge(x, [0], given.train) + penalty;
  };
  const outer = (x: any, { strengths, shift }: any, given: Both) => {
    let penalty = shift ** 2;
    for (let j = 0; j < strengths.length; j++) penalty += 0.05 * (strengths[j] - shift) ** 2;
    return ridge(x, [0], given.validation) + penalty;
  };
  type Hyper = { readonly strengths: readonly number[]; readonly shift: number };
  const solver = ({ strengths }: Hyper) => {
    const { square, right } = gram(data);
    return eliminated(
      square.map((row, i) => row.map((entry, j) => (i === j ? entry + Math.exp(strengths[j]) : entry))),
      right,
    );
  };
  const start: Hyper = { strengths: [0.5, 1, 0, 2, -1, 1], shift: 0.3 };
  const value = (theta: Hyper) => outer(solver(theta), theta, both);
  const f = implicit({ stationary: inner }, solver, { data: both, using: { ridge } });

  test("the total derivative by a record of parameters agrees with differences of solver and objective", () => {
    const flat = [...start.strengths, start.shift];
    const total = differences((theta) => [value({ strengths: theta.slice(0, 6), shift: theta[6] })], flat);
    expectClose(f.gradient(start, outer), total.flat(), 1e-6);
    const out = new Float64Array(7);
    expect(f.valueAndGradient(start, outer, out)).toBeCloseTo(value(start), 10);
    expect(out).toEqual(f.gradient(start, outer));
    expectClose(f.jacobianVector(start, { strengths: [0, 0, 0, 0, 0, 0], shift: 1 }), [0, 0, 0, 0, 0, 0], 1e-15);
  });

  test("minimize tunes by them, with one solve for a value and its gradient", () => {
    let solves = 0;
    const counted = implicit(
      { stationary: inner },
      (theta: Hyper) => {
        solves++;
        return solver(theta);
      },
      { data: both, using: { ridge } },
    );
    const r = minimize((theta) => outer(counted.solution(theta), theta, both), start, {
      gradient: (theta, out) => counted.valueAndGradient(theta, outer, out),
      method: "bfgs",
    });
    expect(r.ok).toBe(true);
    expect(r.value).toBeLessThan(0.75 * value(start));
    expect(solves).toBeLessThanOrEqual(r.counts.gradient + r.counts.value);
    for (const entry of counted.gradient(r.params, outer)) expect(Math.abs(entry)).toBeLessThan(1e-4);
  });

  test("other data are bound, and the solution is asked for again", () => {
    const shrunk = implicit(
      { stationary: (x, [theta], { goal }: any) => (x[0] - goal) ** 2 + theta * x[0] ** 2 },
      undefined,
      { data: { goal: 3 } },
    );
    expect(shrunk.jacobian([1], [1.5])[0]).toBeCloseTo(-0.75, 14);
    shrunk.bind({ goal: 6 });
    expect(shrunk.jacobian([1], [3])[0]).toBeCloseTo(-1.5, 14);
    expect(shrunk.gradient([1], (x, _, { goal }) => x[0] * goal, [3])[0]).toBeCloseTo(-9, 13);
  });
});

describe("many unknowns", () => {
  const n = 400;
  const symmetric = (x: any, [a, b]: any) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) sum += ((1 + a) * x[i] ** 2) / 2 - b * x[i];
    for (let i = 0; i + 1 < x.length; i++) sum += (x[i + 1] - x[i]) ** 2 + x[i] ** 4 / 40;
    return sum;
  };
  const solver = ([a, b]: number[]) =>
    minimize(
      (x) => symmetric(x, [a, b]),
      Array.from({ length: n }, () => 0),
      {
        using: { symmetric, a, b },
        method: "newton-trust-region",
      },
    );

  const solution = solver([0.5, 1]).x;

  test("iterative solvers give what a factorization gives, with fewer products", () => {
    const derivative = (linearSolver: LinearSolver | "auto") => {
      const f = implicit({ stationary: symmetric }, undefined, { linearSolver });
      return { jacobian: f.jacobian([0.5, 1], solution), info: f.info! };
    };
    const direct = derivative("direct");
    const auto = derivative("auto");
    expect(auto.info).toMatchObject({ solver: "conjugate-gradient", converged: true });
    expect(auto.info.products).toBeLessThan(200);
    for (const { jacobian, info } of [
      auto,
      derivative("minres"),
      derivative("gmres"),
      derivative("normal-equations"),
    ]) {
      expect(info.converged).toBe(true);
      expectClose(jacobian, Array.from(direct.jacobian), 1e-8);
    }
  });

  test("the gradient of a saddle is found by MINRES, and stagnating restarts end in the normal equations", () => {
    const saddle = (x: any, [a]: any) => {
      let sum = 0;
      for (let i = 0; i < x.length; i++) sum += ((i % 2 === 0 ? 1 : -1) * (x[i] - a) ** 2) / 2;
      return sum;
    };
    const ones = new Float64Array(n).fill(1);
    const f = implicit({ stationary: saddle });
    expectClose(f.jacobian([1], ones), Array.from(ones), 1e-9);
    expect(f.info?.solver).toBe("minres");
    // a cyclic shift: n steps without any progress, then all at once
    const shift = (x: any, [a]: any) =>
      Array.from({ length: x.length }, (_, i) => x[(i + 1) % x.length] - (i === 0 ? a : 0));
    const cyclic = implicit({ root: shift }, undefined, { iterations: 900 });
    const expected = Array.from({ length: n }, () => 0);
    expected[1] = 1;
    expectClose(cyclic.jacobian([0], new Float64Array(n)), expected, 1e-8);
    expect(cyclic.info?.solver).toBe("normal-equations");
  });

  test("a linear system that is given up is told from one that is solved", () => {
    const f = implicit({ stationary: symmetric }, undefined, { iterations: 2 });
    f.jacobian([0.5, 1], solution);
    expect(f.info?.converged).toBe(false);
    expect(f.info?.residual).toBeGreaterThan(1e-9);
  });
});

describe("what is wrong is named", () => {
  test("a solution that is not isolated, which a ridge mends", () => {
    const flat = (x: any, [a]: any) => (x[0] + x[1] - a) ** 2;
    expect(() => implicit({ stationary: flat }).jacobian([1], [0.5, 0.5])).toThrow(/singular: its rank is 1 of 2/);
    // the shortest derivative
    expectClose(implicit({ stationary: flat }, undefined, { ridge: 1e-6 }).jacobian([1], [0.5, 0.5]), [0.5, 0.5], 1e-6);
    for (const linearSolver of ["minres", "gmres", "normal-equations"] as const) {
      const inconsistent = (x: any, [a]: any) => x[0] ** 2 + a * x[1];
      expect(() => implicit({ stationary: inconsistent }, undefined, { linearSolver }).jacobian([1], [0, 0])).toThrow(
        code("singular-system"),
      );
    }
    const down = implicit({ stationary: (x, [a]) => a * x[0] - x[0] ** 2 }, undefined, {
      linearSolver: "conjugate-gradient",
    });
    expect(() => down.jacobian([1], [0.5])).toThrow(/not positive definite/);
  });

  test("conditions, solvers, parameters and lengths", () => {
    const root = (x: any, [a]: any) => [x[0] - a];
    expect(() => implicit({} as never)).toThrow(code("unknown-conditions"));
    expect(() => implicit({ root: 3 } as never)).toThrow(code("not-a-function"));
    expect(() => implicit({ root }, 3 as never)).toThrow(code("not-a-function"));
    expect(() => implicit({ root }, undefined, { linearSolver: "lu" as never })).toThrow(code("bad-option"));
    expect(() => implicit({ root }).solution([1])).toThrow(code("no-solver"));
    expect(() => implicit({ root }, () => "x" as never).solution([1])).toThrow(code("not-numbers"));
    expect(() => implicit({ root }).jacobian(1 as never, [1])).toThrow(code("theta-not-numbers"));
    expect(() => implicit({ root }).jacobian({ a: "x" } as never, [1])).toThrow(/theta.a has to be/);
    expect(() => implicit({ root }).jacobian([NaN], [1])).toThrow(code("theta-not-finite"));
    expect(() => implicit({ root }).jacobian([1], [1, 2])).toThrow(/root gives 1 numbers for 2 unknowns/);
    expect(() => implicit({ root }).jacobianVector([1], [1, 2], [1])).toThrow(/v has 2 entries where 1 are needed/);
    expect(() => implicit({ root }).gradient([1], undefined as never, [1])).toThrow(code("not-a-function"));
    expect(() => implicit({ root: (x, [a]) => [Math.sqrt(x[0]) - a] }).jacobian([0], [0])).toThrow(code("not-finite"));
  });
});
