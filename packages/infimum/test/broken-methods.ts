import type { Vector } from "../src/numerics/vector.ts";
import { type Method, method } from "../src/run/method.ts";

/** A method that breaks one promise, the check that has to notice, and what it has to say. */
export interface Broken {
  readonly why: string;
  readonly method: Method;
  readonly promise: string;
  readonly says: RegExp;
}

const common = { version: 1, title: "Breaks a promise", needs: ["gradient"], options: { stepSize: 1e-3 } } as const;

/** A gradient step, for the parts of a method that are not broken. */
function descend(x: Vector, gradient: Vector, stepSize: number): void {
  const size = Math.max(1, ...gradient.map(Math.abs));
  for (let i = 0; i < x.length; i++) x[i] -= (stepSize * gradient[i]) / size;
}

const writesEarly = method({
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

const lendsItsState = method({
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
const remembersApart = method({
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

const holdsAMap = method({
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

const holdsOneArrayTwice = method({
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

const keepsScratch = method({
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

const leavesBounds = method({
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

const throwsDice = method({
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

const ignoresTheSeed = method({
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

const goesRound = method({
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

const writesTheStart = method({
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

const takesNaN = method({
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

const shared = new Float64Array(16);
const sharesScratch = method({
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

const forgetsToYield = method({
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

const looksAtTheAnswer = method({
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

let started = 0;
const countsItsRuns = method({
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

const measuresByWriting = method({
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

const settlesByNothing = method({
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

const namedBadly = method({ ...countsItsRuns, name: "Named Badly" });

const holdsAFunction = method({
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

const staysAtTheStart = method({
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

const dividesByNothing = method({
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

export const brokenMethods: readonly Broken[] = [
  {
    why: "writes to its state before it asks",
    method: writesEarly,
    promise: "asks first and writes last",
    says: /wrote to its state before its last question/,
  },
  {
    why: "has an answer written into its state",
    method: lendsItsState,
    promise: "asks first and writes last",
    says: /an answer was written into the state of lends-its-state/,
  },
  {
    why: "remembers something outside its state",
    method: remembersApart,
    promise: "goes on bit for bit after any evaluation, stopped by the budget",
    says: /stopped after \d+ evaluations, frozen, thawed and gone on, it is not the same run: run\.state\.x\.\d/,
  },
  {
    why: "remembers something outside its state",
    method: remembersApart,
    promise: "runs that take turns do not disturb each other",
    says: /not the same run/,
  },
  {
    why: "holds a Map",
    method: holdsAMap,
    promise: "the state is plain data",
    says: /a state holds Map, which cannot be frozen/,
  },
  {
    why: "holds one array under two names",
    method: holdsOneArrayTwice,
    promise: "goes on bit for bit after any evaluation, stopped by the budget",
    says: /not the same run/,
  },
  {
    why: "keeps scratch in its state",
    method: keepsScratch,
    promise: "goes on bit for bit",
    says: /not the same run/,
  },
  {
    why: "asks outside the bounds",
    method: leavesBounds,
    promise: "asks nothing outside the bounds",
    says: /outside \[/,
  },
  {
    why: "uses Math.random",
    method: throwsDice,
    promise: "draws its random numbers from the problem",
    says: /called Math\.random \d+ times: use problem\.random/,
  },
  {
    why: "uses Math.random",
    method: throwsDice,
    promise: "the same seed gives the same run",
    says: /run again with the same seed, it is not the same run/,
  },
  {
    why: "draws numbers and does not use them",
    method: ignoresTheSeed,
    promise: "another seed gives another path",
    says: /asks the same points whatever the seed/,
  },
  {
    why: "iterates for ever where nothing is a number",
    method: goesRound,
    promise: "has a defined result when the objective is NaN everywhere",
    says: /went through 1000 iterations without asking anything and without ending/,
  },
  {
    why: "writes to x0",
    method: writesTheStart,
    promise: "the caller's arrays are not overwritten",
    says: /x0 of the problem was overwritten/,
  },
  {
    why: "lets NaN into its state",
    method: takesNaN,
    promise: "has a defined result when the objective is Infinity everywhere",
    says: /state\.change is NaN/,
  },
  {
    why: "shares an array between its runs",
    method: sharesScratch,
    promise: "runs that take turns do not disturb each other",
    says: /not the same run/,
  },
  {
    why: "shares an array between its runs",
    method: sharesScratch,
    promise: "a run inside the objective of another does not disturb it",
    says: /with another run of the method inside its objective, it is not the same run/,
  },
  {
    why: "forgets yield*",
    method: forgetsToYield,
    promise: "synchronous, asynchronous",
    says: /without yield\*/,
  },
  {
    why: "takes an answer without waiting for it",
    method: looksAtTheAnswer,
    promise: "goes on bit for bit after any evaluation, stopped by the budget",
    says: /not the same run/,
  },
  {
    why: "differs from run to run",
    method: countsItsRuns,
    promise: "the same seed gives the same run",
    says: /run\.state/,
  },
  {
    why: "differs from run to run",
    method: countsItsRuns,
    promise: "maximizing -f is minimizing f",
    says: /maximizing -f, it is not the same run/,
  },
  {
    why: "differs from run to run",
    method: countsItsRuns,
    promise: "pausing between iterations changes nothing",
    says: /paused after every iteration, it is not the same run/,
  },
  {
    why: "writes when it is measured",
    method: measuresByWriting,
    promise: "looking at measures",
    says: /wrote to the state/,
  },
  {
    why: "settles by what it does not measure",
    method: settlesByNothing,
    promise: "the measures are numbers",
    says: /settles by gradientNorm, which it does not measure/,
  },
  {
    why: "has a name that is none",
    method: namedBadly,
    promise: "the definition is complete",
    says: /not in kebab-case/,
  },
  {
    why: "has a function for an option",
    method: holdsAFunction,
    promise: "the options are plain data",
    says: /holds function, which cannot be frozen/,
  },
  {
    why: "never leaves its start",
    method: staysAtTheStart,
    promise: "gains on its start within bounds",
    says: /nothing better than the start/,
  },
  {
    why: "divides by the size of a gradient that is 0",
    method: dividesByNothing,
    promise: "asks at numbers only",
    says: /was asked where x\[\d\] is NaN/,
  },
];
