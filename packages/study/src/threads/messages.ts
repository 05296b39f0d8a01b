import type { Plain } from "infimum";
import type { TrialRecord } from "../trial/trial-record.ts";

/** What a thread is given to do: one trial, and the port to talk about it. */
export interface ThreadTask {
  readonly record: TrialRecord;
  readonly seed: number;
  readonly port: import("node:worker_threads").MessagePort;
}

/** What a thread says before the objective begins, and what the objective asks of the study, each answered once under its id. */
export type ThreadRequest = { readonly id: number } & (
  | { readonly kind: "begin" }
  | { readonly kind: "report"; readonly step: number; readonly value: number }
  | { readonly kind: "annotate"; readonly name: string; readonly value: Plain }
  | { readonly kind: "artifact"; readonly name: string; readonly content: Uint8Array }
);

/** What the study says to a thread. */
export type ThreadReply =
  | { readonly kind: "answer"; readonly id: number; readonly record: TrialRecord; readonly stop: boolean }
  | { readonly kind: "refused"; readonly id: number; readonly code: string; readonly message: string }
  | { readonly kind: "abort"; readonly message: string };

/** How a trial ended in its thread. */
export type ThreadOutcome =
  | { readonly kind: "outcome"; readonly outcome: unknown }
  | { readonly kind: "pruned"; readonly keep: Plain }
  | { readonly kind: "raised"; readonly name: string; readonly message: string; readonly stack: string | undefined };
