import { expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { multiply } from "../../numerics/dense/index.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { problem } from "../../problem/problem.ts";
import { Run } from "../../run/run.ts";
import { auditedRun, resumedAfter } from "../fixtures/interrupted-run.ts";
import { ellipsoid, filled, type Objective, rosenbrock, sphere } from "../fixtures/known-objectives.ts";
import { rankUtilities } from "./natural-evolution.ts";
import { snes } from "./snes.ts";
import { xnes } from "./xnes.ts";

const both = [xnes, snes];
const minimize = minimizer(both);

test("utilities fall with the rank, sum to 0, and only the better half is rewarded", () => {
  for (const size of [3, 6, 11, 50]) {
    const utilities = rankUtilities(size);
    expect(utilities.reduce((sum, utility) => sum + utility, 0)).toBeCloseTo(0, 12);
    for (let k = 1; k < size; k++) expect(utilities[k]).toBeLessThanOrEqual(utilities[k - 1]);
    // ln(lambda / 2 + 1) - ln k is 0 from k = lambda / 2 + 1 on
    for (let k = Math.ceil(size / 2 + 1); k < size; k++) expect(utilities[k]).toBeCloseTo(-1 / size, 12);
  }
});

test.each(
  both.map((method) => [method.name, method] as const),
)("%s: minimizers are found, 1 to 5 variables", (_, method) => {
  for (const n of [1, 2, 5]) {
    const shifted = (x: readonly number[]) => sphere(x.map((entry) => entry - 2));
    const { status, x } = minimize(shifted, filled(n, 0), { method });
    expect(status).toBe("converged");
    for (const entry of x) expect(entry).toBeCloseTo(2, 7);
  }
  const corner = minimize(sphere, [2, 2], { method, bounds: { lower: [1, -1], upper: [3, 3] } });
  expect(corner.x[0]).toBeCloseTo(1, 6);
  expect(corner.x[1]).toBeCloseTo(0, 6);
});

test("xnes learns the axes of a rotated ellipsoid and the valley of Rosenbrock, snes the axes along coordinates", () => {
  const run = (method: typeof xnes, objective: Objective, start: number[]) =>
    minimize(objective, start, { method, target: 1e-8, derivatives: "none", budget: { evaluations: 40_000 } }).status;
  const [c, s] = [Math.cos(0.7), Math.sin(0.7)];
  const turned: Objective = ([a, b]) => ellipsoid([c * a - s * b, s * a + c * b]);
  expect(run(xnes, turned, [1, 1])).toBe("target");
  expect(run(xnes, rosenbrock, [0, 0, 0])).toBe("target");
  expect(run(snes as never, ellipsoid, filled(8, 1))).toBe("target");
});

test("one generation is the natural gradient step of the paper, its matrix exponential by a power series", () => {
  const n = 3;
  const stated = problem({ objective: rosenbrock, x0: [0.3, -0.2, 0.5], derivatives: "none" });
  const method = xnes({ stepSize: 0.4 });
  const run = new Run(stated, method, { seed: 9 });
  for (let k = 0; k < 4; k++) run.advance();
  const before = structuredClone(run.state!);
  run.advance();
  // the numbers of that generation
  const size = before.utilities.length;
  const normals = new RandomStream().key(9, "population", 4, 0).fillNormal(new Float64Array(n * size));
  const steps = multiply(before.form.root, normals, n, n, size, new Float64Array(n * size));
  const points = Array.from({ length: size }, (_, k) => Array.from(before.mean, (m, i) => m + steps[i + k * n]));
  const ranked = points.map((_, k) => k).toSorted((a, b) => rosenbrock(points[a]) - rosenbrock(points[b]));
  const mean = before.mean.slice();
  const gradient = new Float64Array(n * n);
  const eta = (9 + 3 * Math.log(n)) / (5 * n * Math.sqrt(n));
  ranked.forEach((k, rank) => {
    const utility = before.utilities[rank];
    for (let i = 0; i < n; i++) {
      mean[i] += utility * steps[i + k * n];
      for (let j = 0; j < n; j++) {
        gradient[i + j * n] += (eta / 2) * utility * (normals[i + k * n] * normals[j + k * n] - (i === j ? 1 : 0));
      }
    }
  });
  let power = Float64Array.from(gradient, (_, at) => (at % (n + 1) === 0 ? 1 : 0));
  const exponential = power.slice();
  for (let k = 1; k < 30; k++) {
    power = multiply(power, gradient, n, n, n, new Float64Array(n * n)).map((entry) => entry / k) as typeof power;
    for (let at = 0; at < n * n; at++) exponential[at] += power[at];
  }
  const root = multiply(before.form.root, exponential, n, n, n, new Float64Array(n * n));
  root.forEach((entry, at) => expect(run.state!.form.root[at]).toBeCloseTo(entry, 12));
  mean.forEach((entry, i) => expect(run.state!.mean[i]).toBeCloseTo(entry, 12));
});

test.each(both.map((method) => [method.name, method] as const))("%s: only ranks matter, bit for bit", (_, method) => {
  const asked = (transform: (value: number) => number) => {
    const points: number[][] = [];
    const objective = (x: readonly number[]) => {
      points.push([...x]);
      return transform(ellipsoid(x));
    };
    minimize(objective, filled(3, 1), { method, derivatives: "none", budget: { evaluations: 400 } });
    return points;
  };
  const plain = asked((value) => value);
  expect(asked((value) => value ** 3)).toEqual(plain);
  expect(asked(Math.log)).toEqual(plain);
});

test.each(
  both.map((method) => [method.name, method] as const),
)("%s: a run stopped inside a generation goes on as one that never was, and its state waits for the answers", (_, method) => {
  const stated = problem({ objective: rosenbrock, x0: [0, 0, 0], bounds: { upper: 0.8 } });
  const whole = minimize(stated, { method, seed: 4, budget: { evaluations: 300 } });
  for (const evaluations of [0, 1, 100, 103]) {
    const resumed = resumedAfter(stated, method, evaluations, 300, 4);
    expect([...resumed.x, resumed.value]).toEqual([...whole.x, whole.value]);
  }
  expect(auditedRun(stated, method, 200).ledger.evaluations).toBe(200);
});

test("options that make no sense are refused", () => {
  expect(() => xnes({ populationSize: 2 })).toThrow("populationSize is 2");
  expect(() => snes({ stepSize: Number.NaN })).toThrow("stepSize is NaN");
  expect(() => xnes({ rateFactor: 0 })).toThrow("rateFactor is 0");
});
