import type { Checkpoint, Problem, Result } from "infimum";
import type { JobContext, JobSolveOptions } from "../job/job.ts";
import { runStudy } from "../study/run-study.ts";
import type { ReportItem, WorkerMessage, WorkerStart } from "./messages.ts";
import { runProblem } from "./run-problem.ts";

/** Runs the problems of one file: one, or those of a job, by name. */
export class FileRuns {
  private readonly start: WorkerStart;
  private readonly signal: AbortSignal;
  private readonly post: (message: WorkerMessage) => void;
  private frozen: Readonly<Record<string, Checkpoint>>;
  private readonly names = new Map<string, number>();
  private readonly single: boolean;

  constructor(start: WorkerStart, signal: AbortSignal, single: boolean, post: (message: WorkerMessage) => void) {
    this.start = start;
    this.signal = signal;
    this.single = single;
    this.post = post;
    this.frozen = { ...start.resume?.runs };
  }

  /** Runs a problem; what the options leave out comes from the command line. */
  async solve(problem: Problem, given: JobSolveOptions = {}): Promise<Result> {
    const { asked, landscapes, checkpointEvery } = this.start;
    const { name: wanted, parallel = asked.parallel ?? 1, ...rest } = given;
    const name = this.nameOf(wanted ?? problem.name);
    const checkpoint = this.checkpointOf(name);
    const options = {
      ...rest,
      method: rest.method ?? asked.method,
      seed: rest.seed ?? asked.seed,
      target: rest.target ?? asked.target,
      budget: rest.budget ?? asked.budget,
      checkpoint,
    };
    const { method, seed, target, budget } = options;
    const { result, record } = await runProblem(problem, {
      name,
      options,
      asked: { method: typeof method === "string" ? method : method?.name, seed, target, budget, parallel },
      parallel,
      signal: this.signal,
      landscape: landscapes,
      checkpointEvery,
      onProgress: (progress) => this.post({ kind: "progress", progress }),
      onCheckpoint: (frozen) => this.keep(name, frozen),
    });
    this.post({ kind: "run", record });
    return result;
  }

  /** What a job gets. */
  context(): JobContext {
    const { signal, start, post } = this;
    const add = (item: ReportItem): void => post({ kind: "item", item });
    const { seed, budget } = start.asked;
    return {
      solve: async (problem: Problem, options?: JobSolveOptions) => {
        if (signal.aborted) throw signal.reason;
        const result = await this.solve(problem, options);
        if (signal.aborted) throw signal.reason;
        return result;
      },
      tune: async (definition, { file } = {}) => {
        if (signal.aborted) throw signal.reason;
        const { study, record } = await runStudy(definition, {
          asked: { store: start.askedOfStudy.store, seed: definition.seed ?? seed },
          defaultStore: undefined,
          file: file?.href,
          signal,
          onProgress: (progress) => post({ kind: "study-progress", progress }),
        });
        post({ kind: "study", record });
        if (signal.aborted) throw signal.reason;
        return study;
      },
      log: (line) => post({ kind: "log", line: String(line) }),
      progress: (text, fraction) => post({ kind: "activity", text: String(text), fraction }),
      signal,
      asked: { seed, ...budget },
      report: {
        section: (title) => add({ kind: "section", title }),
        text: (text) => add({ kind: "text", text }),
        table: ({ title, columns, rows }) => add({ kind: "table", title, columns, rows }),
        figure: (figure) => add({ kind: "figure", figure }),
      },
    };
  }

  /** Names of runs are the keys of the checkpoint and of the report: the second of a name gets a number. */
  private nameOf(wanted: string): string {
    const count = (this.names.get(wanted) ?? 0) + 1;
    this.names.set(wanted, count);
    return count === 1 ? wanted : `${wanted} (${count})`;
  }

  /** A problem's checkpoint is its file's only one, whatever the problem is called by now. */
  private checkpointOf(name: string): Checkpoint | undefined {
    return this.single ? Object.values(this.frozen)[0] : this.frozen[name];
  }

  private keep(name: string, frozen: Checkpoint): void {
    const runs = this.single ? { [name]: frozen } : { ...this.frozen, [name]: frozen };
    this.frozen = runs;
    this.post({ kind: "checkpoint", saved: { single: this.single, runs } });
  }
}
