import { Worker } from "node:worker_threads";
import type { Checked } from "../check/checked.ts";
import type { StudyRecord } from "../study/study-record.ts";
import type { Exported, Failure, ReportItem, RunRecord, SavedRuns, WorkerMessage, WorkerStart } from "./messages.ts";

/** What came of a file. */
export interface Outcome {
  readonly runs: readonly RunRecord[];
  readonly studies: readonly StudyRecord[];
  readonly items: readonly ReportItem[];
  /** What was found where the file was checked. */
  readonly checked: Checked | undefined;
  readonly exported: Exported;
  /** What a job returned. */
  readonly output: unknown;
  readonly interrupted: boolean;
  readonly failure: Failure | undefined;
  /** The last state of every run. */
  readonly saved: SavedRuns | undefined;
}

/** What is told while the file runs. */
export interface Listeners {
  readonly onMessage: (message: WorkerMessage) => void;
  /** What the file itself prints. */
  readonly onPrinted: (text: string) => void;
}

export interface Conduct {
  readonly outcome: Promise<Outcome>;
  /** Asks the file to stop after the current evaluation. */
  interrupt(): void;
}

/** Milliseconds a thread that is done gets to end by itself. */
const patience = 250;

/** Runs a file in a thread of its own. The outcome never rejects: what goes wrong is in it. */
export function conduct(start: Omit<WorkerStart, "flag">, { onMessage, onPrinted }: Listeners): Conduct {
  const flag = new SharedArrayBuffer(4);
  const raised = new Int32Array(flag);
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData: { ...start, flag } satisfies WorkerStart,
    stdout: true,
    stderr: true,
  });
  const decode = (chunk: Buffer): void => onPrinted(chunk.toString());
  worker.stdout.on("data", decode);
  worker.stderr.on("data", decode);

  const runs: RunRecord[] = [];
  const studies: StudyRecord[] = [];
  const items: ReportItem[] = [];
  let saved: SavedRuns | undefined;
  let checked: Checked | undefined;
  const outcome = new Promise<Outcome>((resolve) => {
    let ending: Outcome | undefined;
    const end = (rest: Pick<Outcome, "exported" | "output" | "interrupted" | "failure">): void => {
      ending ??= { runs, studies, items, saved, checked, ...rest };
      // the thread ends by itself once its output is written; what the file left open (timers, connections) is not waited for
      setTimeout(() => worker.terminate(), patience).unref();
    };
    const fail = (failure: Failure): void => end({ exported: "job", output: undefined, interrupted: false, failure });
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "run") runs.push(message.record);
      if (message.kind === "study") studies.push(message.record);
      if (message.kind === "item") items.push(message.item);
      if (message.kind === "checked") checked = message.checked;
      if (message.kind === "checkpoint") saved = message.saved;
      onMessage(message);
      if (message.kind === "failed") fail(message.failure);
      if (message.kind === "done") end({ ...message, failure: undefined });
    });
    worker.on("error", (error) => {
      fail({ message: `something outside the objective threw: ${String(error)}`, usage: false });
    });
    worker.on("exit", (code) => {
      if (ending === undefined) fail({ message: `the file ended without a result: ${endedBy(code)}.`, usage: false });
      // what the file printed last arrives with the exit
      setImmediate(() => resolve(ending as Outcome));
    });
  });
  return {
    outcome,
    interrupt: () => {
      Atomics.store(raised, 0, 1);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage("interrupted");
    },
  };
}

/** Node's status for an await at the top of a module that nothing can settle. */
const neverSettled = 13;

function endedBy(code: number): string {
  return code === 0 || code === neverSettled
    ? "it waits for a promise that nothing can settle any more"
    : `it called process.exit, or its thread died, with status ${code}`;
}
