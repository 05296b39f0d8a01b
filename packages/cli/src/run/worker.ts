import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { checkRunnable } from "../check/check-runnable.ts";
import { explain } from "../load/explain.ts";
import { loadFile } from "../load/load-file.ts";
import { runStudy } from "../study/run-study.ts";
import { defaultStore } from "../study/stored-study.ts";
import { UsageError } from "../usage-error.ts";
import { FileRuns } from "./file-runs.ts";
import type { WorkerMessage, WorkerStart } from "./messages.ts";
import { sharedSignal } from "./shared-signal.ts";

// The thread that runs a user's file, so that the command stays responsive (progress, Ctrl-C) whatever the file does.

const start = workerData as WorkerStart;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const post = (message: WorkerMessage): void => parentPort?.postMessage(message);
const { signal, look } = sharedSignal(start.flag);
parentPort?.on("message", look);
// listening is no reason to stay: a file that waits for nothing has ended
parentPort?.unref();

// no await at the top: Node would warn of a file that waits for nothing, and the command says it better
run().catch(async (error: unknown) => {
  if (signal.aborted && error === signal.reason) {
    post({ kind: "done", exported: "job", output: undefined, interrupted: true });
  } else post({ kind: "failed", failure: await explain(error, start.file) });
});

async function run(): Promise<void> {
  const runnable = await loadFile(start.file);
  if (start.check !== undefined) {
    post({ kind: "checked", checked: await checkRunnable(runnable, start.file, start.check, signal) });
    post({ kind: "done", exported: runnable.kind, output: undefined, interrupted: false });
    return;
  }
  const single = runnable.kind === "problem";
  requireSameKind(single);
  if (runnable.kind === "study") {
    const { record } = await runStudy(runnable.study, {
      asked: start.askedOfStudy,
      defaultStore,
      file: pathToFileURL(start.file).href,
      signal,
      onProgress: (progress) => post({ kind: "study-progress", progress }),
    });
    post({ kind: "study", record });
    post({ kind: "done", exported: "study", output: undefined, interrupted: record.summary?.status === "aborted" });
    return;
  }
  const runs = new FileRuns(start, signal, single, post);
  if (runnable.kind === "problem") {
    const { status } = await runs.solve(runnable.problem);
    post({ kind: "done", exported: "problem", output: undefined, interrupted: status === "aborted" && signal.aborted });
    return;
  }
  const output = plainData(await runnable.job(runs.context()));
  post({ kind: "done", exported: "job", output, interrupted: false });
}

function requireSameKind(single: boolean): void {
  if (start.resume === undefined || start.resume.single === single) return;
  throw new UsageError(
    single
      ? "the checkpoint is of a job with several runs, and the file exports a problem: resume the file it was made by."
      : "the checkpoint is of one problem, and the file exports a job: resume the file it was made by.",
  );
}

function plainData(output: unknown): unknown {
  try {
    return structuredClone(output);
  } catch {
    throw new TypeError(
      "the job returned something with functions in it: return plain data (numbers, text, arrays, records).",
    );
  }
}
