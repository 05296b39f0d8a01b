import { method } from "../src/run/method.ts";
import { common, descend } from "./broken-common.ts";

// Methods that break a promise about their conduct: what they ask, where, and what they make of the answers.

export const leavesBounds = method({
  ...common,
  name: "leaves-bounds",
  handles: ["bounds"],
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice() };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    yield* problem.gradient(state.x, gradient);
    descend(state.x, gradient, stepSize);
  },
});

export const throwsDice = method({
  ...common,
  name: "throws-dice",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice() };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    yield* problem.gradient(state.x, gradient);
    descend(state.x, gradient, stepSize * Math.random());
  },
});

export const ignoresTheSeed = method({
  ...common,
  name: "ignores-the-seed",
  needs: ["value"],
  *start(problem) {
    return { x: problem.x0.slice(), value: yield* problem.value(problem.x0) };
  },
  *step(state, problem) {
    const point = problem.random("step").fillNormal(problem.scratch());
    for (let i = 0; i < point.length; i++) point[i] = state.x[i] + 0.1;
    const value = yield* problem.value(point);
    state.x.set(point);
    state.value = value;
  },
});

export const goesRound = method({
  ...common,
  name: "goes-round",
  *start(problem) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    return { x: problem.x0.slice(), value, gradient: gradient.slice() };
  },
  *step(state, problem, { stepSize }) {
    // nothing falls below a value that is not there: the method waits for ever
    if (state.value === Infinity) return;
    const gradient = problem.scratch();
    const value = yield* problem.gradient(state.x, gradient);
    state.value = value;
    descend(state.x, gradient, stepSize);
  },
});

export const writesTheStart = method({
  ...common,
  name: "writes-the-start",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0 };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    yield* problem.gradient(state.x, gradient);
    descend(state.x, gradient, stepSize);
  },
});

export const takesNaN = method({
  ...common,
  name: "takes-nan",
  *start(problem) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(problem.x0, gradient);
    return { x: problem.x0.slice(), value, change: 0 };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(state.x, gradient);
    // Infinity - Infinity
    state.change = value - state.value;
    state.value = value;
    descend(state.x, gradient, stepSize);
  },
});

export const forgetsToYield = method({
  ...common,
  name: "forgets-to-yield",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice() };
  },
  // oxlint-disable-next-line require-yield -- this is what is broken
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    problem.gradient(state.x, gradient);
    descend(state.x, gradient, stepSize);
  },
});

export const looksAtTheAnswer = method({
  ...common,
  name: "looks-at-the-answer",
  needs: ["value"],
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice() };
  },
  // oxlint-disable-next-line require-yield -- this is what is broken
  *step(state, problem, { stepSize }) {
    // answered at once in a synchronous run, until the budget is used up
    const asked = problem.value(state.x)[Symbol.iterator]().next();
    for (let i = 0; i < state.x.length; i++) state.x[i] -= asked.done ? stepSize : 0;
  },
});

export const settlesByNothing = method({
  ...common,
  name: "settles-by-nothing",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice() };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    yield* problem.gradient(state.x, gradient);
    descend(state.x, gradient, stepSize);
  },
  settles: { gradientNorm: 1e-8 } as object,
});

export const staysAtTheStart = method({
  ...common,
  name: "stays-at-the-start",
  needs: ["value"],
  handles: ["bounds"],
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice(), value: Infinity };
  },
  *step(state, problem) {
    state.value = yield* problem.value(state.x);
  },
});

export const dividesByNothing = method({
  ...common,
  name: "divides-by-nothing",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice() };
  },
  *step(state, problem) {
    const gradient = problem.scratch();
    yield* problem.gradient(state.x, gradient);
    const size = Math.hypot(...gradient);
    // far out the value is infinite, and the gradient of an invalid evaluation is 0
    for (let i = 0; i < gradient.length; i++) state.x[i] -= (1e200 * gradient[i]) / size;
  },
});
