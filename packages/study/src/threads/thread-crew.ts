import { MessageChannel, type MessagePort } from "node:worker_threads";
import { badValue, InfimumError } from "infimum";
import { Piscina } from "piscina";
import { type Outcome, Pruned } from "../study/outcome.ts";
import type { Objective } from "../study/run-study.ts";
import type { Trial } from "../study/trial.ts";
import { WorkerLost } from "../study/worker-lost.ts";
import type { ThreadOutcome, ThreadReply, ThreadRequest, ThreadTask } from "./messages.ts";

export interface ThreadCrewOptions {
  /** The URL of the file whose default export is the study (`defineStudy`): each thread imports it. */
  readonly file: string | URL;
  /** How many threads; each runs one trial at a time. */
  readonly workers: number;
  /** A module that each thread imports first: the hooks of a loader, for files that Node cannot import as they are. */
  readonly setup?: string | URL;
}

/** Threads that run the objective of a study file. */
export interface ThreadCrew {
  /** For `study.run(crew.objective, { parallel: workers })`. */
  readonly objective: Objective<any>;
  /** Ends the threads. */
  close(): Promise<void>;
}

/**
 * Starts threads that run the objective of a study file. A trial whose thread crashes, runs out of memory or calls
 * `process.exit` has lost its worker, as one that is given up after `trialSeconds`: its thread is ended, and another takes its place.
 *
 * @throws InfimumError `bad-option`
 */
export function openThreadCrew({ file, workers, setup }: ThreadCrewOptions): ThreadCrew {
  if (!Number.isSafeInteger(workers) || workers < 1) {
    throw badValue("bad-option", "workers", workers, "a whole number of at least 1");
  }
  const pool = new Piscina<ThreadTask, ThreadOutcome>({
    filename: new URL("./thread.js", import.meta.url).href,
    workerData: { file: String(file) },
    execArgv: setup === undefined ? process.execArgv : [...process.execArgv, "--import", String(setup)],
    minThreads: workers,
    maxThreads: workers,
    // a thread that waits for a trial costs nothing, starting one does
    idleTimeout: Infinity,
  });
  return {
    objective: (_, trial) => tryInThread(pool, trial),
    close: () => pool.close({ force: true }),
  };
}

async function tryInThread(pool: Piscina<ThreadTask, ThreadOutcome>, trial: Trial): Promise<Outcome | Pruned> {
  const { port1: port, port2 } = new MessageChannel();
  const answering = answer(trial, port);
  // the time to start a thread and to import the file is not the trial's
  trial.clock?.stop();
  const ending = new AbortController();
  const onAbort = (): void => {
    const reason = trial.signal.reason as Partial<InfimumError> | undefined;
    send(port, { kind: "abort", message: String(reason?.message ?? reason) });
    // one whose time is over may never look at its signal
    if (reason?.code === "trial-time") ending.abort();
  };
  trial.signal.addEventListener("abort", onAbort);
  if (trial.signal.aborted) onAbort();
  let outcome: ThreadOutcome;
  try {
    outcome = await pool.run(
      { record: trial.record, seed: trial.seed, port: port2 },
      { transferList: [port2], signal: ending.signal },
    );
  } catch (error) {
    throw new WorkerLost(`the thread of the trial ended: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    trial.signal.removeEventListener("abort", onAbort);
    port.close();
  }
  await answering.settled();
  if (outcome.kind === "raised") throw raised(outcome);
  return outcome.kind === "pruned" ? new Pruned(outcome.keep) : (outcome.outcome as Outcome);
}

/** Answers what the objective asks, in the order it asks. */
function answer(trial: Trial, port: MessagePort): { settled(): Promise<void> } {
  let last: Promise<void> = Promise.resolve();
  port.on("message", (request: ThreadRequest) => {
    last = last.then(async () => {
      const { id } = request;
      try {
        let stop = false;
        if (request.kind === "begin") trial.clock?.start();
        else if (request.kind === "report") stop = await trial.report(request.step, request.value);
        else if (request.kind === "annotate") await trial.set(request.name, request.value);
        else await trial.artifact(request.name, request.content);
        send(port, { kind: "answer", id, record: trial.record, stop });
      } catch (error) {
        const { code = "failed", message } = error as InfimumError;
        send(port, { kind: "refused", id, code, message });
      }
    });
  });
  return { settled: () => last };
}

function send(port: MessagePort, reply: ThreadReply): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
  port.postMessage(reply);
}

function raised({ name, message, stack }: Extract<ThreadOutcome, { kind: "raised" }>): Error {
  const error = new Error(message);
  error.name = name;
  error.stack = stack;
  return error;
}
