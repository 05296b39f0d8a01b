import type { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Need } from "../problem/oracles.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { chosenOptions } from "./chosen-options.ts";

/** What a method can serve itself; for what it cannot, a wrapper stands in, or the run refuses. */
export type Capability = "bounds" | "terms" | "constraints" | "integers" | "noise" | "batches" | "sparse";

/**
 * A method's own reason to end: its tests hold (settled), float64 ran out of precision before they did (stalled), the
 * objective falls without end (unbounded), or it cannot go on (failed).
 */
export interface Verdict {
  readonly stop: "settled" | "stalled" | "unbounded" | "failed";
  /** One sentence with the number that decided. */
  readonly why: string;
}

/** Where a method comes from. */
export interface Paper {
  readonly authors: string;
  readonly year: number;
  readonly title: string;
  /** arXiv number or DOI. */
  readonly source?: string;
}

/** What the author of a method writes down. */
export interface MethodDefinition<
  State extends object,
  K extends Need,
  Options extends object,
  Name extends string,
  Measures extends Readonly<Record<string, number>>,
> {
  /** The name in the literature, in kebab-case. */
  readonly name: Name;
  /** Raised whenever the shape of the state changes. */
  readonly version: number;
  /** One line for people. */
  readonly title: string;
  readonly papers?: readonly Paper[];
  /** Rows of the catalogue of papers that this method serves. */
  readonly rows?: readonly string[];
  readonly needs: readonly K[];
  readonly handles?: readonly Capability[];
  /**
   * `RandomStream`, for a method that asks for `problem.random`: a lean minimizer has the streams that its methods bring,
   * and no other.
   */
  readonly random?: typeof RandomStream;
  /** The options with their defaults. */
  readonly options: Options;
  /** @throws InfimumError when a value of an option makes no sense. Called once, before anything is asked. */
  readonly validate?: (options: Options) => void;
  /** Asks what is needed at x0 and returns the first state: plain data (numbers, strings, typed arrays, records). */
  start(problem: View<K>, options: Options): Coroutine<State>;
  /** One iteration: asks first, writes the state last. */
  step(state: State, problem: View<K>, options: Options): Coroutine<Verdict | void>;
  /** The numbers worth watching. */
  readonly measures?: (state: NoInfer<State>) => Measures;
  /** The method has settled once each of these measures is at most its tolerance; tolerances are the defaults. */
  readonly settles?: { readonly [M in keyof NoInfer<Measures>]?: number };
  /**
   * The method's own answer and the objective there, NaN where only samples or ranks were seen. It is reported when no value
   * of the objective was seen at all, and when rounding made another point the best one but only this one can be certified.
   */
  readonly incumbent?: (state: NoInfer<State>) => { readonly x: Vector; readonly value: number };
}

/** A method with its options, ready to run. */
// `any`: a method's parameters are contravariant in its state, so a list of different methods has no narrower type
export interface Method<
  State extends object = any,
  K extends Need = Need,
  Options extends object = any,
  Name extends string = string,
> extends MethodDefinition<State, K, Options, Name, any> {
  readonly papers: readonly Paper[];
  readonly rows: readonly string[];
  readonly handles: readonly Capability[];
  readonly measures: (state: State) => Readonly<Record<string, number>>;
  readonly settles: Readonly<Record<string, number>>;
}

/** A method with its default options; called, the same method with other options. */
export interface ConfigurableMethod<State extends object, K extends Need, Options extends object, Name extends string>
  extends Method<State, K, Options, Name> {
  /** @throws InfimumError `unknown-option`, and what the method itself does not accept */
  (options?: Partial<Options>): Method<State, K, Options, Name>;
}

/**
 * Defines a method. Name and needs are inferred from the literals, options from their defaults, the state from what
 * `start` returns (`start` has to stand before `step` in the literal).
 *
 * @example
 * const gradientDescent = method({
 *   name: "fixed-step-descent", version: 1, title: "Gradient descent with a fixed step",
 *   needs: ["gradient"],
 *   options: { stepSize: 0.1 },
 *   *start(problem) {
 *     return { x: problem.x0.slice() };
 *   },
 *   *step(state, problem, { stepSize }) {
 *     const gradient = problem.scratch();
 *     yield* problem.gradient(state.x, gradient);
 *     for (let i = 0; i < gradient.length; i++) state.x[i] -= stepSize * gradient[i];
 *   },
 * });
 */
export function method<
  const Name extends string,
  const K extends Need,
  Options extends object,
  State extends object,
  Measures extends Readonly<Record<string, number>> = Record<never, number>,
>(definition: MethodDefinition<State, K, Options, Name, Measures>): ConfigurableMethod<State, K, Options, Name> {
  const complete = {
    papers: [],
    rows: [],
    handles: [],
    settles: {},
    measures: () => ({}),
    ...definition,
  };
  const configure = (options: Partial<Options> = {}) => {
    const configured = { ...complete, options: chosenOptions(complete.name, complete.options, options) };
    configured.validate?.(configured.options);
    return configured;
  };
  for (const [key, value] of Object.entries(complete)) {
    Object.defineProperty(configure, key, { value, enumerable: true });
  }
  return configure as unknown as ConfigurableMethod<State, K, Options, Name>;
}
