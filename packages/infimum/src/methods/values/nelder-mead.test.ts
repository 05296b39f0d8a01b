import fc from "fast-check";
import { expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { problem } from "../../problem/problem.ts";
import { prepare } from "../../run/prepare.ts";
import { Run } from "../../run/run.ts";
import { auditedRun, resumedAfter } from "../fixtures/interrupted-run.ts";
import { filled, noise, type Objective, rosenbrock, sphere } from "../fixtures/known-objectives.ts";
import { adaptiveFactors, nelderMead } from "./nelder-mead.ts";

const minimize = minimizer([nelderMead]);

function runOf(objective: Objective, x0: number[], options: Parameters<typeof nelderMead>[0] = {}): Run {
  const method = nelderMead(options);
  const stated = problem({ objective: objective, x0 });
  return new Run(prepare(stated, method), method, {});
}

/** The absolute determinant of the edges from the first vertex. */
function volume(vertices: readonly Float64Array[]): number {
  const n = vertices.length - 1;
  const rows = vertices.slice(1).map((vertex) => [...vertex].map((entry, i) => entry - vertices[0][i]));
  let product = 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let r = k + 1; r < n; r++) if (Math.abs(rows[r][k]) > Math.abs(rows[pivot][k])) pivot = r;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    product *= rows[k][k];
    for (let r = k + 1; r < n; r++) {
      const factor = rows[r][k] / rows[k][k];
      for (let c = k; c < n; c++) rows[r][c] -= factor * rows[k][c];
    }
  }
  return Math.abs(product);
}

test("the factors are those of Gao and Han: for two variables Nelder and Mead's, for ten 1.2, 0.7, 0.9", () => {
  expect(adaptiveFactors(2)).toEqual({ expansion: 2, contraction: 0.5, shrinkage: 0.5 });
  expect(adaptiveFactors(1)).toEqual(adaptiveFactors(2));
  const ten = adaptiveFactors(10);
  expect(ten.expansion).toBeCloseTo(1.2, 15);
  expect(ten.contraction).toBeCloseTo(0.7, 15);
  expect(ten.shrinkage).toBeCloseTo(0.9, 15);
});

test("an iteration reflects, expands, contracts or shrinks: the volume changes by the factor that belongs to it", () => {
  const n = 4;
  const { expansion, contraction, shrinkage } = adaptiveFactors(n);
  const factors = [1, expansion, contraction, shrinkage ** n];
  const seen = new Set<number>();
  for (const objective of [
    rosenbrock,
    (x: readonly number[]) => Math.max(...x.map((entry) => Math.abs(entry))) + Math.abs(x[0] - x[1]),
  ]) {
    const run = runOf(objective, [-1.2, 1, 0.5, -1]);
    run.advance();
    let before = volume(run.state.vertices);
    for (let k = 0; k < 200; k++) {
      run.advance();
      const after = volume(run.state.vertices);
      const which = factors.findIndex((factor) => Math.abs(after / before / factor - 1) < 1e-6);
      expect(which).toBeGreaterThanOrEqual(0);
      seen.add(which);
      before = after;
    }
  }
  expect(seen.size).toBeGreaterThanOrEqual(3);
});

test("the vertices stay in order, with the values that belong to them, and the best never gets worse", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 2, maxLength: 5 }), (x0) => {
      const run = runOf(rosenbrock, x0);
      let best = Infinity;
      for (let k = 0; k < 60 && run.running; k++) {
        run.advance();
        const { vertices, values } = run.state!;
        for (let j = 0; j < vertices.length; j++) {
          expect(values[j]).toBe(rosenbrock(vertices[j]));
          if (j > 0) expect(values[j]).toBeGreaterThanOrEqual(values[j - 1]);
        }
        expect(values[0]).toBeLessThanOrEqual(best);
        best = values[0];
      }
    }),
    { numRuns: 30 },
  );
});

test("the first simplex is x0 and one step along each variable", () => {
  const run = runOf(() => 1, [0, 20, -3], { relativeStep: 0.1, absoluteStep: 0.5 });
  run.advance();
  expect(run.state.vertices.map((vertex: Float64Array) => [...vertex])).toEqual([
    [0, 20, -3],
    [0.5, 20, -3],
    [0, 22, -3],
    [0, 20, -2.5],
  ]);
});

// SciPy 1.17.1, method "Nelder-Mead", adaptive, xatol = fatol = 1e-8: the same paper, another first simplex
test.each([
  [rosenbrock, [-1.2, 1], 219],
  [rosenbrock, [-1.2, 1, -1.2, 1], 888],
  [rosenbrock, filled(10, 0), 3816],
  [sphere, filled(8, 1), 1132],
  [sphere, filled(20, 1), 3589],
])("minimizers are certified, after no more evaluations than SciPy's and a third: case %#", (objective, x0, scipy) => {
  const { status, value, evaluations } = minimize(objective, x0);
  expect(status).toBe("converged");
  expect(value).toBeLessThan(1e-14);
  expect(evaluations).toBeLessThan((4 / 3) * scipy);
});

test("one variable, Powell's singular function and a kink are minimized too", () => {
  expect(minimize((x) => (x[0] - 2) ** 2, [0]).x[0]).toBeCloseTo(2, 7);
  const powell = ([a, b, c, d]: readonly number[]) =>
    (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4;
  expect(minimize(powell, [3, -1, 0, 1]).value).toBeLessThan(1e-12);
  expect(minimize((x) => x.reduce((sum, entry) => sum + Math.abs(entry - 1), 0), [0, 0, 0]).value).toBeLessThan(1e-7);
});

test("McKinnon's function, on which the simplex collapses at a point that is not stationary, is minimized", () => {
  const mckinnon = (x: number, y: number) => (x <= 0 ? 360 * x * x : 6 * x * x) + y + y * y;
  // in these variables the first simplex is McKinnon's: (0, 0), (1, 1) and ((1 + sqrt 33) / 8, (1 - sqrt 33) / 8)
  const [long, short] = [(1 + Math.sqrt(33)) / 8, (1 - Math.sqrt(33)) / 8];
  const objective = ([a, b]: readonly number[]) => mckinnon(a + long * b, a + short * b);
  const { value } = minimize(objective, [0, 0], { method: nelderMead({ absoluteStep: 1 }) });
  // the minimum is -1/4 at (0, -1/2); without a second look the vertices converge to (0, 0), where the value is 0
  expect(value).toBeCloseTo(-0.25, 9);
});

test("minimizers at bounds are found and certified, all bounds active or some, and fixed variables stay", () => {
  const corner = minimize(sphere, filled(8, 2), { bounds: { lower: 1 } });
  expect(corner.status).toBe("converged");
  expect(corner.value).toBeCloseTo(8, 10);
  const mixed = minimize(sphere, filled(5, 2), { bounds: { lower: [1, -1, 0, 1.5, 2], upper: [3, 3, 7, 2, 2] } });
  expect(mixed.status).toBe("converged");
  [1, 0, 0, 1.5, 2].forEach((entry, i) => expect(mixed.x[i]).toBeCloseTo(entry, 6));
  const valley = minimize(rosenbrock, [-1.2, 1], { bounds: { lower: [-2, -2], upper: [0.5, 2] } });
  expect(valley.status).toBe("converged");
  expect(valley.value).toBeCloseTo(0.25, 12); // (1 - 0.5)^2
  const fixed = minimize(sphere, [2, 2], { bounds: { lower: 2, upper: 2 } });
  expect([fixed.status, fixed.value, ...fixed.x]).toEqual(["converged", 8, 2, 2]);
});

test("x0 on a bound, or in the middle of a box smaller than the first step, leaves room for a simplex", () => {
  const onBound = minimize((x) => sphere(x.map((entry) => entry - 0.3)), [1, 0], { bounds: { lower: 0, upper: 1 } });
  expect(onBound.status).toBe("converged");
  expect(onBound.x[0]).toBeCloseTo(0.3, 6);
  const small = { lower: -0.001, upper: 0.001 };
  const inSmallBox = minimize((x) => 1e6 * sphere(x.map((entry) => entry - 5e-4)), [0, 0], { bounds: small });
  expect(inSmallBox.x[1]).toBeCloseTo(5e-4, 8);
});

test("the budget is exact, and a run resumed anywhere ends as one that was never stopped", () => {
  const stated = problem({ objective: rosenbrock, x0: [0, 0, 0], bounds: { upper: 0.8 } });
  const whole = minimize(stated, { budget: { evaluations: 200 } });
  for (const evaluations of [0, 1, 3, 4, 5, 50, 51, 52, 120]) {
    expect(minimize(stated, { budget: { evaluations } }).evaluations).toBe(evaluations);
    const resumed = resumedAfter(stated, nelderMead(), evaluations, 200, 0);
    expect([...resumed.x, resumed.value, resumed.evaluations]).toEqual([...whole.x, whole.value, whole.evaluations]);
  }
});

test("the state is untouched until the answers of an iteration are in, shrinking and looking around included", () => {
  const kinked = problem({ objective: (x: readonly number[]) => Math.abs(x[0]) + Math.abs(x[0] - x[1]), x0: [1, 0.3] });
  auditedRun(kinked, nelderMead(), 250);
  const flatFar = problem({ objective: (x: readonly number[]) => Math.floor(10 * sphere(x)), x0: [1, 0.3, 1] });
  auditedRun(flatFar, nelderMead(), 250);
});

test("a constant objective ends after one iteration", () => {
  const { status, evaluations } = minimize(() => 1, filled(5, 1), { derivatives: "none" });
  expect(status).toBe("stalled");
  expect(evaluations).toBe(6 + 2);
});

test("values that differ only by rounding end the run", () => {
  const { status, value } = minimize((x) => 1e6 + sphere(x), filled(4, 1));
  expect(status).toBe("converged");
  expect(value).toBe(1e6);
});

test("noise and invalid values do not keep a run going", () => {
  const random = noise();
  const noisy = minimize((x) => sphere(x) + 1e-3 * random(), filled(4, 1), { derivatives: "none" });
  expect(noisy.status).toBe("stalled");
  expect(minimize(() => Number.NaN, [1, 2]).status).toBe("failed");
  const half = minimize((x) => (x[0] < 0 ? Number.NaN : sphere(x.map((entry) => entry - 1))), filled(4, 0.01));
  expect(half.status).toBe("converged");
});

test("an objective that falls without end is found out", () => {
  expect(minimize((x) => -x[0] - x[1], filled(3, 1)).status).toBe("unbounded");
  expect(minimize((x) => -(x[0] ** 2), [1]).status).toBe("unbounded");
});

test("options that make no sense are refused", () => {
  expect(() => nelderMead({ relativeStep: -1 })).toThrow("relativeStep is -1");
  expect(() => nelderMead({ absoluteStep: 0 })).toThrow("absoluteStep is 0");
});
