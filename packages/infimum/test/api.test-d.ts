// The examples of the public surface compile, wrong ones do not; indices are checked strictly here.
import {
  bfgs,
  differentiate,
  fitCurve,
  fixedPoint,
  implicit,
  leastSquares,
  type MethodName,
  method,
  minimize,
  minimizeAsync,
  minimizer,
  problem,
  root,
  solve,
  unrolled,
} from "infimum";
import { asyncMinimizer, complete, minimizer as lean, lean as leanEquipment, solver } from "infimum/core";
import { huber } from "infimum/losses";
import { lBfgs } from "infimum/methods/l-bfgs";
import { nelderMead } from "infimum/methods/nelder-mead";
import { read } from "infimum/read";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const yes = <T extends true>(): T | undefined => undefined;

const square = (t: number): number => t * t;

// a formula over a literal start: its length is known
const r = minimize((x) => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2, [-1.2, 1]);
yes<Equal<typeof r.x, Float64Array<ArrayBufferLike>>>();
yes<Equal<typeof r.value, number>>();
// @ts-expect-error there is no third variable
minimize((x) => x[0] + x[2], [-1.2, 1]);

// a (nested) record
const named = minimize(({ a, b }) => (a - 1) ** 2 + (b[1] * a - 2) ** 2 + b[0], { a: 0, b: [0, 1] });
const a: number = named.params.a;
const b1: number = named.params.b[1];
// @ts-expect-error no such parameter
void named.params.c;
minimize(({ inner: { rate } }) => rate ** 2, { inner: { rate: 1 } }, { bounds: { lower: { inner: { rate: 0 } } } });

// options
minimize((x) => x[0] ** 2, [1], {
  method: "l-bfgs",
  seed: 1,
  budget: { evaluations: 10, seconds: 1 },
  tolerance: 1e-6,
});
minimize((x) => x[0] ** 2, [1], { method: bfgs({ lineSearch: "armijo" }), goal: "maximize", derivatives: "none" });
minimize((x, { t }) => (x[0] - t) ** 2, [1], { data: { t: 3 } });
minimize((x) => square(x[0]), [1], { using: { square }, derivatives: "exact" });
minimize((x) => x[0] ** 2, [1], { gradient: (x) => [2 * x[0]] });
minimize((x) => x[0] ** 2, [1], { gradient: (x, out) => void (out[0] = 2 * x[0]) });
minimize((x) => x[0] ** 2, [1], { onStep: (step) => (step.best.value < 1 ? "stop" : undefined) });
// @ts-expect-error no such method
minimize((x) => x[0] ** 2, [1], { method: "bfgz" });
// @ts-expect-error no such line search
bfgs({ lineSearch: "wolf" });
// @ts-expect-error no such option
bfgs({ memory: 3 });
// @ts-expect-error an objective returns a number
minimize((x) => `${x[0]}`, [1]);
// @ts-expect-error an asynchronous objective needs minimizeAsync
minimize(async (x) => x[0] ** 2, [1]);
const later: Promise<{ value: number }> = minimizeAsync(async (x) => x[0] ** 2, [1], {
  parallel: 4,
  evaluationSeconds: 30,
});

// problems, runs
const p = problem({ objective: ({ w }) => w ** 2, x0: { w: 1 }, bounds: { lower: { w: 0 } } });
const run = solve(p, { method: "cma-es", seed: 1 });
for (const step of run) step.best.x.fill(0);
run.tell(run.ask().map((q) => ({ id: q.id, value: q.params.w ** 2 })));
const w: number = run.result.params.w;

// a list of one's own: only its names are known
const small = minimizer([nelderMead]);
small((x) => x[0] ** 2, [1], { method: "nelder-mead" });
// @ts-expect-error not listed
small((x) => x[0] ** 2, [1], { method: "bfgs" });

// the three functions one by one
lean([nelderMead])((x) => x[0] ** 2, [1], { method: "nelder-mead" }).x.fill(0);
// @ts-expect-error not listed
lean([nelderMead], complete)((x) => x[0] ** 2, [1], { method: "bfgs" });
void asyncMinimizer([nelderMead])(async (x) => x[0] ** 2, [1]).then(({ value }) => value.toFixed());
for (const step of solver([nelderMead])(p)) step.best.x.fill(0);

const name: MethodName = "newton-trust-region";

// a method of one's own: everything is inferred
method({
  name: "mine",
  version: 1,
  title: "A test",
  needs: ["value"],
  options: { size: 1 },
  *start(view) {
    const value: number = yield* view.value(view.x0);
    return { value };
  },
  *step(state, view, { size }) {
    state.value.toFixed(size);
    // @ts-expect-error not in the state
    void state.other;
    // @ts-expect-error not among the needs
    yield* view.gradient(view.x0, view.x0);
    // @ts-expect-error a forgotten yield* is a question, not its answer
    state.value = view.value(view.x0);
  },
  measures: (state) => ({ value: state.value }),
  settles: { value: 1e-8 },
});
method({
  name: "mistaken",
  version: 1,
  title: "A test",
  needs: ["value"],
  options: {},
  *start(view) {
    return { value: yield* view.value(view.x0) };
  },
  // oxlint-disable-next-line require-yield -- it has nothing to ask
  *step() {},
  measures: (state) => ({ value: state.value }),
  // @ts-expect-error settles by a measure that is not measured
  settles: { size: 1e-8 },
});

export { a, b1, later, name, w };

// derivatives of plain functions
const f = differentiate((x, { t }) => square(x[0] - t), 1, { using: { square }, data: { t: 3 } });
const gradient: Float64Array = f.gradient([1]);
f.bind({ t: 4 });
// @ts-expect-error the data have another shape
f.bind({ u: 4 });
const jacobian: Float64Array = differentiate((x) => [x[0], 2 * x[0]], 1).jacobian(gradient);
// @ts-expect-error a function returns numbers
differentiate((x) => `${x[0]}`, 1);
lean([lBfgs], { ...leanEquipment, read })((x) => x[0] ** 2, [jacobian.length]);

// derivatives of solutions: the parameters are those of the solver, any where it does not say
const free = implicit({ stationary: (x, [t]) => (x[0] - t) ** 2 }, ([t]) => [t]);
const freeGradient: Float64Array = free.gradient([1], (x) => x[0]);
free.gradient({ rate: 1 }, (x, { rate }) => x[0] * rate);
const stated = implicit(
  { root: (x, { rate }, { goal }) => [x[0] * rate - goal] },
  ({ rate }: { rate: number }) => minimize((x) => (x[0] * rate - 1) ** 2, [0]),
  { data: { goal: 1 }, linearSolver: "gmres" },
);
stated.jacobian({ rate: 2 }, freeGradient);
stated.bind({ goal: 2 });
// @ts-expect-error the solver takes a rate
stated.solution({ size: 2 });
// @ts-expect-error the data have another shape
stated.bind({ target: 2 });
// @ts-expect-error no such conditions
implicit({ gradient: () => 0 });
// @ts-expect-error no such linear solver
implicit({ root: (x) => [x[0]] }, undefined, { linearSolver: "lu" });
unrolled((x, { size }, iteration) => [x[0] - (size * x[0]) / (1 + iteration)], { iterations: 5 }).run({ size: 1 }, [1]);
// @ts-expect-error how many iterations is not said
unrolled((x) => x, {});
// fits: the model's types come from the observations and the start
const fit = fitCurve(
  (t, p) => p.a * Math.exp(-p.b * t),
  { x: [0, 1], y: [2, 1], sigma: 0.1 },
  { a: 1, b: 0.1 },
  {
    bounds: { lower: { b: 0 } },
    fixed: ["a"],
    loss: "huber",
    method: "trust-region-reflective",
  },
);
const fitted: number = fit.params.a + fit.standardErrors.b + fit.interval("a", 0.95)[1] + fit.band(0.5).lower;
void fitted;
fitCurve(([u, v], p) => p[0] * u + p[1] * v, { x: [[1, 2] as const], y: Float64Array.of(1) }, [0, 0]).interval(1);
// @ts-expect-error no such parameter
fit.interval("c");
// @ts-expect-error no such parameter
fitCurve((t, p) => p.c * t, { x: [0], y: [1] }, { a: 1 });
// @ts-expect-error no such loss
fitCurve((t, p) => p.a * t, { x: [0], y: [1] }, { a: 1 }, { loss: "hubert" });
const squares = leastSquares(
  ({ a, w }, { y }) => [a - y, w[1] - 1],
  { a: 0, w: [0, 0] },
  { data: { y: 2 }, loss: huber(2) },
);
const error: number = squares.standardErrors.w[1];
void error;
squares.interval("w[1]", 0.9, { kind: "profile" });
// @ts-expect-error residuals are an array
leastSquares((x) => x[0], [1]);
// @ts-expect-error minimization has other methods, these know residuals
leastSquares((x) => [x[0]], [1], { method: "cma-es" });
solve(
  problem({
    residuals: (x) => [x[0] - 1],
    jacobian: (_x, out) => void (out[0] = 1),
    x0: [0],
    weights: [2],
    loss: huber(),
  }),
);
const meeting: number = root(({ x, y }) => [x - y, x * y - 1], { x: 2, y: 1 }).params.x;
void meeting;
const settled: number = fixedPoint(({ x }) => ({ x: Math.cos(x) }), { x: 1 }).params.x;
void settled;
