import type { Choice } from "../choose/choose-listed.ts";
import type { RandomStream } from "../numerics/random/stream.ts";
import type { Problem } from "../problem/problem.ts";
import type { Certifier } from "../run/certificate.ts";
import type { Checkpoint } from "../run/checkpoint.ts";
import type { DirectRun } from "../run/direct-run.ts";
import type { Method } from "../run/method.ts";
import type { RunOptions } from "../run/run.ts";

/** The listed methods by their names. */
export type Methods = ReadonlyMap<string, Method>;

/** What a minimizer is made of beside its methods: a page loads what its equipment names and nothing else. */
export interface Equipment {
  /** Picks a method where none is asked for. */
  readonly choose: (problem: Problem, methods: Methods) => Choice;
  /** Reads the objective, for the derivatives that the method needs; left out, functions are black boxes. */
  readonly read?: Reader;
  /** Turns a problem into one that the method can take. */
  readonly prepare: (problem: Problem, method: Method) => Problem;
  /** Makes what certifies points. */
  readonly certifier: (tolerance?: number) => Certifier;
  /** The random streams of methods that do not bring their own. */
  readonly random?: typeof RandomStream;
  /** Goes on from checkpoints; left out, they are refused. */
  readonly resumption?: Resumption;
}

/**
 * A problem with the exact derivatives that a method needs and the problem does not declare; the same, with the reason, where
 * its objective cannot be read.
 *
 * @param checkpoint where the run goes on from, if it does: nothing is evaluated before then
 * @throws InfimumError `derivatives-not-exact`
 */
export type Reader = (problem: Problem, method: Method, checkpoint: Checkpoint | undefined) => Problem;

/** How a run goes on from a checkpoint. */
export interface Resumption {
  readonly choose: (checkpoint: Checkpoint, methods: Methods) => Choice;
  readonly run: (problem: Problem, method: Method, options: RunOptions) => DirectRun;
}
