import { describe, expect, test } from "vitest";
import { minimize } from "../index.ts";
import { RandomStream } from "../numerics/random/stream.ts";
import { differences, eliminated, regression } from "./fixtures/regression.ts";
import { implicit } from "./implicit.ts";
import { unrolled } from "./unrolled.ts";

const code = (wanted: string) => expect.objectContaining({ code: wanted });

function expectClose(actual: ArrayLike<number>, expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, entry] of expected.entries()) expect(Math.abs(actual[i] - entry)).toBeLessThan(tolerance);
}

const rows = 24;
const train = { ...regression(rows, 3, 5), batch: 6 };
const held = regression(40, 3, 6);
const data = { ...train, held };
type Data = typeof data;

/** Gradient descent by batches on logistic regression, with momentum: x is the weights and their velocity. */
function momentumStep(x: any, theta: any, iteration: number, { features, answers, batch }: Data): number[] {
  const slope = [0, 0, 0];
  const first = (iteration * batch) % features.length;
  for (let i = 0; i < batch; i++) {
    let logit = 0;
    for (let j = 0; j < 3; j++) logit += features[first + i][j] * x[j];
    const label = answers[first + i] > 0 ? 1 : 0;
    const residual = 1 / (1 + Math.exp(-logit)) - label;
    for (let j = 0; j < 3; j++) slope[j] += (residual * features[first + i][j]) / batch;
  }
  const size = Math.exp(theta.logSize) / (1 + theta.decay * iteration);
  const velocity = slope.map((entry, j) => theta.momentum * x[3 + j] - size * (entry + theta.penalties[j] * x[j]));
  return [x[0] + velocity[0], x[1] + velocity[1], x[2] + velocity[2], ...velocity];
}

const theta = { logSize: -1, decay: 0.05, momentum: 0.7, penalties: [0.1, 0.2, 0.05] };
const flat = [-1, 0.05, 0.7, 0.1, 0.2, 0.05];
const record = (numbers: number[]) => ({
  logSize: numbers[0],
  decay: numbers[1],
  momentum: numbers[2],
  penalties: numbers.slice(3),
});
const x0 = [0.1, -0.2, 0.3, 0, 0, 0];

/** The same run, by the step itself. */
function plainRun(numbers: number[], iterations: number): number[] {
  let x = x0;
  for (let t = 0; t < iterations; t++) x = momentumStep(x, record(numbers), t, data);
  return x;
}

describe("a training run by batches", () => {
  const run = unrolled(momentumStep, { iterations: 25, data });

  test("the last state is that of the steps themselves", () => {
    expectClose(run.run(theta, x0), plainRun(flat, 25), 1e-14);
    expect(run.source).toBe("exact");
  });

  test("forward and reverse mode agree with differences of whole runs", () => {
    const expected = differences((numbers) => plainRun(numbers, 25), flat);
    expectClose(run.jacobian(theta, x0), expected.flat(), 1e-7);
    const v = { logSize: 1, decay: -2, momentum: 0.5, penalties: [1, 0, 3] };
    const along = [0, 1, 2, 3, 4, 5].map((i) =>
      [1, -2, 0.5, 1, 0, 3].reduce((sum, entry, j) => sum + entry * expected[j][i], 0),
    );
    expectClose(run.jacobianVector(theta, v, x0), along, 1e-6);
    const w = [1, 2, -1, 0.5, 0, 3];
    const across = expected.map((row) => row.reduce((sum, entry, i) => sum + entry * w[i], 0));
    expectClose(run.vectorJacobian(theta, w, x0), across, 1e-6);
  });

  test("the hypergradient agrees with differences of the outer objective", () => {
    const outer = (x: any, hyper: any, { held }: Data) => {
      let sum = 0;
      for (let i = 0; i < held.features.length; i++) {
        let logit = 0;
        for (let j = 0; j < 3; j++) logit += held.features[i][j] * x[j];
        sum += Math.log1p(Math.exp(held.answers[i] > 0 ? -logit : logit));
      }
      return sum / held.features.length + 0.1 * hyper.logSize ** 2;
    };
    const value = (numbers: number[]) => outer(plainRun(numbers, 25), record(numbers), data);
    const expected = differences((numbers) => [value(numbers)], flat).flat();
    expectClose(run.gradient(theta, outer, x0), expected, 1e-8);
    const out = new Float64Array(6);
    expect(run.valueAndGradient(theta, outer, out, x0)).toBeCloseTo(value(flat), 12);
    expect(out).toEqual(run.gradient(theta, outer, x0));
  });

  test("checkpoints change the memory and not a bit of the derivative", () => {
    const kept = run.vectorJacobian(theta, [1, 1, 1, 1, 1, 1], x0);
    const lean = unrolled(momentumStep, { iterations: 25, data, checkpoints: "sqrt" });
    expect(lean.vectorJacobian(theta, [1, 1, 1, 1, 1, 1], x0)).toEqual(kept);
  });

  test("a step that cannot be read is differentiated by differences", () => {
    const factor = 1;
    const hidden = unrolled(
      (x, hyper, iteration, given: Data) => momentumStep(x, hyper, iteration, given).map((entry) => entry * factor),
      { iterations: 5, data },
    );
    const expected = differences((numbers) => plainRun(numbers, 5), flat);
    expectClose(hidden.jacobian(theta, x0), expected.flat(), 1e-7);
    expectClose(
      hidden.vectorJacobian(theta, [1, 0, 0, 0, 0, 0], x0),
      expected.map(([entry]) => entry),
      1e-7,
    );
    expect(hidden.source).toMatch(/^finite-difference/);
  });
});

/** Gradient descent on sum_i c_i (x_i - theta_i)^2 / 2 contracts entry i by 1 - size c_i. */
const curvatures = [0.5, 1, 2];
const size = 0.3;
const descent = (x: any, goals: any) =>
  Array.from({ length: 3 }, (_, i) => x[i] - size * curvatures[i] * (x[i] - goals[i]));
const using = { size, curvatures };
const sumOf = (x: any) => x[0] + x[1] + x[2];

describe("truncation", () => {
  test("the error falls geometrically in the number of steps, by the contraction of a step", () => {
    const iterations = 60;
    const gradient = (truncate?: number) =>
      unrolled(descent, { iterations, truncate, using }).gradient([1, 2, 3], sumOf, [0, 0, 0]);
    const full = gradient();
    for (const K of [1, 3, 10, 40]) {
      const cut = gradient(K);
      for (const [i, c] of curvatures.entries()) {
        const rate = 1 - size * c;
        expect(cut[i]).toBeCloseTo(1 - rate ** K, 13);
        expect(full[i] - cut[i]).toBeCloseTo(rate ** K - rate ** iterations, 13);
      }
    }
    const both = unrolled(descent, { iterations, truncate: 10, using });
    expectClose(both.jacobianVector([1, 2, 3], [1, 1, 1], [0, 0, 0]), Array.from(gradient(10)), 1e-13);
    expect(gradient(100)).toEqual(full);
  });

  test("tuning with few steps comes to the validation loss of tuning with all", () => {
    // the strength of a ridge penalty, by gradient descent on the training loss
    const ridgeStep = (x: any, [strength]: any, _: number, { features, answers }: Data) => {
      const slope = [0, 0, 0];
      for (let i = 0; i < features.length; i++) {
        let error = -answers[i];
        for (let j = 0; j < 3; j++) error += features[i][j] * x[j];
        for (let j = 0; j < 3; j++) slope[j] += error * features[i][j];
      }
      return [0, 1, 2].map((j) => x[j] - 0.02 * (slope[j] + Math.exp(strength) * x[j]));
    };
    const loss = (x: any, _: any, { held }: Data) => {
      let sum = 0;
      for (let i = 0; i < held.features.length; i++) {
        let error = -held.answers[i];
        for (let j = 0; j < 3; j++) error += held.features[i][j] * x[j];
        sum += error ** 2;
      }
      return sum;
    };
    const tuned = (truncate: number) => {
      const f = unrolled(ridgeStep, { iterations: 100, truncate, data });
      let strength = 3;
      for (let k = 0; k < 60; k++) strength -= 0.2 * f.gradient([strength], loss, [0, 0, 0])[0];
      return loss(f.run([strength], [0, 0, 0]), undefined, data);
    };
    const begun = loss(unrolled(ridgeStep, { iterations: 100, data }).run([3], [0, 0, 0]), undefined, data);
    const [few, all] = [tuned(5), tuned(100)];
    expect(all).toBeLessThan(0.9 * begun);
    expect(Math.abs(few - all)).toBeLessThan(1e-3 * all);
  });
});

test("a mean of horizons has less variance than the longest, and less bias than a single step", () => {
  // noisy gradient descent on x^2 / 2, whose step size is learned; the outer objective is that of a noisy goal
  const noisy = (x: any, [logSize]: any, iteration: number, { noise }: any) => [
    x[0] - Math.exp(logSize) * (x[0] + noise[iteration]),
  ];
  const outer = (x: any, _: any, { goal }: any) => (x[0] - goal) ** 2 / 2;
  const iterations = 8;
  const moments = (options: { truncate?: number; mixing?: number }) => {
    const random = new RandomStream();
    const draw = (k: number) => {
      random.key(11, 1, k, 0);
      return {
        noise: Float64Array.from({ length: iterations }, () => 0.3 * random.normal()),
        goal: 0.1 * random.normal(),
      };
    };
    const f = unrolled(noisy, { iterations, ...options, data: draw(0) });
    let [mean, squares] = [0, 0];
    const samples = 2000;
    for (let k = 1; k <= samples; k++) {
      f.bind(draw(k));
      const [g] = f.gradient([Math.log(0.1)], outer, [1]);
      const change = g - mean;
      mean += change / k;
      squares += change * (g - mean);
    }
    return { mean, variance: squares / samples };
  };
  const full = moments({});
  const single = moments({ truncate: 1 });
  const mixed = moments({ mixing: 0.8 });
  expect(mixed.variance).toBeLessThan(0.7 * full.variance);
  expect(Math.abs(mixed.mean - full.mean)).toBeLessThan(0.8 * Math.abs(single.mean - full.mean));
});

test("the derivative comes to that of the solution as the iterations do", () => {
  const slow = (x: any, [a]: any) => [x[0] - 0.1 * (Math.exp(x[0]) + x[0] - a)];
  const solution = implicit({ root: (x, [a]) => [Math.exp(x[0]) + x[0] - a] }, ([a]: readonly number[]) => {
    let x = 0;
    for (let k = 0; k < 60; k++) x -= (Math.exp(x) + x - a) / (Math.exp(x) + 1);
    return [x];
  });
  const [exact] = solution.jacobian([2]);
  const errors = [10, 30, 90].map((iterations) =>
    Math.abs(unrolled(slow, { iterations }).jacobian([2], [0])[0] - exact),
  );
  expect(errors[1]).toBeLessThan(errors[0] / 10);
  expect(errors[2]).toBeLessThan(1e-8);
});

test("a start that depends on the parameters is differentiated, as in learning an initialization", () => {
  const options = { iterations: 4, using: { size, curvatures }, start: (goals: any) => [goals[0] ** 2, goals[1], 1] };
  const f = unrolled(descent, options);
  const kept = curvatures.map((c) => (1 - size * c) ** 4);
  expectClose(f.gradient([1.5, 2, 3], sumOf), [3 * kept[0] + 1 - kept[0], kept[1] + 1 - kept[1], 1 - kept[2]], 1e-13);
  expectClose(f.jacobianVector([1.5, 2, 3], [1, 0, 0]), [3 * kept[0] + 1 - kept[0], 0, 0], 1e-13);
  // a start that is given is not
  expectClose(
    f.gradient([1.5, 2, 3], sumOf, [2.25, 2, 1]),
    kept.map((entry) => 1 - entry),
    1e-13,
  );
  expectClose(f.run([1.5, 2, 3]), Array.from(f.run([1.5, 2, 3], [2.25, 2, 1])), 1e-15);
});

test("weights of the samples, learned by hypergradients, tell clean from corrupted ones", () => {
  const { features, answers } = regression(40, 3, 9);
  const corrupted = answers.map((answer, i) => (i % 4 === 0 ? -3 * answer + 5 : answer));
  const given = { features, answers: corrupted, held };
  const weightedStep = (x: any, logits: any, _: number, samples: typeof given) => {
    const slope = [0, 0, 0];
    for (let i = 0; i < samples.features.length; i++) {
      let error = -samples.answers[i];
      for (let j = 0; j < 3; j++) error += samples.features[i][j] * x[j];
      const weight = 1 / (1 + Math.exp(-logits[i]));
      for (let j = 0; j < 3; j++) slope[j] += (weight * error * samples.features[i][j]) / samples.features.length;
    }
    return [x[0] - 0.5 * slope[0], x[1] - 0.5 * slope[1], x[2] - 0.5 * slope[2]];
  };
  const loss = (x: any, _: any, samples: typeof given) => {
    let sum = 0;
    for (let i = 0; i < samples.held.features.length; i++) {
      let error = -samples.held.answers[i];
      for (let j = 0; j < 3; j++) error += samples.held.features[i][j] * x[j];
      sum += error ** 2;
    }
    return sum / samples.held.features.length;
  };
  const f = unrolled(weightedStep, { iterations: 50, data: given });
  const r = minimize(
    (logits) => loss(f.run(logits, [0, 0, 0]), logits, given),
    answers.map(() => 0),
    {
      gradient: (logits, out) => f.valueAndGradient(logits, loss, out, [0, 0, 0]),
      budget: { iterations: 60 },
    },
  );
  const weight = (keep: (i: number) => boolean) => {
    const some = Array.from(r.x, (logit) => 1 / (1 + Math.exp(-logit))).filter((_, i) => keep(i));
    return some.reduce((sum, entry) => sum + entry, 0) / some.length;
  };
  expect(weight((i) => i % 4 === 0)).toBeLessThan(0.3 * weight((i) => i % 4 !== 0));
  // the fit is about that of the clean samples alone
  const clean = features.filter((_, i) => i % 4 !== 0);
  const right = answers.filter((_, i) => i % 4 !== 0);
  const fit = eliminated(
    [0, 1, 2].map((a) => [0, 1, 2].map((b) => clean.reduce((sum, row) => sum + row[a] * row[b], 0))),
    [0, 1, 2].map((a) => clean.reduce((sum, row, i) => sum + row[a] * right[i], 0)),
  );
  expect(r.value).toBeLessThan(1.1 * loss(fit, undefined, given));
});

test("what is wrong is named", () => {
  const step = (x: any, [a]: any) => [x[0] * a];
  expect(() => unrolled(undefined as never, { iterations: 1 })).toThrow(code("not-a-function"));
  expect(() => unrolled(step, {} as never)).toThrow(/iterations is undefined: give a whole number from 1 on/);
  expect(() => unrolled(step, { iterations: 3, truncate: 0 })).toThrow(code("bad-option"));
  expect(() => unrolled(step, { iterations: 3, mixing: 2 })).toThrow(code("bad-option"));
  expect(() => unrolled(step, { iterations: 3, checkpoints: "log" as never })).toThrow(/give "all" or "sqrt"/);
  const f = unrolled(step, { iterations: 3 });
  expect(() => f.run([1])).toThrow(code("no-start"));
  expect(() => f.run([1], [NaN])).toThrow(code("wrong-length"));
  expect(() => f.run([1], [1, 2])).toThrow(/the step returns 1 numbers for 2/);
  expect(() => f.vectorJacobian([1], [1, 2], [1])).toThrow(/w has 2 entries where 1 are needed/);
  expect(() => f.gradient([NaN], (x) => x[0], [1])).toThrow(code("theta-not-finite"));
  expect(f.run([2], [1])[0]).toBe(8);
});
