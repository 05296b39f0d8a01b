import { InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Problem } from "../problem/problem.ts";
import type { Candidate, Certificate } from "./certificate.ts";
import type { Phase } from "./direct-run.ts";
import type { Pending } from "./inquiry.ts";
import type { Method, Verdict } from "./method.ts";
import { decode, encode } from "./plain-data.ts";
import type { SavedLedger } from "./saved-ledger.ts";
import type { Status } from "./stopping.ts";

/** A frozen run: plain JSON, to be kept anywhere. */
export interface Checkpoint {
  readonly format: "infimum-run";
  readonly version: 1;
  readonly method: string;
  readonly stateVersion: number;
  readonly [key: string]: unknown;
}

/** What a checkpoint holds, decoded. */
export interface FrozenRun {
  readonly seed: number;
  readonly phase: Phase;
  readonly iteration: number;
  readonly state: object | undefined;
  readonly verdict: Verdict | undefined;
  readonly candidate: Candidate | undefined;
  readonly certificate: Certificate;
  readonly status: Status;
  readonly message: string;
  readonly ledger: SavedLedger;
  readonly seconds: number;
  readonly journal: Vector;
  readonly pending: Pending;
  readonly logs: Record<string, number[]>;
}

const format = "infimum-run";
const version = 1;

/** The kernels that numbers were computed with: going on with others is exact no more. */
const kernels = "typescript-1";

export function writeCheckpoint(problem: Problem, method: Method, run: FrozenRun): Checkpoint {
  return {
    format,
    version,
    method: method.name,
    stateVersion: method.version,
    methodOptions: encode(method.options),
    engine: engineName(),
    kernels,
    dimension: problem.dimension,
    run: encode(run),
  };
}

/** The options of the method that a checkpoint was made with. */
export function checkpointOptions(checkpoint: Checkpoint): object {
  return decode(checkpoint.methodOptions) as object;
}

/** @throws InfimumError `not-a-checkpoint`, `checkpoint-mismatch`, `state-version` */
export function readCheckpoint(checkpoint: Checkpoint, problem: Problem, method: Method): FrozenRun {
  requireCheckpoint(checkpoint);
  if (checkpoint.method !== method.name) {
    throw new InfimumError(
      "checkpoint-mismatch",
      `the checkpoint was made by ${checkpoint.method}, not by ${method.name}: go on with ${checkpoint.method}, or start anew.`,
    );
  }
  if (checkpoint.stateVersion !== method.version) {
    throw new InfimumError(
      "state-version",
      `the checkpoint holds version ${checkpoint.stateVersion} of the state of ${method.name}, and this library has version ${method.version}: go on with the library that made it, or start anew.`,
    );
  }
  if (checkpoint.dimension !== problem.dimension) {
    throw new InfimumError(
      "checkpoint-mismatch",
      `the checkpoint is of a problem with ${String(checkpoint.dimension)} variables, and this one has ${problem.dimension}.`,
    );
  }
  return decode(checkpoint.run) as FrozenRun;
}

/** @throws InfimumError `not-a-checkpoint` */
export function requireCheckpoint(value: unknown): asserts value is Checkpoint {
  const candidate = value as Partial<Checkpoint> | null | undefined;
  if (typeof candidate !== "object" || candidate?.format !== format || candidate.version !== version) {
    throw new InfimumError(
      "not-a-checkpoint",
      "checkpoint is not what freeze() returned: pass that object, or its JSON parsed.",
    );
  }
}

function engineName(): string {
  const { navigator, process } = globalThis as {
    navigator?: { userAgent?: string };
    process?: { versions?: { v8?: string } };
  };
  return process?.versions?.v8 ? `v8 ${process.versions.v8}` : (navigator?.userAgent ?? "unknown");
}
