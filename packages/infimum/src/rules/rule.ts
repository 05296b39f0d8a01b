import type { Paper } from "../run/method.ts";
import type { ParameterTree } from "./parameter-tree.ts";

/**
 * A part of a training rule: turns a gradient into an update, in place. `chain` composes transforms. A state is plain
 * data (numbers, arrays, typed arrays, records); `null` when there is nothing to remember.
 */
export interface Transform<State> {
  init(params: ParameterTree): State;
  /** Rewrites `update` and `state`. */
  apply(update: ParameterTree, state: State, params: ParameterTree): void;
}

/** What a rule may ask of the batch at hand, at its parameters or at others. The arrays it gives belong to the rule. */
export interface BatchOracle {
  value(at?: ParameterTree): number;
  gradient(at?: ParameterTree): ParameterTree;
  hessianVector(v: ParameterTree, at?: ParameterTree): ParameterTree;
}

/** A training rule: how parameters follow from gradients. */
export interface Rule<State> {
  /** What `step` asks of a batch. */
  readonly needs: readonly (keyof BatchOracle)[];
  init(params: ParameterTree): State;
  /**
   * The next parameters and state from one gradient. Writes in place: all three arguments are spent, and the results
   * may be the same objects.
   *
   * @throws InfimumError `parameters-mismatch` when gradients are not shaped like the parameters
   */
  update<P extends ParameterTree>(gradients: P, state: State, params: P): [P, State];
  /** The same for rules that ask a batch more than one gradient; every rule has it. */
  step<P extends ParameterTree>(batch: BatchOracle, state: State, params: P): [P, State];
  /** The parameters to evaluate with, where these are not the ones that are trained (averages, schedule-free rules). */
  evaluation?<P extends ParameterTree>(state: State, params: P): P;
}

/** A rule with a name in the literature and options, from which `descend` makes a method. */
export interface NamedRule<State = any, Options extends object = any, Name extends string = string>
  extends Rule<State> {
  /** In kebab-case. */
  readonly name: Name;
  /** One line for people. */
  readonly title: string;
  readonly papers: readonly Paper[];
  /** Rows of the catalogue of papers that the rule serves. */
  readonly rows: readonly string[];
  readonly options: Options;
  /** The same rule with other options. */
  configured(options: Options): NamedRule<State, Options, Name>;
}
