import { pullback } from "../derivatives/pullback.ts";
import { pushforward } from "../derivatives/pushforward.ts";
import { type ArrayNode, type Entries, sizeOf } from "../graph/node.ts";
import type { ArrayEvaluator, ArrayProgram } from "../run/array-evaluator.ts";
import { arrayEvaluatorOf } from "../run/array-evaluator-of.ts";
import { emptyEntries } from "../values/numeric-array.ts";
import { type LayerNodes, layersOf } from "./layers.ts";
import type { Trace } from "./trace.ts";
import type { Tree } from "./tree.ts";

/** What is computed of a trace: the result first, but in the last two; then derivatives. */
const makers = {
  value: ({ result }: Trace): readonly ArrayNode[] => [result],
  gradient: (trace: Trace): readonly ArrayNode[] => [trace.result, ...gradientOf(trace)],
  jacobianVector: ({ graph, result, parameters, directions }: Trace): readonly ArrayNode[] => [
    result,
    ...pushforward(graph, [result], parameters, directions),
  ],
  vectorJacobian: ({ graph, result, weights, parameters }: Trace): readonly ArrayNode[] => [
    result,
    ...pullback(graph, [result], [weights], parameters),
  ],
  hessianVector: (trace: Trace): readonly ArrayNode[] =>
    pushforward(trace.graph, gradientOf(trace), trace.parameters, trace.directions),
  layers: (trace: Trace): readonly ArrayNode[] =>
    layersOf(trace).flatMap(({ input, outputGradient }) => [input, outputGradient]),
} as const;

export type Computed = keyof typeof makers;

function gradientOf({ graph, result, parameters }: Trace): ArrayNode[] {
  return pullback(graph, [result], [graph.fill(1, result.shape, result.precision)], parameters);
}

/** A program of a trace, and where it leaves what it computes. */
export class TracedProgram {
  readonly evaluator: ArrayEvaluator;
  readonly outputs: readonly ArrayNode[];
  /** Which input the weights are: directions follow. */
  readonly weights: number;
  /** The data that it has been given, for who gives them. */
  data: Tree | undefined;
  readonly #results: readonly Entries[];

  constructor(program: ArrayProgram, weights: number) {
    this.weights = weights;
    this.evaluator = arrayEvaluatorOf(program);
    this.outputs = program.outputs;
    this.#results = program.outputs.map(({ shape, precision }) => emptyEntries(precision, sizeOf(shape)));
  }

  /** Runs it; the answers are overwritten by the next run. */
  run(): readonly Entries[] {
    this.evaluator.run();
    this.#results.forEach((entries, k) => {
      this.evaluator.get(k, entries);
    });
    return this.#results;
  }
}

/** The programs of a trace: each is made when it is first asked for. */
export class TracedPrograms {
  readonly trace: Trace;
  readonly #programs = new Map<Computed, TracedProgram>();
  #layers: readonly LayerNodes[] | undefined;

  constructor(trace: Trace) {
    this.trace = trace;
  }

  /** In the order of the outputs of the program of that name: an input, then a gradient. */
  get layers(): readonly LayerNodes[] {
    this.#layers ??= layersOf(this.trace);
    return this.#layers;
  }

  get(kind: Computed): TracedProgram {
    let program = this.#programs.get(kind);
    if (program === undefined) {
      const { inputs } = this.trace.graph;
      const outputs = makers[kind](this.trace);
      program = new TracedProgram({ inputs, outputs }, inputs.indexOf(this.trace.weights));
      this.#programs.set(kind, program);
    }
    return program;
  }
}
