import { workerData } from "node:worker_threads";
import { InfimumError, type Plain } from "infimum";
import type { Space } from "infimum/space";
import { isStudyDefinition, type StudyDefinition } from "../study/define-study.ts";
import { Pruned } from "../study/outcome.ts";
import { Trial, type TrialDesk } from "../study/trial.ts";
import type { TrialRecord } from "../trial/trial-record.ts";
import type { ThreadOutcome, ThreadReply, ThreadRequest, ThreadTask } from "./messages.ts";

// A thread that runs the objective of a study file, one trial at a time.

const { file } = workerData as { readonly file: string };

/** The definition that the file exports: imported once, by the first trial. */
let imported: Promise<StudyDefinition> | undefined;

/** Runs one trial to its end. What the objective throws is part of the outcome: a rejection means that the thread is broken. */
export default async function tryOne({ record, seed, port }: ThreadTask): Promise<ThreadOutcome> {
  imported ??= importDefinition();
  const definition = await imported;
  const desk = new RemoteDesk(definition.space, seed, port);
  const trial = new Trial(record, desk);
  desk.onAbort = (message) => trial.abort(new InfimumError("interrupted", message));
  await desk.begin();
  try {
    const outcome = await definition.objective(trial.params, trial);
    return outcome instanceof Pruned
      ? { kind: "pruned", keep: outcome.keep }
      : { kind: "outcome", outcome: sendable(outcome) };
  } catch (error) {
    if (!(error instanceof Error)) return { kind: "raised", name: "Error", message: String(error), stack: undefined };
    return { kind: "raised", name: error.name, message: error.message, stack: error.stack };
  } finally {
    port.close();
  }
}

async function importDefinition(): Promise<StudyDefinition> {
  const { default: exported } = (await import(file)) as { default?: unknown };
  if (isStudyDefinition(exported)) return exported;
  throw new InfimumError("no-study", `${file} does not export a study: write export default defineStudy({ ... }).`);
}

/** What cannot be sent to another thread can be no outcome either: it is named by its kind. */
function sendable(outcome: unknown): unknown {
  return typeof outcome === "function" || typeof outcome === "symbol" ? `a ${typeof outcome}` : outcome;
}

/** The desk of the study, over a port. */
class RemoteDesk implements TrialDesk {
  readonly seed: number;
  onAbort: (message: string) => void = () => {};
  readonly #space: Space;
  readonly #port: ThreadTask["port"];
  readonly #waiting = new Map<number, { resolve: (reply: Answer) => void; reject: (error: unknown) => void }>();
  #last = 0;

  constructor(space: Space, seed: number, port: ThreadTask["port"]) {
    this.seed = seed;
    this.#space = space;
    this.#port = port;
    port.on("message", (reply: ThreadReply) => this.#hear(reply));
  }

  decode(codes: NonNullable<TrialRecord["codes"]>): unknown {
    return this.#space.decode(codes);
  }

  async begin(): Promise<void> {
    await this.#ask({ kind: "begin" });
  }

  report(_: TrialRecord, step: number, value: number): Promise<{ record: TrialRecord; stop: boolean }> {
    return this.#ask({ kind: "report", step, value });
  }

  async annotate(_: TrialRecord, name: string, value: Plain): Promise<void> {
    await this.#ask({ kind: "annotate", name, value });
  }

  async putArtifact(_: TrialRecord, name: string, content: Uint8Array): Promise<void> {
    await this.#ask({ kind: "artifact", name, content });
  }

  tell(): Promise<never> {
    throw toldInside();
  }

  fail(): Promise<never> {
    throw toldInside();
  }

  #ask(request: Unnumbered<ThreadRequest>): Promise<Answer> {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port has no origin
      this.#port.postMessage({ id, ...request });
    });
  }

  #hear(reply: ThreadReply): void {
    if (reply.kind === "abort") {
      this.onAbort(reply.message);
      return;
    }
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if (reply.kind === "answer") waiting?.resolve(reply);
    else waiting?.reject(new InfimumError(reply.code, reply.message));
  }
}

type Answer = Extract<ThreadReply, { kind: "answer" }>;
type Unnumbered<T> = T extends unknown ? Omit<T, "id"> : never;

function toldInside(): InfimumError {
  return new InfimumError(
    "told-inside",
    "an objective returns its outcome: tell and fail are for trials from study.ask().",
  );
}
