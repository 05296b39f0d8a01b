import { type Checkpoint, methods, type Problem, type Result, type SolveOptions, type Step, solve } from "infimum";
import { drive } from "./drive.ts";
import { History } from "./history.ts";
import { landscapeOf } from "./landscape.ts";
import type { Asked, RunProgress, RunRecord } from "./messages.ts";

/** How to run one problem of a file. */
export interface RunSettings {
  readonly name: string;
  /** The name of the method may come from the command line: the library says so when there is none of that name. */
  readonly options: SolveOptions;
  readonly asked: Asked;
  readonly parallel: number;
  readonly signal: AbortSignal;
  readonly landscape: boolean;
  /** Seconds between two checkpoints; Infinity for none before the end. */
  readonly checkpointEvery: number;
  readonly onProgress: (progress: RunProgress) => void;
  readonly onCheckpoint: (checkpoint: Checkpoint) => void;
}

/** Milliseconds between two reports of how far the run is. */
const progressEvery = 100;

/** Runs a problem to its end and gives the result, and the run as a record that can be sent and drawn. */
export async function runProblem(
  problem: Problem,
  settings: RunSettings,
): Promise<{ result: Result; record: RunRecord }> {
  const { name, options, asked, parallel, signal } = settings;
  const history = new History();
  const watch = new Watch(settings);
  const run = solve(problem, {
    ...options,
    signal,
    onStep: (step) => {
      history.note(step);
      watch.look(step, () => run.freeze());
      return options.onStep?.(step);
    },
  } as SolveOptions<never>);
  const resumedAt = run.result.evaluations;
  watch.begin();
  const mode = await drive(run, problem, { signal, parallel, seconds: options.budget?.seconds ?? Infinity });
  const { result } = run;
  const entries = history.finish();
  watch.end(result);
  settings.onCheckpoint(run.freeze());
  const perEvaluation = result.seconds / Math.max(1, result.evaluations);
  const record: RunRecord = {
    name,
    problem: {
      name: problem.name,
      goal: problem.goal,
      dimension: problem.dimension,
      names: problem.layout.names,
      x0: problem.x0,
      lower: problem.lower,
      upper: problem.upper,
    },
    asked,
    result: withoutFunctions(result),
    summary: result.summary(),
    tests: testsOf(result, options),
    history: entries,
    landscape: settings.landscape && mode === "sync" ? landscapeOf(problem, entries, perEvaluation) : undefined,
    resumedAt,
  };
  return { result, record };
}

/** Reports progress and keeps checkpoints while a run goes, each at its own rate. */
class Watch {
  private readonly settings: RunSettings;
  private reported = 0;
  private kept = performance.now();

  constructor(settings: RunSettings) {
    this.settings = settings;
  }

  begin(): void {
    this.report({ value: NaN, evaluations: 0, iteration: 0, seconds: 0 });
  }

  look({ best, evaluations, iteration, seconds }: Step, freeze: () => Checkpoint): void {
    const now = performance.now();
    if (now - this.reported > progressEvery) {
      this.reported = now;
      this.report({ value: best.value, evaluations, iteration, seconds });
    }
    if (now - this.kept > 1000 * this.settings.checkpointEvery) {
      this.settings.onCheckpoint(freeze());
      this.kept = performance.now();
    }
  }

  end({ value, evaluations, counts, seconds }: Result): void {
    this.report({ value, evaluations, iteration: counts.iterations, seconds });
  }

  private report(progress: Omit<RunProgress, "name" | "budget">): void {
    const { name, options, onProgress } = this.settings;
    onProgress({ ...progress, name, budget: options.budget ?? {} });
  }
}

/** A result as plain data: functions cannot be sent to another thread. */
function withoutFunctions(result: Result): RunRecord["result"] {
  return Object.fromEntries(
    Object.entries(result).filter(([, entry]) => typeof entry !== "function"),
  ) as unknown as RunRecord["result"];
}

/** The tests the run ends by, with the tolerances that were asked for in place of the method's own. */
function testsOf(result: Result, { method, tolerance }: SolveOptions): RunRecord["tests"] {
  const used = typeof method === "object" || typeof method === "function" ? method : methods.get(result.method);
  return Object.entries(used?.settles ?? {}).map(([measure, byDefault]) => ({
    measure,
    tolerance: (typeof tolerance === "object" ? tolerance[measure] : tolerance) ?? byDefault,
  }));
}
