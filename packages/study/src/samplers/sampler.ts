import type { Paper, Plain } from "infimum";
import type { RandomStream, Vector } from "infimum/numerics";
import type { Space } from "infimum/space";
import type { Report } from "../trial/trial-record.ts";

/** Proposes the points of a study's trials. */
export interface Sampler {
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  readonly papers?: readonly Paper[];
  /** Rows of the catalogue of papers that it serves. */
  readonly rows?: readonly string[];
  /** @throws InfimumError when the sampler cannot serve the space or the goals, saying what can */
  open(context: SamplerContext): SamplerSession;
}

export interface SamplerContext {
  readonly space: Space;
  /** How many goals there are. Samplers see losses: goals that are maximized have their sign turned. */
  readonly goals: number;
  readonly seed: number;
}

/**
 * A sampler at work on one study. What it proposes is a function of what it has learned, in that order, of the pending
 * trials and of the trial's number and random streams, and of nothing else: several processes, each with a session of
 * its own, then agree, and a study that is opened again goes on as if it had never stopped. What it has to remember of a
 * proposal goes into the note.
 */
export interface SamplerSession {
  /** A trial has ended. Each is told once, also those of other processes and of earlier runs. */
  learn(trial: EndedTrial): void;
  /** The point of a trial; undefined when there is nothing left to try. Cost must not grow with the history beyond need. */
  propose(request: ProposalRequest): Proposal | undefined;
  /** For samplers that come to an end, such as a grid: false when a trial of that number would find nothing left to try. */
  hasLeft?(number: number): boolean;
  /**
   * For samplers that change values while a trial is on its way: the point it goes on with after `step` (where it reported
   * `loss`), or undefined to leave it as it is.
   */
  revise?(request: RevisionRequest): Vector | undefined;
}

/** A trial that has ended, as samplers see it. */
export interface EndedTrial {
  readonly number: number;
  readonly state: "complete" | "pruned" | "failed";
  readonly codes: Vector;
  readonly revisions: readonly { readonly step: number; readonly codes: Vector }[];
  /** To be minimized, one for each goal. A pruned trial has its last report for all it is worth; Infinity where it failed. */
  readonly losses: Vector;
  /** How far it is from feasible: the sum of the constraints above 0; 0 where it is feasible, or none were reported. */
  readonly violation: number;
  /** Values are losses: to be minimized. */
  readonly reports: readonly Report[];
  readonly note: Plain;
}

/** A trial that is on its way. */
export interface PendingTrial {
  readonly number: number;
  readonly codes: Vector;
  readonly note: Plain;
}

export interface ProposalRequest {
  readonly number: number;
  /** By number. */
  readonly pending: readonly PendingTrial[];
  /** The stream keyed by (seed, purpose, trial number, index); it lives until the proposal is made. */
  random(purpose: string, index?: number): RandomStream;
}

export interface Proposal {
  /** One code for each dimension; those that are not there are made NaN by the study. */
  readonly codes: Vector;
  readonly note?: Plain;
}

export interface RevisionRequest {
  readonly number: number;
  readonly codes: Vector;
  readonly step: number;
  readonly loss: number;
  /** The stream keyed by (seed, purpose, trial number, index). */
  random(purpose: string, index?: number): RandomStream;
}
