import { method } from "../src/run/method.ts";
import { common, descend } from "./broken-common.ts";

// Methods that break a promise about their state: what it holds, who else has it, and when it is written.

export const writesEarly = method({
  ...common,
  name: "writes-early",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice(), asked: 0 };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    state.asked++;
    yield* problem.gradient(state.x, gradient);
    descend(state.x, gradient, stepSize);
  },
});

export const lendsItsState = method({
  ...common,
  name: "lends-its-state",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice(), gradient: new Float64Array(x0.length) };
  },
  *step(state, problem, { stepSize }) {
    yield* problem.gradient(state.x, state.gradient);
    descend(state.x, state.gradient, stepSize);
  },
});

let remembered = 0;
export const remembersApart = method({
  ...common,
  name: "remembers-apart",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    remembered = 0;
    return { x: x0.slice() };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    yield* problem.gradient(state.x, gradient);
    remembered++;
    descend(state.x, gradient, stepSize / remembered);
  },
});

export const holdsAMap = method({
  ...common,
  name: "holds-a-map",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice(), seen: new Map<string, number>() };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    const value = yield* problem.gradient(state.x, gradient);
    state.seen.set(state.x.join(), value);
    descend(state.x, gradient, stepSize);
  },
});

export const holdsOneArrayTwice = method({
  ...common,
  name: "holds-one-array-twice",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    const x = x0.slice();
    return { x, here: x };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    yield* problem.gradient(state.here, gradient);
    descend(state.x, gradient, stepSize);
  },
});

export const keepsScratch = method({
  ...common,
  name: "keeps-scratch",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start(problem) {
    const x = problem.scratch();
    x.set(problem.x0);
    return { x };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    yield* problem.gradient(state.x, gradient);
    descend(state.x, gradient, stepSize);
  },
});

const shared = new Float64Array(16);
export const sharesScratch = method({
  ...common,
  name: "shares-scratch",
  needs: ["value", "gradient"],
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice(), value: Infinity };
  },
  *step(state, problem, { stepSize }) {
    const gradient = shared.subarray(0, state.x.length);
    yield* problem.gradient(state.x, gradient);
    // while this answer is waited for, another run writes to the shared array
    const value = yield* problem.value(state.x);
    descend(state.x, gradient, stepSize);
    state.value = value;
  },
});

let started = 0;
export const countsItsRuns = method({
  ...common,
  name: "counts-its-runs",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    started++;
    return { x: x0.slice(), started };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    yield* problem.gradient(state.x, gradient);
    descend(state.x, gradient, stepSize / state.started);
  },
});

export const measuresByWriting = method({
  ...common,
  name: "measures-by-writing",
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice(), looks: 0 };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    yield* problem.gradient(state.x, gradient);
    descend(state.x, gradient, stepSize);
  },
  measures: (state) => ({ looks: ++state.looks }),
});

export const namedBadly = method({ ...countsItsRuns, name: "Named Badly" });

export const holdsAFunction = method({
  ...common,
  name: "holds-a-function",
  options: { stepSize: (iteration: number) => 1 / iteration },
  // oxlint-disable-next-line require-yield -- there is nothing to ask before the first step
  *start({ x0 }) {
    return { x: x0.slice(), iteration: 0 };
  },
  *step(state, problem, { stepSize }) {
    const gradient = problem.scratch();
    yield* problem.gradient(state.x, gradient);
    state.iteration++;
    descend(state.x, gradient, stepSize(state.iteration));
  },
});
