import type { Vector } from "../numerics/vector.ts";
import { gradient } from "./derivatives/reverse.ts";
import type { DataArray, Program } from "./program/program.ts";
import type { Obstacle } from "./read/obstacle.ts";
import { FunctionReader, failureOf, type ReadOptions, type ReadProgram } from "./read/read-function.ts";
import type { Evaluator } from "./run/evaluator.ts";
import { evaluatorOf } from "./run/evaluator-of.ts";
import { CompressedHessian, hessianPattern, hessianVectorProgram } from "./sparsity/compressed-hessian.ts";
import { CompressedJacobian } from "./sparsity/compressed-jacobian.ts";
import type { Pattern } from "./sparsity/pattern.ts";

type AnyFunction = (...args: never[]) => unknown;

/** The programs that are made of one: each at its first use. */
const transformations = {
  value: (program: Program): Program => program,
  gradient,
  hessianVector: hessianVectorProgram,
} as const;

type Kind = keyof typeof transformations;

/** A matrix by its columns: the rows of column j and their values stand from `columnStarts[j]` to `columnStarts[j + 1]`. */
export interface SparseMatrix extends Pattern {
  readonly values: Vector;
}

/** So many programs of different decisions are kept. */
const mostVariants = 16;

/** A program that is used so often is compiled; before, running it as it is costs less than compiling it. */
const worthCompiling = 3;

/**
 * One program of the function, with all that is made of it. The function may have others: it decides by the point what it
 * executes, and a program holds while the decisions are the same.
 */
class Variant {
  readonly read: ReadProgram;
  readonly #programs = new Map<Kind, Program>();
  readonly #evaluators = new Map<Kind, Evaluator>();
  readonly #uses = new Map<Kind, number>();
  readonly #compileAtOnce: boolean;
  #hessian: CompressedHessian | undefined;
  #jacobian: CompressedJacobian | undefined;
  #pattern: Pattern | undefined;

  constructor(read: ReadProgram, compileAtOnce: boolean) {
    this.read = read;
    this.#compileAtOnce = compileAtOnce;
  }

  program(kind: Kind): Program {
    let program = this.#programs.get(kind);
    if (program === undefined) {
      program = transformations[kind](this.read.program);
      this.#programs.set(kind, program);
    }
    return program;
  }

  evaluator(kind: Kind, data: unknown): Evaluator {
    const uses = (this.#uses.get(kind) ?? 0) + 1;
    this.#uses.set(kind, uses);
    let evaluator = this.#evaluators.get(kind);
    const compile = this.#compileAtOnce || uses === worthCompiling;
    if (evaluator === undefined || (uses === worthCompiling && !this.#compileAtOnce)) {
      evaluator = evaluatorOf(this.program(kind), compile);
      this.#evaluators.set(kind, evaluator);
      this.#bindTo(evaluator, data);
    }
    return evaluator;
  }

  hessian(data: unknown): CompressedHessian {
    if (this.#hessian === undefined) {
      this.#hessian = new CompressedHessian(this.read.program, this.#contents(data));
      this.#bindTo(this.#hessian.evaluator, data);
    }
    return this.#hessian;
  }

  hessianPattern(data: unknown): Pattern {
    this.#pattern ??= this.#hessian?.pattern ?? hessianPattern(this.read.program, this.#contents(data));
    return this.#pattern;
  }

  jacobian(data: unknown): CompressedJacobian {
    if (this.#jacobian === undefined) {
      this.#jacobian = new CompressedJacobian(this.read.program, this.#contents(data));
      this.#bindTo(this.#jacobian.evaluator, data);
    }
    return this.#jacobian;
  }

  /** What the data buffers of the program are bound to. */
  #contents(data: unknown): DataArray[] {
    return this.read.program.data.map(({ contents }) => {
      const binding = this.read.bindings.find(({ memory }) => memory.contents === contents);
      return binding ? binding.gather(data) : (contents ?? []);
    });
  }

  /** @throws InfimumError `data-mismatch` */
  bind(data: unknown): void {
    // indices among the data may say where the entries of matrices are
    this.#hessian = undefined;
    this.#jacobian = undefined;
    this.#pattern = undefined;
    for (const evaluator of this.#evaluators.values()) this.#bindTo(evaluator, data);
  }

  #bindTo(evaluator: Evaluator, data: unknown): void {
    for (const { memory, gather } of this.read.bindings) {
      const k = evaluator.program.data.findIndex(({ contents }) => contents === memory.contents);
      if (k >= 0) evaluator.bind(k, gather(data));
    }
  }
}

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

  /** The number of residuals. */
  residualCount(x: Vector): number {
    const { vector, results } = this.readAt(x).program;
    return vector?.length ?? results.length;
  }

  residuals(x: Vector, out: Vector): void {
    const run = this.#run("value", x);
    const { outputs, vector } = run.program;
    if (vector !== undefined) run.read(outputs.indexOf(vector), out);
    else for (let k = 0; k < out.length; k++) out[k] = run.result(k);
  }

  /** Exchanges the data. */
  bind(data: unknown): void {
    this.#data = data;
    this.#reader.data = data;
    this.#gradient = undefined;
    try {
      for (const variant of this.#variants) variant.bind(data);
    } catch {
      // of another structure: what was read of the function does not hold any more
      this.#variants = [];
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
    const variant = new Variant(this.#reader.read(x), this.#variants.length === 0);
    this.#variants.unshift(variant);
    this.#variants.length = Math.min(this.#variants.length, mostVariants);
    return variant;
  }
}
