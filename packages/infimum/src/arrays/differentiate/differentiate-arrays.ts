import { InfimumError, wrongKind } from "../../error.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Entries, Precision } from "../graph/node.ts";
import { describeShape, sameShape } from "../graph/shape.ts";
import type { Operand } from "../operations/operands.ts";
import { array, type NumericArray } from "../values/numeric-array.ts";
import type { ArrayDerivatives, DifferentiateArraysOptions, Layer } from "./array-derivatives.ts";
import { FlatParameters } from "./flat-parameters.ts";
import { type ArrayFunction, trace } from "./trace.ts";
import { type Computed, type TracedProgram, TracedPrograms } from "./traced-programs.ts";
import { type ArrayLeaf, type ArrayTree, type LikeTree, type TracedTree, type Tree, treeOf } from "./tree.ts";

/**
 * The exact derivatives of a function of arrays, which is written with the functions of `infimum/arrays`. It is called once for
 * each combination of shapes, with arrays that have shapes and no numbers yet (`TracedArray`); what it computes runs as one program.
 *
 * @param f gets traced arrays in the shape of the parameters and of the data, and returns one: for an objective, without axes
 * @param parameters0 a number, an array, or a (nested) record or list of them; nested lists of numbers are one array
 * @throws InfimumError `not-a-function`, `no-parameters`, `not-floats` for parameters that are integers, and what the operations throw
 *
 * Cost: a gradient about 3 times the function, however many parameters there are; a Hessian-vector product about twice that.
 *
 * @reference A. Griewank, A. Walther, 2008, Evaluating Derivatives, 10.1137/1.9780898717761
 * @reference B. A. Pearlmutter, 1994, Fast exact multiplication by the Hessian, 10.1162/neco.1994.6.1.147
 *
 * @example
 * import { differentiateArrays, matmul, mean, square, subtract } from "infimum/arrays";
 * const x = [[1, 0], [0, 1], [1, 1]];
 * const f = differentiateArrays(({ w }) => mean(square(subtract(matmul(x, w), [1, 2, 3]))), { w: [0, 0] });
 * f.value({ w: [1, 2] }); // 0
 * f.gradient({ w: [1, 3] }); // { "w": [0.6666666666666666, 1.3333333333333333] }
 */
export function differentiateArrays<P extends ArrayTree, D = undefined>(
  f: (parameters: TracedTree<P>, data: TracedTree<D>) => Operand,
  parameters0: P,
  options: DifferentiateArraysOptions<D> = {},
): ArrayDerivatives<P, D> {
  if (typeof f !== "function") throw wrongKind("not-a-function", "what is differentiated", "a function", f);
  const derivatives = new TracedDerivatives<P, D>(f as unknown as ArrayFunction, parameters0, options);
  // so that they work when they are taken out: const { gradient } = differentiateArrays(...)
  for (const name of functionNames) Object.assign(derivatives, { [name]: derivatives[name].bind(derivatives) });
  return derivatives;
}

const functionNames = [
  "value",
  "result",
  "valueAndGradient",
  "gradient",
  "hessianVector",
  "jacobianVector",
  "vectorJacobian",
  "layers",
  "flatten",
  "unflatten",
  "valueFlat",
  "valueAndGradientFlat",
  "hessianVectorFlat",
] as const;

/** So many traces of different shapes are kept. */
const mostTraces = 8;

class TracedDerivatives<P, D> implements ArrayDerivatives<P, D> {
  readonly #f: ArrayFunction;
  readonly #precision: Precision | undefined;
  readonly #flat: FlatParameters;
  readonly #start: Tree;
  readonly #data: Tree | undefined;
  readonly #traces = new Map<string, TracedPrograms>();

  constructor(f: ArrayFunction, parameters0: P, { data, precision }: DifferentiateArraysOptions<D>) {
    this.#f = f;
    this.#precision = precision;
    this.#start = this.#read(parameters0);
    this.#flat = new FlatParameters(this.#start);
    if (data !== undefined) {
      const tree = treeOf("data", data, precision);
      this.#data = { ...tree, entries: tree.entries.map((entries) => entries.slice()) };
    }
  }

  get parameterCount(): number {
    return this.#flat.dimension;
  }

  get how(): "compiled" | "interpreted" {
    return this.#program("value", this.#start, this.#data).evaluator.how;
  }

  value(parameters: P, data?: D): number {
    return this.#valueOf(this.#read(parameters), this.#dataOf(data));
  }

  result(parameters: P, data?: D): NumericArray {
    const program = this.#program("value", this.#read(parameters), this.#dataOf(data));
    return arrayOf(program, 0, program.run());
  }

  valueAndGradient(parameters: P, data?: D): { value: number; gradient: LikeTree<P> } {
    const tree = this.#read(parameters);
    const [[value], ...gradients] = this.#objective("gradient", tree, this.#dataOf(data)).run();
    return { value, gradient: rebuilt(tree, gradients) };
  }

  gradient(parameters: P, data?: D): LikeTree<P> {
    return this.valueAndGradient(parameters, data).gradient;
  }

  hessianVector(parameters: P, direction: P, data?: D): LikeTree<P> {
    const tree = this.#read(parameters);
    const program = this.#objective("hessianVector", tree, this.#dataOf(data));
    this.#setDirection(program, tree, direction);
    return rebuilt(tree, program.run());
  }

  jacobianVector(parameters: P, direction: P, data?: D): NumericArray {
    const tree = this.#read(parameters);
    const program = this.#program("jacobianVector", tree, this.#dataOf(data));
    this.#setDirection(program, tree, direction);
    return arrayOf(program, 1, program.run());
  }

  vectorJacobian(parameters: P, weights: ArrayLeaf, data?: D): LikeTree<P> {
    const tree = this.#read(parameters);
    const program = this.#program("vectorJacobian", tree, this.#dataOf(data));
    const { leaves, entries } = treeOf("weights", weights);
    const { shape } = program.outputs[0];
    if (leaves.length !== 1 || !sameShape(leaves[0].shape, shape)) {
      throw new InfimumError(
        "shape-mismatch",
        `the weights are not of the shape ${describeShape(shape)} of the result: give an array of that shape.`,
      );
    }
    program.evaluator.set(program.weights, entries[0]);
    const [, ...gradients] = program.run();
    return rebuilt(tree, gradients);
  }

  layers(parameters: P, data?: D): Layer[] {
    const tree = this.#read(parameters);
    const program = this.#objective("layers", tree, this.#dataOf(data));
    const answers = program.run();
    return this.#programsOf(tree, this.#dataOf(data)).layers.map(({ parameter, transposed }, k) => ({
      path: tree.leaves[parameter].path,
      transposed,
      input: arrayOf(program, 2 * k, answers),
      outputGradient: arrayOf(program, 2 * k + 1, answers),
    }));
  }

  flatten(parameters: P, out: Vector = new Float64Array(this.parameterCount)): Vector {
    return this.#flat.write(this.#read(parameters).entries, out);
  }

  unflatten(x: Vector): LikeTree<P> {
    return rebuilt(this.#start, this.#flat.at(x).entries);
  }

  valueFlat(x: Vector, data?: D): number {
    return this.#valueOf(this.#flat.at(x), this.#dataOf(data));
  }

  valueAndGradientFlat(x: Vector, out: Vector, data?: D): number {
    const [[value], ...gradients] = this.#objective("gradient", this.#flat.at(x), this.#dataOf(data)).run();
    this.#flat.write(gradients, out);
    return value;
  }

  hessianVectorFlat(x: Vector, v: Vector, out: Vector, data?: D): void {
    const program = this.#objective("hessianVector", this.#flat.at(x), this.#dataOf(data));
    this.#flat.at(v).entries.forEach((entries, k) => {
      program.evaluator.set(program.weights + 1 + k, entries);
    });
    this.#flat.write(program.run(), out);
  }

  #valueOf(parameters: Tree, data: Tree | undefined): number {
    const [[value]] = this.#objective("value", parameters, data).run();
    return value;
  }

  /** @throws InfimumError `not-floats`, `no-parameters` */
  #read(parameters: P): Tree {
    const tree = treeOf("parameters", parameters, this.#precision);
    const integers = tree.leaves.find(({ precision }) => precision === "int32");
    if (integers !== undefined) {
      throw new InfimumError(
        "not-floats",
        `${["parameters", ...integers.path].join(".")} has integers: give float64 or float32 numbers, or put it among the data.`,
      );
    }
    if (tree.leaves.length > 0) return tree;
    throw new InfimumError("no-parameters", "there are no parameters: give a number, an array or a record of them.");
  }

  #dataOf(data: D | undefined): Tree | undefined {
    return data === undefined ? this.#data : treeOf("data", data, this.#precision);
  }

  #programsOf(parameters: Tree, data: Tree | undefined): TracedPrograms {
    const signature = `${parameters.signature} | ${data?.signature ?? ""}`;
    let programs = this.#traces.get(signature);
    if (programs === undefined) {
      programs = new TracedPrograms(trace(this.#f, parameters, data));
      const [oldest] = this.#traces.keys();
      if (this.#traces.size === mostTraces) this.#traces.delete(oldest);
      this.#traces.set(signature, programs);
    }
    return programs;
  }

  /** The program, which has been given the parameters and the data. */
  #program(kind: Computed, parameters: Tree, data: Tree | undefined): TracedProgram {
    const program = this.#programsOf(parameters, data).get(kind);
    const { evaluator } = program;
    parameters.entries.forEach((entries, k) => {
      evaluator.set(k, entries);
    });
    if (data !== undefined && program.data !== data) {
      data.entries.forEach((entries, k) => {
        evaluator.set(parameters.entries.length + k, entries);
      });
      // those of a caller may change: only those of the options are kept
      program.data = data === this.#data ? data : undefined;
    }
    return program;
  }

  /** @throws InfimumError `not-scalar` */
  #objective(kind: Computed, parameters: Tree, data: Tree | undefined): TracedProgram {
    const { shape } = this.#programsOf(parameters, data).trace.result;
    if (shape.length === 0) return this.#program(kind, parameters, data);
    throw new InfimumError(
      "not-scalar",
      `the function returns an array of shape ${describeShape(shape)}: return its sum or mean, or ask for jacobianVector or vectorJacobian.`,
    );
  }

  #setDirection(program: TracedProgram, tree: Tree, direction: P): void {
    const given = this.#read(direction);
    if (given.signature !== tree.signature) {
      throw new InfimumError(
        "shape-mismatch",
        `the direction is not of the shape of the parameters: it has ${given.signature} where they have ${tree.signature}.`,
      );
    }
    given.entries.forEach((entries, k) => {
      program.evaluator.set(program.weights + 1 + k, entries);
    });
  }
}

function arrayOf({ outputs }: TracedProgram, k: number, answers: readonly Entries[]): NumericArray {
  const { shape, precision } = outputs[k];
  return array(answers[k], { shape, precision });
}

/** A record of the shape of the author's. */
function rebuilt<P>(tree: Tree, entries: readonly Entries[]): LikeTree<P> {
  return tree.build(({ like }, k) => like(entries[k])) as LikeTree<P>;
}
