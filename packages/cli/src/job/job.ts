import type { Study, StudyDefinition } from "@infimum/study";
import type { Parameters, Problem, Result, SolveOptions } from "infimum";
import type { ParamsOf, Space } from "infimum/space";
import type { Figure } from "./figure.ts";

/**
 * What a file exports when one problem is not all it does: a function that gets a context, and whose return value (plain
 * data, or text) is printed at the end, or is `output` of the JSON.
 */
export type Job<Output = unknown> = (context: JobContext) => Output | Promise<Output>;

/** What `minimize` takes, but for what the command takes care of. */
export interface JobSolveOptions extends Omit<SolveOptions, "signal" | "checkpoint"> {
  /** The name of the run on the terminal and in the report; the problem's name when left out. */
  readonly name?: string;
  /** How many evaluations of a batch overlap when the objective is asynchronous; 1 when left out. */
  readonly parallel?: number;
}

export interface JobContext {
  /**
   * Runs a problem with progress on the terminal and adds the run, with its history, to the report and the JSON. What
   * the options leave out (method, seed, budget, target) is taken from the command line.
   *
   * Interrupted, it rejects with `signal.reason`, and the best so far is still reported; resumed, a run that had ended
   * answers at once.
   *
   * @throws InfimumError as `minimize` does
   */
  solve<P extends Parameters>(problem: Problem<P>, options?: JobSolveOptions): Promise<Result<P>>;
  /**
   * Runs a study (`defineStudy`) with progress on the terminal and adds it to the report and the JSON. It is kept in memory
   * unless it, or the command line, says where. Interrupted, it rejects with `signal.reason`.
   *
   * @param file the URL of the file that exports the study, such as `new URL("study.ts", import.meta.url)`: needed for `workers`
   * @throws InfimumError as `openStudy` and `study.run` do
   */
  tune<S extends Space>(definition: StudyDefinition<S>, options?: { readonly file?: URL }): Promise<Study<ParamsOf<S>>>;
  /** Writes a line for people to the terminal (standard error). */
  log(line: string): void;
  /** Shows how far other work is: a text, and the fraction that is done (0 to 1) where it is known. */
  progress(text: string, fraction?: number): void;
  /** Aborted when the command is interrupted: `signal.throwIfAborted()` in a long loop of your own. */
  readonly signal: AbortSignal;
  /** What the command line asked for, for work that does not go through `solve`. */
  readonly asked: {
    readonly seed?: number;
    readonly evaluations?: number;
    readonly iterations?: number;
    readonly seconds?: number;
  };
  readonly report: JobReport;
}

/** Adds to the report, in the order of the calls. Without --report nothing is drawn. */
export interface JobReport {
  section(title: string): void;
  text(paragraph: string): void;
  /** One entry a column in every row; numbers are aligned and shortened for reading. */
  table(table: {
    readonly title?: string;
    readonly columns: readonly string[];
    readonly rows: readonly (readonly (string | number)[])[];
  }): void;
  figure(figure: Figure): void;
}

/**
 * Types a job; it returns its argument.
 *
 * @example
 * export default job(async ({ solve, report }) => {
 *   const result = await solve(rosenbrock, { method: "bfgs" });
 *   report.table({ columns: ["method", "value"], rows: [[result.method, result.value]] });
 *   return `found ${result.value}`;
 * });
 */
export function job<Output>(work: Job<Output>): Job<Output> {
  return work;
}
