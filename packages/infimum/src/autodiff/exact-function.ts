import type { Pattern } from "../numerics/sparse/pattern.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Program } from "./program/program.ts";
import { Obstacle } from "./read/obstacle.ts";
import { FunctionReader, failureOf, type ReadOptions, type ReadProgram } from "./read/read-function.ts";
import type { Evaluator } from "./run/evaluator.ts";
import type { CompressedHessian } from "./sparsity/compressed-hessian.ts";
import { type CompressedJacobian, readAnswer } from "./sparsity/compressed-jacobian.ts";
import { type Kind, Variant } from "./variant.ts";

type AnyFunction = (...args: never[]) => unknown;

/** A matrix by its columns: the rows of column j and their values stand from `columnStarts[j]` to `columnStarts[j + 1]`. */
export interface SparseMatrix extends Pattern {
  readonly values: Vector;
}

/** So many programs of different decisions are kept. */
const mostVariants = 16;

/**
 * A function as exact derivatives see it: read at the first point that is asked for, and again where it decides otherwise
 * than before. It never calls the function.
 */
export class ExactFunction {
  readonly dimension: number;
  readonly #reader: FunctionReader;
  #data: unknown;
  /** The one used last comes first. */
  #variants: Variant[] = [];
  /** What the function answers with: the same everywhere, as long as the data have the same structure. */
  #answer: { readonly kind: "scalar" | "vector"; readonly count: number } | undefined;

  /** @throws Obstacle where the function cannot be read at any point */
  constructor(f: AnyFunction, options: ReadOptions) {
    this.dimension = options.dimension;
    this.#data = options.data;
    this.#reader = new FunctionReader(f, options);
  }

  /** Reads the function at a point, before anything is asked. @throws Obstacle */
  readAt(x: Vector): ReadProgram {
    return (this.#variants[0] ?? this.#readNew(x)).read;
  }

  /** Whether the program that was used last answers with a number or with an array. */
  answerAt(x: Vector): "scalar" | "vector" {
    return this.readAt(x).answer;
  }

  /** "compiled", or "interpreted" where WebAssembly is forbidden. */
  get how(): Evaluator["how"] {
    return this.#how;
  }
  #how: Evaluator["how"] = "compiled";

  value(x: Vector): number {
    return this.#run("value", x).result(0);
  }

  valueAndGradient(x: Vector, out: Vector): number {
    let run = this.#gradient;
    if (run === undefined || run.run(x) >= 0) {
      run = this.#run("gradient", x);
      this.#gradient = run;
      this.#gradientOutput = run.program.outputs.length - 1;
    }
    run.read(this.#gradientOutput, out);
    return run.result(0);
  }
  /** What gave the last gradient: asked first, without looking for it. */
  #gradient: Evaluator | undefined;
  #gradientOutput = 0;

  hessianVector(x: Vector, v: Vector, out: Vector): void {
    const run = this.#run("hessianVector", x, v);
    run.read(run.program.outputs.length - 1, out);
  }

  jacobianVector(x: Vector, v: Vector, out: Vector): void {
    readAnswer(this.#run("jacobianVector", x, v), out);
  }

  vectorJacobian(x: Vector, w: Vector, out: Vector): void {
    readAnswer(this.#run("vectorJacobian", x, w), out);
  }

  /** The Hessian of the sum of the answers by weights, times v. */
  weightedHessianVector(x: Vector, w: Vector, v: Vector, out: Vector): void {
    readAnswer(this.#run("weightedHessianVector", x, w, v), out);
  }

  /**
   * Runs what a caller makes of a program, with one that holds at the point.
   *
   * @param run returns -1, or the number of the site where it failed
   * @throws Obstacle
   */
  runMade<Made extends { readonly evaluator: Evaluator }>(
    x: Vector,
    make: (program: Program) => Made,
    run: (made: Made) => number,
  ): void {
    this.#over(x, (variant) => {
      const made = variant.made(make, this.#data);
      return { program: made.evaluator.program, site: run(made) };
    });
  }

  /** The number of residuals. */
  residualCount(x: Vector): number {
    return answerCount(this.readAt(x));
  }

  residuals(x: Vector, out: Vector): void {
    const run = this.#run("value", x);
    const { outputs, vector } = run.program;
    if (vector !== undefined) run.read(outputs.indexOf(vector), out);
    else for (let k = 0; k < out.length; k++) out[k] = run.result(k);
  }

  /** The second derivatives of the residuals along v, d^2 r(x + t v) / dt^2 at t = 0, in Taylor mode: about three times the residuals. */
  secondAlong(x: Vector, v: Vector, out: Vector): void {
    const n = this.dimension;
    this.#jet ??= new Float64Array(2 * n);
    this.#jet.set(v);
    const run = this.#run("secondAlong", x, this.#jet);
    const { outputs, vector, results } = run.program;
    // the coefficients of order 2 come last, and twice one is the derivative
    if (vector !== undefined) run.read((2 * outputs.length) / 3 + outputs.indexOf(vector), out);
    else for (let k = 0; k < out.length; k++) out[k] = run.result((2 * results.length) / 3 + k);
    for (let k = 0; k < out.length; k++) out[k] *= 2;
  }
  /** x1 = v, x2 = 0. */
  #jet: Vector | undefined;

  /** Exchanges the data. Returns false where they are of another structure, so that the function is read again. */
  bind(data: unknown): boolean {
    return this.exchange(data);
  }

  /** Exchanges the data, of which only that argument is another, where they are several. */
  exchange(data: unknown, argument?: number): boolean {
    this.#data = data;
    this.#reader.data = data;
    this.#gradient = undefined;
    try {
      for (const variant of this.#variants) variant.bind(data, argument);
      return true;
    } catch {
      // what was read of the function does not hold any more
      this.#variants = [];
      this.#answer = undefined;
      return false;
    }
  }

  /** The Hessian: the entries that may differ from 0. */
  hessian(x: Vector): SparseMatrix {
    return this.#entries(x, (variant) => variant.hessian(this.#data));
  }

  /** The Jacobian: the entries that may differ from 0. */
  jacobian(x: Vector): SparseMatrix {
    return this.#entries(x, (variant) => variant.jacobian(this.#data));
  }

  #entries(x: Vector, of: (variant: Variant) => CompressedHessian | CompressedJacobian): SparseMatrix {
    let values!: Vector;
    const variant = this.#over(x, (tried) => {
      const matrix = of(tried);
      values = new Float64Array(matrix.pattern.rows.length);
      return { program: matrix.evaluator.program, site: matrix.evaluate(x, values) };
    });
    return { ...of(variant).pattern, values };
  }

  /**
   * Where the Hessian may differ from 0, wherever the point; undefined where that cannot be said, because what the function
   * executes depends on the point in a way that its program does not hold.
   */
  hessianPattern(x: Vector): Pattern | undefined {
    // an index that is not made of the point fails nowhere or everywhere
    if (this.readAt(x).program.sites.some(({ what }) => what !== "index")) return undefined;
    return this.#variants[0].hessianPattern(this.#data);
  }

  /** Where the derivatives of the program that was used last may differ from 0. */
  patterns(x: Vector): { readonly jacobian: Pattern; readonly hessian: Pattern | undefined } {
    const isScalar = this.answerAt(x) === "scalar";
    const [variant] = this.#variants;
    return {
      jacobian: variant.jacobian(this.#data).pattern,
      hessian: isScalar ? variant.hessian(this.#data).pattern : undefined,
    };
  }

  /** A run that has a result at this point. @throws Obstacle */
  #run(kind: Kind, x: Vector, ...others: Vector[]): Evaluator {
    let evaluator: Evaluator | undefined;
    this.#over(x, (variant) => {
      evaluator = variant.evaluator(kind, this.#data);
      return { program: evaluator.program, site: evaluator.run(x, ...others) };
    });
    this.#how = evaluator!.how;
    return evaluator!;
  }

  /** The program with which the attempt succeeds at this point, which is then the first to be tried. @throws Obstacle */
  #over(x: Vector, attempt: (variant: Variant) => { program: Program; site: number }): Variant {
    const variants = this.#variants;
    for (const [k, variant] of variants.entries()) {
      if (attempt(variant).site >= 0) continue;
      if (k > 0) {
        variants.splice(k, 1);
        variants.unshift(variant);
      }
      return variant;
    }
    let failure: Obstacle | undefined;
    for (let readings = 0; readings < 2; readings++) {
      const variant = this.#readNew(x);
      const { program, site } = attempt(variant);
      if (site < 0) return variant;
      failure = failureOf(program, site);
      this.#variants.shift();
      this.#reader.unrollLoops(failure.place);
    }
    throw failure;
  }

  #readNew(x: Vector): Variant {
    const read = this.#reader.read(x);
    this.#requireSame(read);
    const variant = new Variant(read, this.#variants.length === 0);
    this.#variants.unshift(variant);
    this.#variants.length = Math.min(this.#variants.length, mostVariants);
    return variant;
  }

  /** @throws Obstacle where the function answers with something else than it did before */
  #requireSame(read: ReadProgram): void {
    const count = answerCount(read);
    this.#answer ??= { kind: read.answer, count };
    const before = this.#answer;
    if (read.answer === before.kind && count === before.count) return;
    throw new Obstacle(
      `the function returns ${inWords(read.answer, count)} here, and ${inWords(before.kind, before.count)} where it was read first`,
      "return as many numbers at every point",
    );
  }
}

function answerCount({ program: { vector, results } }: ReadProgram): number {
  return vector?.length ?? results.length;
}

function inWords(kind: "scalar" | "vector", count: number): string {
  return kind === "scalar" ? "a number" : `an array of ${count}`;
}
