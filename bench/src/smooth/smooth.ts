import { describeMachine } from "../machine.ts";
import { compareMoreGarbowHillstrom } from "../more-garbow-hillstrom/compare.ts";
import { openScipy, Scipy } from "../peers/scipy.ts";
import type { SmoothProblem } from "../problems/smooth-problem.ts";
import { smoothFamilies } from "../problems/smooth-problems.ts";
import type { Cell, Skipped, Suite, SuiteOptions, SuiteReport, Table } from "../suite.ts";
import { chooseMethods, requireCounts } from "../suite-options.ts";
import { denseMethods, smoothMethods, solveSmooth, type WatchedRun } from "./solve-smooth.ts";

/** Evaluations until an accuracy is reached, on smooth problems with gradients given. */
export const smooth: Suite = {
  name: "smooth",
  title: "evaluations to f - f* <= 1e-10 (f0 - f*) on smooth problems, gradients given",
  run,
};

/** The part of the way down that is left when a problem counts as solved. */
const accuracy = 1e-10;
/** Evaluations for each variable, and at least those of ten variables. */
const defaultBudget = 2000;
/** Methods with a dense matrix are not run beyond this dimension. */
const densest = 200;

/** The peer's methods with tolerances tight enough for the accuracy to be reached before they stop. */
const peers: readonly { readonly method: string; readonly options: Readonly<Record<string, number>> }[] = [
  { method: "BFGS", options: { gtol: 1e-8, maxiter: 1e6 } },
  { method: "L-BFGS-B", options: { gtol: 1e-8, ftol: 0, maxiter: 1e6, maxfun: 1e6 } },
  { method: "trust-ncg", options: { gtol: 1e-8, maxiter: 1e6 } },
];
const densePeers = ["BFGS"];

interface Entry {
  readonly problem: SmoothProblem;
  readonly solver: string;
  readonly run: WatchedRun | undefined;
}

async function run(options: SuiteOptions): Promise<SuiteReport> {
  requireCounts(options);
  const begun = performance.now();
  const log = options.json ? () => {} : options.log;
  const chosen = chooseMethods(options.methods, smoothMethods);
  const problems = problemsOf(options);
  const peer = options.peers === false ? { absent: "as asked" } : await openScipy();
  const scipy = peer instanceof Scipy ? peer : undefined;
  const skipped: Skipped[] = peer instanceof Scipy ? [] : [{ name: "SciPy", why: peer.absent }];
  const entries: Entry[] = [];
  let comparison: Table[] = [];
  try {
    for (const problem of problems) {
      log(`${problem.name} ${problem.dimension}`);
      const target = problem.optimum + accuracy * (problem.objective(problem.x0) - problem.optimum);
      const budget = (options.budget ?? defaultBudget) * Math.max(10, problem.dimension);
      for (const method of chosen) {
        const tooDense = denseMethods.includes(method) && problem.dimension > densest;
        const run = tooDense ? undefined : solveSmooth(problem, method, target, budget);
        entries.push({ problem, solver: method, run });
      }
      if (!scipy) continue;
      for (const { method, options: peerOptions } of peers) {
        const tooDense = densePeers.includes(method) && problem.dimension > densest;
        const run = tooDense ? undefined : await solvePeer(scipy, problem, method, peerOptions, target, budget);
        entries.push({ problem, solver: `SciPy ${method}`, run });
      }
    }
    const isWanted = ({ dimension }: { dimension: number }) =>
      options.dims?.includes(dimension) ?? (!options.quick || dimension === 2);
    comparison = await compareMoreGarbowHillstrom(options.methods ?? ["auto", "l-bfgs"], scipy, isWanted, log);
  } finally {
    scipy?.close();
  }
  return {
    suite: smooth.name,
    title: smooth.title,
    machine: describeMachine(),
    tables: [reachTable(problems, entries), endTable(entries), ...comparison],
    notes: notes(options, scipy),
    skipped,
    seconds: (performance.now() - begun) / 1000,
  };
}

/** @throws RangeError when no problem has the dimensions that were asked for */
function problemsOf({ dims, quick }: SuiteOptions): SmoothProblem[] {
  const wanted = dims ?? (quick ? [2, 4] : undefined);
  const problems = smoothFamilies.flatMap((family) =>
    (wanted?.filter((n) => family.exists(n)) ?? family.dimensions).map((n) => family.make(n)),
  );
  if (problems.length === 0) throw new RangeError(`no smooth problem has the dimensions ${dims?.join(", ")}.`);
  return problems;
}

async function solvePeer(
  scipy: Scipy,
  problem: SmoothProblem,
  method: string,
  options: Readonly<Record<string, number>>,
  target: number,
  budget: number,
): Promise<WatchedRun> {
  const run = await scipy.smooth({ problem: problem.name, x0: [...problem.x0], method, options, target, budget });
  const first = problem.objective(problem.x0);
  // sums of many terms round differently on the two sides
  if (Math.abs(run.first - first) > 1e-10 * Math.abs(first)) {
    throw new Error(`${problem.name} is ${first} at its start here and ${run.first} at the peer's`);
  }
  return {
    reachedAt: run.reachedAt,
    evaluations: run.evaluations,
    products: run.products ?? 0,
    value: run.value,
    end: run.end ?? "",
  };
}

function reachTable(problems: readonly SmoothProblem[], entries: readonly Entry[]): Table {
  const solvers = [...new Set(entries.map(({ solver }) => solver))];
  return {
    title: "Evaluations of value and gradient until the accuracy was reached (-: not run, never: not reached)",
    columns: ["problem", "n", ...solvers],
    rows: problems.map((problem) => [
      problem.name,
      problem.dimension,
      ...solvers.map((solver): Cell => {
        const { run } = entries.find((entry) => entry.problem === problem && entry.solver === solver)!;
        return run === undefined ? null : (run.reachedAt ?? "never");
      }),
    ]),
  };
}

function endTable(entries: readonly Entry[]): Table {
  return {
    title: "How each run ended by its own tolerances",
    columns: ["problem", "n", "solver", "evaluations", "Hessian-vector products", "f - f*", "end"],
    rows: entries.flatMap(({ problem, solver, run }) =>
      run === undefined
        ? []
        : [
            [
              problem.name,
              problem.dimension,
              solver,
              run.evaluations,
              run.products,
              run.value - problem.optimum,
              run.end,
            ],
          ],
    ),
  };
}

function notes({ budget = defaultBudget }: SuiteOptions, scipy: Scipy | undefined): string[] {
  const peer = scipy
    ? [
        `Peer: ${scipy.version}, gradients and Hessian-vector products given, tolerances tightened to gtol 1e-8 (BFGS, trust-ncg) and gtol 1e-8, ftol 0 (L-BFGS-B), since its defaults stop before this accuracy.`,
      ]
    : [];
  return [
    ...peer,
    "The methods of the library run with their defaults; evaluations in the second table include those of the certificate. Counts are exact and repeat on any machine, up to the rounding of its mathematics library.",
    "Newton methods ask Hessian-vector products as well: they are counted apart, and are in the second table.",
    `Budget: ${budget} evaluations for each variable, at least those of ten variables. Methods with a dense matrix are not run beyond ${densest} variables.`,
    "The 48 problems are plain formulas, of which the derivatives are read; the time of a run is that of a problem once it was stated and read, the time at first includes reading and compiling. SciPy is given exact gradients.",
    "Chained Rosenbrock has a second minimum near f = 4: a run that ends there never reaches the accuracy.",
  ];
}
