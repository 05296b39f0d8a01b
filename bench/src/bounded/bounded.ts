import { describeMachine } from "../machine.ts";
import { reaching } from "../more-garbow-hillstrom/solve.ts";
import { openScipy, Scipy } from "../peers/scipy.ts";
import type { Cell, Skipped, Suite, SuiteOptions, SuiteReport, Table } from "../suite.ts";
import { chooseMethods, refuseOptions } from "../suite-options.ts";
import { type BoundedProblem, boundedProblems } from "./bounded-problems.ts";
import { type BoundedRun, solveBounded } from "./solve-bounded.ts";

/** Evaluations and time on smooth problems within bounds. */
export const bounded: Suite = {
  name: "bounded",
  title: "32 smooth problems within bounds: evaluations to f - f* <= 1e-10 (f0 - f*), all defaults",
  run,
};

/** "auto" is `l-bfgs-b`; the others know of no bounds, and see a change of variables. */
const methods = ["auto", "bfgs", "l-bfgs", "newton-bfgs"] as const;

/** The peer with tolerances that let it come to the accuracy, and no limit that it would meet before. */
const peerOptions = { gtol: 1e-8, ftol: 0, maxiter: 1e6, maxfun: 1e6 };
const peerName = "SciPy L-BFGS-B";

/** How often and for how many seconds a run is repeated for its time. */
const timing = { repeats: 2000, seconds: 0.1 };
const untimed = { repeats: 5, seconds: 0.01 };

interface Row {
  readonly problem: BoundedProblem;
  /** The least value that any solver came to. */
  readonly least: number;
  readonly runs: ReadonlyMap<string, BoundedRun>;
}

async function run(options: SuiteOptions): Promise<SuiteReport> {
  refuseOptions("bounded", options, ["dims", "budget"]);
  const begun = performance.now();
  const log = options.json ? () => {} : options.log;
  const chosen = chooseMethods(options.methods, methods);
  const problems = options.quick ? boundedProblems.slice(0, 2) : boundedProblems;
  const peer = options.peers === false ? { absent: "as asked" } : await openScipy();
  const scipy = peer instanceof Scipy ? peer : undefined;
  const skipped: Skipped[] = peer instanceof Scipy ? [] : [{ name: "SciPy", why: peer.absent }];
  const rows: Row[] = [];
  try {
    // once through them all, so that no problem is timed while the engine still compiles the library
    for (const problem of problems) for (const method of chosen) solveBounded(problem, method, untimed);
    for (const problem of problems) {
      log(`${problem.name} ${problem.dimension}`);
      const runs = new Map<string, BoundedRun>(chosen.map((method) => [method, solveBounded(problem, method, timing)]));
      if (scipy) runs.set(peerName, await solvePeer(scipy, problem));
      const least = Math.min(...[...runs.values()].map(({ value }) => value));
      rows.push({ problem, runs, least });
    }
  } finally {
    scipy?.close();
  }
  return {
    suite: bounded.name,
    title: bounded.title,
    machine: describeMachine(),
    tables: [problemTable(rows), meanTable(rows)],
    notes: notes(scipy),
    skipped,
    seconds: (performance.now() - begun) / 1000,
  };
}

async function solvePeer(scipy: Scipy, { name, x0, lower, upper }: BoundedProblem): Promise<BoundedRun> {
  const finite = (bound: number) => (Math.abs(bound) < Infinity ? bound : null);
  const { values, seconds, end } = await scipy.moreGarbowHillstrom({
    problem: name,
    x0: [...x0],
    method: "L-BFGS-B",
    options: peerOptions,
    bounds: lower.map((bound, i) => [finite(bound), finite(upper[i])]),
    ...timing,
  });
  return {
    end,
    value: Math.min(...values),
    seconds: seconds ?? NaN,
    activeBounds: undefined,
    effortTo(target) {
      const at = values.findIndex((value) => value <= target) + 1;
      return at === 0 ? undefined : { values: at, work: 2 * at };
    },
  };
}

function effort({ problem, least, runs }: Row, solver: string): ReturnType<BoundedRun["effortTo"]> {
  return runs.get(solver)!.effortTo(reaching(least, problem.objective(problem.x0)));
}

function problemTable(rows: readonly Row[]): Table {
  const solvers = [...rows[0].runs.keys()];
  return {
    title:
      "Evaluations until the accuracy was reached (never: ends at another minimum or before), and the time of a whole run",
    columns: ["problem", "n", "f*", "active bounds", ...solvers.flatMap((solver) => [solver, "end", "ms"])],
    rows: rows.map((row) => {
      const { problem, least, runs } = row;
      const best = [...runs.values()].find(({ value, activeBounds }) => value === least && activeBounds !== undefined);
      return [
        problem.name,
        problem.dimension,
        least,
        (best ?? [...runs.values()][0]).activeBounds ?? null,
        ...solvers.flatMap((solver): Cell[] => {
          const { end, seconds } = runs.get(solver)!;
          return [effort(row, solver)?.values ?? "never", end, 1000 * seconds];
        }),
      ];
    }),
  };
}

/** Geometric means of what each solver needs as parts of what the last one needs, over the problems that both have solved. */
function meanTable(rows: readonly Row[]): Table {
  const solvers = [...rows[0].runs.keys()];
  const reference = solvers[solvers.length - 1];
  return {
    title: `Solved and certified; geometric means as parts of ${reference}'s`,
    columns: ["solver", "solved", "converged", "of", "both", "values", "work", "time"],
    rows: solvers.map((solver) => {
      const pairs = rows.map((row) => ({ row, ours: effort(row, solver), theirs: effort(row, reference) }));
      const both = pairs.filter(({ ours, theirs }) => ours && theirs);
      const mean = (part: (pair: (typeof pairs)[number]) => number): number | null =>
        both.length === 0 ? null : Math.exp(both.reduce((sum, pair) => sum + Math.log(part(pair)), 0) / both.length);
      return [
        solver,
        pairs.filter(({ ours }) => ours).length,
        rows.filter(({ runs }) => ["converged", "ok"].includes(runs.get(solver)!.end)).length,
        rows.length,
        both.length,
        mean(({ ours, theirs }) => ours!.values / theirs!.values),
        mean(({ ours, theirs }) => ours!.work / theirs!.work),
        mean(({ row: { runs } }) => runs.get(solver)!.seconds / runs.get(reference)!.seconds),
      ];
    }),
  };
}

function notes(scipy: Scipy | undefined): string[] {
  const peer = scipy
    ? [
        `Peer: ${scipy.version}, exact gradients given, gtol 1e-8 and ftol 0, since its defaults stop before this accuracy.`,
      ]
    : [];
  return [
    ...peer,
    "The functions of More, Garbow and Hillstrom with bounds on every second variable: half of its size at the start to both sides, or 1/2 where that is more. f* is the least value that a solver of the run came to.",
    "The problems are plain formulas, of which the derivatives are read. An evaluation of L-BFGS-B gives value and gradient; work counts values, gradients and Hessian-vector products.",
  ];
}
