import type { Vector } from "../src/numerics/vector.ts";
import type { Coroutine } from "../src/problem/question.ts";
import { method, type Verdict } from "../src/run/method.ts";

/** Small methods that keep every promise: what the suite has to let pass, and what broken ones are made from. */

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, entry, i) => sum + entry * b[i], 0);
}

function largest(a: Vector): number {
  return a.reduce((size, entry) => Math.max(size, Math.abs(entry)), 0);
}

/** Steepest descent with a backtracking line search. */
export const backtracking = method({
  name: "sample-backtracking",
  version: 1,
  title: "Steepest descent, halving the step until the value falls",
  needs: ["value", "gradient"],
  options: { firstStep: 1 },
  *start(problem, { firstStep }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    return { x: problem.x0.slice(), value, gradient: gradient.slice(), step: firstStep };
  },
  *step(state, problem): Coroutine<Verdict | void> {
    const trial = problem.scratch();
    const gradient = problem.scratch();
    const slope = dot(state.gradient, state.gradient);
    let step = 2 * state.step;
    for (let halvings = 0; ; halvings++) {
      if (halvings > 60) return { stop: "stalled", why: "60 halvings found no lower value" };
      for (let i = 0; i < trial.length; i++) trial[i] = state.x[i] - step * state.gradient[i];
      const value = yield* problem.value(trial);
      if (value <= state.value - 1e-4 * step * slope && value < Infinity) break;
      step /= 2;
    }
    const value = yield* problem.gradient(trial, gradient);
    if (value === Infinity) return { stop: "failed", why: "the gradient is not finite at a good point" };
    state.x.set(trial);
    state.gradient.set(gradient);
    state.value = value;
    state.step = step;
  },
  measures: ({ gradient }) => ({ gradientNorm: largest(gradient) }),
  settles: { gradientNorm: 1e-6 },
});

/** Compass search: every direction of the axes in one batch. Keeps bounds itself. */
export const compass = method({
  name: "sample-compass",
  version: 1,
  title: "Compass search in batches",
  needs: ["value", "values"],
  handles: ["bounds", "batches"],
  options: { firstStep: 0.5 },
  *start(problem, { firstStep }) {
    const value = yield* problem.value(problem.x0);
    return { x: problem.x0.slice(), value, step: firstStep };
  },
  *step(state, problem) {
    const n = problem.dimension;
    const points: Vector[] = [];
    for (let k = 0; k < 2 * n; k++) {
      const i = k >> 1;
      const point = problem.scratch();
      point.set(state.x);
      const moved = state.x[i] + (k % 2 === 0 ? state.step : -state.step);
      point[i] = Math.min(problem.upper?.[i] ?? Infinity, Math.max(problem.lower?.[i] ?? -Infinity, moved));
      points.push(point);
    }
    const values = problem.scratch(2 * n);
    yield* problem.values(points, values);
    let best = 0;
    for (let k = 1; k < 2 * n; k++) if (values[k] < values[best]) best = k;
    if (values[best] < state.value) {
      state.x.set(points[best]);
      state.value = values[best];
    } else {
      state.step /= 2;
    }
  },
  measures: ({ step }) => ({ step }),
  settles: { step: 1e-7 },
});

/** Random steps around the best point, all of them in one batch. */
export const wanderer = method({
  name: "sample-wanderer",
  version: 1,
  title: "Random steps around the best point",
  needs: ["values"],
  options: { batch: 4, spread: 0.5 },
  *start(problem) {
    const values = problem.scratch(1);
    yield* problem.values([problem.x0], values);
    return { x: problem.x0.slice(), value: values[0], failures: 0 };
  },
  *step(state, problem, { batch, spread }) {
    const points: Vector[] = [];
    const size = spread / (1 + state.failures);
    for (let k = 0; k < batch; k++) {
      const point = problem.random("step", k).fillNormal(problem.scratch());
      for (let i = 0; i < point.length; i++) point[i] = state.x[i] + size * point[i];
      points.push(point);
    }
    const values = problem.scratch(batch);
    yield* problem.values(points, values);
    let best = 0;
    for (let k = 1; k < batch; k++) if (values[k] < values[best]) best = k;
    state.failures++;
    if (!(values[best] < state.value)) return;
    state.failures = 0;
    state.value = values[best];
    state.x.set(points[best]);
  },
});

/** Proximal gradient steps, backtracked. */
export const shrinkage = method({
  name: "sample-shrinkage",
  version: 1,
  title: "Proximal gradient steps",
  needs: ["value", "gradient", "proximal"],
  handles: ["bounds", "terms"],
  options: {},
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start(problem) {
    const x = problem.x0.slice();
    problem.proximal(x, 1, x);
    return { x, step: 1, moved: Infinity };
  },
  *step(state, problem): Coroutine<Verdict | void> {
    const gradient = problem.scratch();
    const trial = problem.scratch();
    const here = yield* problem.gradient(state.x, gradient);
    if (here === Infinity) return { stop: "failed", why: "the gradient is not finite" };
    let step = state.step;
    let moved = 0;
    for (let halvings = 0; ; halvings++) {
      if (halvings > 60) return { stop: "stalled", why: "60 halvings found no lower value" };
      for (let i = 0; i < trial.length; i++) trial[i] = state.x[i] - step * gradient[i];
      problem.proximal(trial, step, trial);
      let model = here;
      moved = 0;
      for (let i = 0; i < trial.length; i++) {
        const by = trial[i] - state.x[i];
        model += gradient[i] * by + by ** 2 / (2 * step);
        moved = Math.max(moved, Math.abs(by));
      }
      const there = yield* problem.value(trial);
      if (there <= model + 1e-12 * Math.abs(model)) break;
      step /= 2;
    }
    state.x.set(trial);
    state.step = step;
    state.moved = moved / step;
  },
  measures: ({ moved }) => ({ moved }),
  settles: { moved: 1e-9 },
});

/** Steepest descent, the step by the curvature along the gradient. */
export const cauchy = method({
  name: "sample-cauchy",
  version: 1,
  title: "Steepest descent with the step of a quadratic",
  needs: ["gradient", "hessianVector"],
  options: {},
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start(problem) {
    return { x: problem.x0.slice(), gradientNorm: Infinity };
  },
  *step(state, problem): Coroutine<Verdict | void> {
    const gradient = problem.scratch();
    const product = problem.scratch();
    const value = yield* problem.gradient(state.x, gradient);
    if (value === Infinity) return { stop: "failed", why: "the gradient is not finite" };
    yield* problem.hessianVector(state.x, gradient, product);
    const curvature = dot(gradient, product);
    const step = curvature > 0 ? dot(gradient, gradient) / curvature : 1e-3;
    const usable = step < Infinity && largest(gradient) < 1e100;
    if (!usable) return { stop: "failed", why: "no step can be told" };
    for (let i = 0; i < gradient.length; i++) state.x[i] -= step * gradient[i];
    state.gradientNorm = largest(gradient);
  },
  measures: ({ gradientNorm }) => ({ gradientNorm }),
  settles: { gradientNorm: 1e-6 },
});

/** Steps along the gradients of single samples. */
export const sampler = method({
  name: "sample-sampler",
  version: 1,
  title: "Stochastic gradient descent",
  needs: ["sampledGradient"],
  options: { stepSize: 1e-3 },
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start(problem) {
    return { x: problem.x0.slice(), sample: 0 };
  },
  *step(state, problem, { stepSize }): Coroutine<Verdict | void> {
    const gradient = problem.scratch();
    yield* problem.sampledGradient(state.x, problem.random("sample").integer(0, 19), gradient);
    if (largest(gradient) > 1e100) return { stop: "failed", why: "the gradient is out of range" };
    for (let i = 0; i < gradient.length; i++) state.x[i] -= stepSize * gradient[i];
    state.sample++;
  },
  incumbent: ({ x }) => ({ x, value: NaN }),
});

/** Goes to the best of a few points, told by their order alone. */
export const comparer = method({
  name: "sample-comparer",
  version: 1,
  title: "Compass search by comparisons",
  needs: ["ranking"],
  options: {},
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start(problem) {
    return { x: problem.x0.slice(), step: 0.5 };
  },
  *step(state, problem) {
    const n = problem.dimension;
    const points: Vector[] = [];
    for (let k = 0; k <= 2 * n; k++) {
      const point = problem.scratch();
      point.set(state.x);
      if (k > 0) point[(k - 1) >> 1] += k % 2 === 0 ? state.step : -state.step;
      points.push(point);
    }
    const order = new Int32Array(points.length);
    yield* problem.ranking(points, order);
    if (order[0] === 0) state.step /= 2;
    else state.x.set(points[order[0]]);
  },
  incumbent: ({ x }) => ({ x, value: NaN }),
  measures: ({ step }) => ({ step }),
  settles: { step: 1e-5 },
});

export const sampleMethods = [backtracking, compass, wanderer, shrinkage, cauchy, sampler, comparer] as const;
