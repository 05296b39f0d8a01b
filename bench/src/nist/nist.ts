import { fitCurve } from "infimum";
import { describeMachine } from "../machine.ts";
import { openScipy, Scipy } from "../peers/scipy.ts";
import type { Cell, Skipped, Suite, SuiteOptions, SuiteReport, Table } from "../suite.ts";
import { chooseMethods, refuseOptions } from "../suite-options.ts";
import { type NistProblem, nistFile, nistNames, nist as nistProblem } from "./nist-problem.ts";

/** Correct digits on NIST's certified nonlinear regressions. */
export const nist: Suite = {
  name: "nist",
  title: "digits on NIST's 27 nonlinear regressions from both starts, no setting changed between them",
  run,
};

const methods = [
  "levenberg-marquardt",
  "dogleg",
  "trust-region-reflective",
  "gauss-newton",
  "variable-projection",
] as const;
type Method = (typeof methods)[number];

const peerMethods = ["lm", "trf", "dogbox"] as const;

/** So many digits are certified. */
const certifiedDigits = 11;

interface Entry {
  readonly problem: NistProblem;
  readonly start: 1 | 2;
  readonly solver: string;
  /** The fewest digits of a parameter, and of a standard error. */
  readonly digits: number;
  readonly errorDigits: number;
  readonly evaluations: number;
  readonly end: string;
}

async function run(options: SuiteOptions): Promise<SuiteReport> {
  refuseOptions("nist", options, ["dims", "budget"]);
  const begun = performance.now();
  const log = options.json ? () => {} : options.log;
  const chosen = chooseMethods(options.methods, methods);
  const peer = options.peers === false ? { absent: "as asked" } : await openScipy();
  const scipy = peer instanceof Scipy ? peer : undefined;
  const skipped: Skipped[] = peer instanceof Scipy ? [] : [{ name: "SciPy", why: peer.absent }];
  if (nistFile() === undefined) skipped.push({ name: "all fits", why: "there is no ../shared/data/nist" });
  const entries: Entry[] = [];
  try {
    for (const { problem, start } of problemsOf(options)) {
      log(`${problem.name} ${start}`);
      for (const method of chosen) entries.push(fit(problem, start, method));
      if (!scipy) continue;
      for (const method of peerMethods) entries.push(await fitPeer(scipy, problem, start, method));
    }
  } finally {
    scipy?.close();
  }
  return {
    suite: nist.name,
    title: nist.title,
    machine: describeMachine(),
    tables: entries.length === 0 ? [] : [totals(entries), each(entries)],
    notes: notes(scipy),
    skipped,
    seconds: (performance.now() - begun) / 1000,
  };
}

function problemsOf({ quick }: SuiteOptions): { problem: NistProblem; start: 1 | 2 }[] {
  if (nistFile() === undefined) return [];
  const names = quick ? ["Misra1a", "MGH17"] : nistNames;
  return names.flatMap((set) => ([1, 2] as const).map((start) => ({ problem: nistProblem({ set, start }), start })));
}

function fit(problem: NistProblem, start: 1 | 2, method: Method): Entry {
  const { model, x, y, x0 } = problem;
  const r = fitCurve(model, { x, y }, x0, { method });
  return {
    problem,
    start,
    solver: method,
    digits: fewest(r.x, problem.minimizer),
    errorDigits: fewest(r.standardErrors, problem.standardErrors),
    evaluations: r.evaluations,
    end: r.status,
  };
}

async function fitPeer(scipy: Scipy, problem: NistProblem, start: 1 | 2, method: string): Promise<Entry> {
  const { name, x, y, x0 } = problem;
  const r = await scipy.nist({ problem: name, method, x0, x, y });
  return {
    problem,
    start,
    solver: `SciPy ${method}`,
    digits: r.x === null ? 0 : fewest(r.x, problem.minimizer),
    errorDigits: r.errors === null ? 0 : fewest(r.errors, problem.standardErrors),
    evaluations: r.evaluations,
    end: r.end,
  };
}

/** The fewest correct digits of the numbers, from 0 to the 11 that are certified. */
function fewest(values: ArrayLike<number>, certified: readonly number[]): number {
  const digits = certified.map((right, i) => {
    const error = Math.abs(values[i] - right) / Math.abs(right);
    return error === 0 ? certifiedDigits : -Math.log10(error);
  });
  const least = Math.min(...digits);
  return least > 0 ? Math.min(certifiedDigits, least) : 0;
}

function totals(entries: readonly Entry[]): Table {
  const solvers = [...new Set(entries.map(({ solver }) => solver))];
  return {
    title: "Fits of the fewest digits in a parameter (and in a standard error), and the mean of the fewest digits",
    columns: ["solver", "fits", "9 or more", "6 or more", "4 or more", "mean", "errors with 8 or more", "evaluations"],
    rows: solvers.map((solver): Cell[] => {
      const own = entries.filter((entry) => entry.solver === solver);
      const least = (digits: number) => own.filter((entry) => entry.digits >= digits).length;
      return [
        solver,
        own.length,
        least(9),
        least(6),
        least(4),
        rounded(own.reduce((sum, { digits }) => sum + digits, 0) / own.length),
        own.filter(({ errorDigits }) => errorDigits >= 8).length,
        own.reduce((sum, { evaluations }) => sum + evaluations, 0),
      ];
    }),
  };
}

function each(entries: readonly Entry[]): Table {
  const solvers = [...new Set(entries.map(({ solver }) => solver))];
  const keys = [...new Set(entries.map(({ problem, start }) => `${problem.name} ${start}`))];
  return {
    title: "Fewest digits of a parameter, fit by fit",
    columns: ["set and start", "level", ...solvers],
    rows: keys.map((key) => {
      const own = entries.filter(({ problem, start }) => `${problem.name} ${start}` === key);
      return [
        key,
        own[0].problem.level,
        ...solvers.map((solver) => rounded(own.find((entry) => entry.solver === solver)!.digits)),
      ];
    }),
  };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

function notes(scipy: Scipy | undefined): string[] {
  const peer = scipy
    ? [
        `Peer: ${scipy.version}, least_squares with exact Jacobians (complex step), x_scale "jac", all tolerances 3e-16, at most 20,000 evaluations; lm is MINPACK's.`,
      ]
    : [];
  return [
    ...peer,
    "The library runs with its defaults: models are plain functions, read for exact Jacobians. Its evaluations are answers of residuals and of Jacobians, the certificate and the covariance included; those of a peer are answers of residuals alone.",
    "11 digits are certified. The standard errors of Lanczos1 are those of residuals that are rounding: 3 digits are what float64 allows.",
  ];
}
