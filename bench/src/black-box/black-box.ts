import { minimize } from "infimum";
import { describeMachine } from "../machine.ts";
import { median } from "../measure/statistics.ts";
import { openScipy, Scipy } from "../peers/scipy.ts";
import { type BlackBoxProblem, blackBoxNames, blackBoxProblem } from "../problems/black-box-problem.ts";
import type { Cell, Skipped, Suite, SuiteOptions, SuiteReport, Table } from "../suite.ts";
import { chooseMethods, requireCounts } from "../suite-options.ts";

/** Objectives that give values only: how often and how soon an accuracy is reached. */
export const blackBox: Suite = {
  name: "black-box",
  title: "successes at f - f* <= 1e-8 and evaluations, values only",
  run,
};

const accuracy = 1e-8;
const defaultDimensions = [5, 10];
/** Evaluations for each variable. */
const defaultBudget = 5000;
const defaultInstances = 5;

const methods = ["nelder-mead", "cma-es", "random-search", "sobol-search"] as const;
type MethodName = (typeof methods)[number];
/** These sample the box, so they are given it; the others start at x0 and have no bounds. */
const withinBox: readonly MethodName[] = ["random-search", "sobol-search"];

/** The peer's methods; Nelder-Mead with tolerances that do not stop it before the accuracy. */
const peers: readonly { readonly method: string; readonly options: Readonly<Record<string, number>> }[] = [
  { method: "Nelder-Mead", options: { xatol: 1e-12, fatol: 1e-12, maxiter: 1e9, maxfev: 1e9 } },
  { method: "differential_evolution", options: {} },
];

/** One run: the evaluation that first was good enough, null when none was. */
interface Outcome {
  readonly reachedAt: number | null;
  readonly best: number;
}

async function run(options: SuiteOptions): Promise<SuiteReport> {
  requireCounts(options);
  const begun = performance.now();
  const log = options.json ? () => {} : options.log;
  const chosen = chooseMethods(options.methods, methods);
  const dimensions = options.dims ?? (options.quick ? [2] : defaultDimensions);
  const instances = options.quick ? 1 : defaultInstances;
  const perVariable = options.budget ?? (options.quick ? 200 : defaultBudget);
  const peer = options.peers === false ? { absent: "as asked" } : await openScipy();
  const scipy = peer instanceof Scipy ? peer : undefined;
  const skipped: Skipped[] = peer instanceof Scipy ? [] : [{ name: "SciPy", why: peer.absent }];
  const solvers: Solver[] = chosen.map((method) => ({ name: method, solve: (p, budget) => solve(p, method, budget) }));
  for (const { method, options: peerOptions } of scipy ? peers : []) {
    solvers.push({
      name: `SciPy ${method}`,
      solve: (p, budget) => solvePeer(scipy!, p, method, peerOptions, budget),
    });
  }
  const tables: Table[] = [];
  try {
    for (const n of dimensions) {
      const rows: Cell[][] = [];
      for (const name of blackBoxNames) {
        log(`${name} ${n}`);
        const cells: Cell[] = [name];
        for (const { solve } of solvers) {
          const outcomes: Outcome[] = [];
          for (let instance = 1; instance <= instances; instance++) {
            outcomes.push(await solve(blackBoxProblem(name, n, instance), perVariable * n));
          }
          cells.push(summary(outcomes));
        }
        rows.push(cells);
      }
      tables.push({
        title: `${n} variables, ${perVariable * n} evaluations a run: successes of ${instances}, median evaluations of these (else the median of the best values)`,
        columns: ["objective", ...solvers.map(({ name }) => name)],
        rows,
      });
    }
  } finally {
    scipy?.close();
  }
  return {
    suite: blackBox.name,
    title: blackBox.title,
    machine: describeMachine(),
    tables,
    notes: notes(scipy),
    skipped,
    seconds: (performance.now() - begun) / 1000,
  };
}

interface Solver {
  readonly name: string;
  solve(problem: BlackBoxProblem, budget: number): Outcome | Promise<Outcome>;
}

/** One run without restarts, counted by the objective itself and stopped once it is good enough. */
function solve(problem: BlackBoxProblem, method: MethodName, budget: number): Outcome {
  let evaluations = 0;
  let reachedAt: number | null = null;
  const { lower, upper } = problem;
  const result = minimize(
    (x: Float64Array) => {
      const value = problem.objective(x);
      evaluations++;
      if (reachedAt === null && value <= problem.optimum + accuracy) reachedAt = evaluations;
      return value;
    },
    problem.x0,
    {
      method,
      derivatives: "none",
      bounds: withinBox.includes(method) ? { lower, upper } : undefined,
      seed: problem.instance,
      target: problem.optimum + accuracy,
      budget: { evaluations: budget },
    },
  );
  return { reachedAt, best: result.value };
}

async function solvePeer(
  scipy: Scipy,
  problem: BlackBoxProblem,
  method: string,
  options: Readonly<Record<string, number>>,
  budget: number,
): Promise<Outcome> {
  const { name, lower, upper, instance } = problem;
  const run = await scipy.blackBox({
    problem: name,
    method,
    options,
    x0: [...problem.x0],
    minimizer: [...problem.minimizer],
    lower,
    upper,
    seed: instance,
    target: problem.optimum + accuracy,
    budget,
  });
  const first = problem.objective(problem.x0);
  // sums round differently on the two sides
  if (Math.abs(run.first - first) > 1e-10 * Math.abs(first)) {
    throw new Error(`${name} is ${first} at its start here and ${run.first} at the peer's`);
  }
  return { reachedAt: run.reachedAt, best: run.value };
}

function summary(outcomes: readonly Outcome[]): string {
  const reached = outcomes.flatMap(({ reachedAt }) => (reachedAt === null ? [] : [reachedAt]));
  const best = median(outcomes.map((outcome) => outcome.best)).toExponential(0);
  return `${reached.length}  ${reached.length > 0 ? Math.round(median(reached)) : `(${best})`}`;
}

function notes(scipy: Scipy | undefined): string[] {
  const peer = scipy
    ? [
        `Peer: ${scipy.version}; Nelder-Mead with xatol = fatol = 1e-12 so that it does not stop before the accuracy, differential evolution with its defaults but for the stopping test, within the box, x0 in its first population.`,
      ]
    : [];
  return [
    ...peer,
    "Instances differ by their minimizer and start, drawn from the number of the instance, which is also the seed; both sides get the same. One run each, no restarts.",
    "The box is [-5, 5]: random-search, sobol-search and differential evolution are given it, the others start at x0 without bounds.",
  ];
}
