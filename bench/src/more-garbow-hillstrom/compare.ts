import type { Scipy } from "../peers/scipy.ts";
import type { Cell, Table } from "../suite.ts";
import {
  type MoreGarbowHillstromProblem,
  moreGarbowHillstrom,
  moreGarbowHillstromProblems,
} from "./more-garbow-hillstrom.ts";
import { type Effort, reachedMinimum, reaching, type SolvedRun, solveByDefaults, work } from "./solve.ts";

/** The peer with tolerances that let it come to the accuracy, and no limit that it would meet before. */
const peerOptions = { gtol: 1e-8, ftol: 0, maxiter: 1e6, maxfun: 1e6 };

/** How often and for how many seconds a run is repeated for its time. */
const timing = { repeats: 50, seconds: 0.3 };

interface PeerRun {
  readonly end: string;
  readonly minimum: number | undefined;
  /** Evaluations of value and gradient at once, until the minimum was reached. */
  readonly reachedAt: number | undefined;
  readonly seconds: number | null;
}

interface Row {
  readonly problem: MoreGarbowHillstromProblem;
  readonly runs: ReadonlyMap<string, SolvedRun>;
  readonly peer: PeerRun | undefined;
}

/** Solves the problems with all defaults and, beside them, with SciPy's L-BFGS-B, and makes the two tables of it. */
export async function compareMoreGarbowHillstrom(
  methods: readonly string[],
  scipy: Scipy | undefined,
  isWanted: (problem: { readonly name: string; readonly dimension: number }) => boolean,
  log: (line: string) => void,
): Promise<Table[]> {
  const rows: Row[] = [];
  for (const choice of moreGarbowHillstromProblems.filter(isWanted)) {
    log(`${choice.name} ${choice.dimension}`);
    const problem = moreGarbowHillstrom(choice);
    const runs = new Map(methods.map((method) => [method, solveByDefaults(problem, method, timing)]));
    rows.push({ problem, runs, peer: scipy && (await solvePeer(scipy, problem)) });
  }
  return rows.length === 0 ? [] : [problemTable(methods, rows), meanTable(methods, rows)];
}

async function solvePeer(scipy: Scipy, problem: MoreGarbowHillstromProblem): Promise<PeerRun> {
  const request = { problem: problem.name, x0: [...problem.x0], method: "L-BFGS-B", options: peerOptions };
  const { values, seconds, end } = await scipy.moreGarbowHillstrom({ ...request, ...timing });
  const first = problem.objective(problem.x0);
  // the trigonometric function loses ten digits to cancellation at its start
  if (Math.abs(values[0] - first) > 1e-9 * Math.abs(first)) {
    throw new Error(`${problem.name} is ${first} at its start here and ${values[0]} at the peer's`);
  }
  const minimum = reachedMinimum(problem, Math.min(...values));
  const at = minimum === undefined ? -1 : values.findIndex((value) => value <= reaching(minimum, first));
  return { end, minimum, reachedAt: at < 0 ? undefined : at + 1, seconds };
}

function problemTable(methods: readonly string[], rows: readonly Row[]): Table {
  return {
    title: "The 48 problems: evaluations until f - f* <= 1e-10 (f0 - f*) for a listed minimum; time of a whole run",
    columns: [
      "problem",
      "n",
      ...methods.flatMap((method) => [
        `${method}: chosen`,
        "end",
        "minimum",
        "values",
        "gradients",
        "products",
        "ms",
        "ms at first",
      ]),
      "L-BFGS-B: minimum",
      "evaluations",
      "ms",
    ],
    rows: rows.map(({ problem, runs, peer }) => [
      problem.name,
      problem.dimension,
      ...methods.flatMap((method) => runCells(runs.get(method)!)),
      peer?.minimum ?? null,
      peer?.reachedAt ?? null,
      peer?.seconds ? 1000 * peer.seconds : null,
    ]),
  };
}

function runCells({ method, end, minimum, effort, seconds, firstSeconds }: SolvedRun): Cell[] {
  const counts = effort ? [effort.values, effort.gradients, effort.products] : [null, null, null];
  return [method, end, minimum ?? "none", ...counts, 1000 * seconds, 1000 * firstSeconds];
}

/** Geometric means of what a method needs as parts of what the peer needs, over the problems that both have solved. */
function meanTable(methods: readonly string[], rows: readonly Row[]): Table {
  return {
    title:
      "Solved and certified; geometric means as parts of L-BFGS-B's, whose evaluations count as a value and a gradient",
    columns: [
      "method",
      "solved",
      "certified",
      "of",
      "L-BFGS-B solved",
      "both",
      "values",
      "work",
      "time",
      "time at first",
    ],
    rows: methods.map((method) => {
      const runs = rows.map(({ runs: all, peer }) => ({ run: all.get(method)!, peer }));
      const solved = runs.filter(({ run }) => run.minimum !== undefined);
      const both = solved.filter(({ peer }) => peer?.reachedAt !== undefined);
      const mean = (part: (effort: Effort, run: SolvedRun, peer: PeerRun) => number): number | null =>
        both.length === 0
          ? null
          : Math.exp(
              both.reduce((sum, { run, peer }) => sum + Math.log(part(run.effort!, run, peer!)), 0) / both.length,
            );
      return [
        method,
        solved.length,
        solved.filter(({ run }) => run.end === "converged").length,
        rows.length,
        runs.filter(({ peer }) => peer?.reachedAt !== undefined).length,
        both.length,
        mean((effort, _run, peer) => effort.values / peer.reachedAt!),
        mean((effort, _run, peer) => work(effort) / (2 * peer.reachedAt!)),
        mean((_effort, run, peer) => run.seconds / (peer.seconds ?? NaN)),
        mean((_effort, run, peer) => run.firstSeconds / (peer.seconds ?? NaN)),
      ];
    }),
  };
}
