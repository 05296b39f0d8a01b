import type { Vector } from "../numerics/vector.ts";
import { forward } from "./derivatives/forward.ts";
import { gradient, pullback } from "./derivatives/reverse.ts";
import type { Program } from "./program/program.ts";
import { prune } from "./program/prune.ts";
import type { Obstacle } from "./read/obstacle.ts";
import { FunctionReader, failureOf, type ReadOptions, type ReadProgram } from "./read/read-function.ts";
import type { Evaluator } from "./run/evaluator.ts";
import { evaluatorOf } from "./run/evaluator-of.ts";

type AnyFunction = (...args: never[]) => unknown;

/** The programs that are made of one: each at its first use. */
const transformations = {
  value: (program: Program): Program => program,
  gradient,
  /** Value and gradient along a direction; the second output is the Hessian times the direction. */
  hessianVector: (program: Program): Program => {
    const whole = forward(gradient(program));
    return prune(whole, { results: [], outputs: [whole.outputs[whole.outputs.length - 1]] });
  },
  /** The answers and the Jacobian times a direction. */
  pushforward: forward,
  /** The answers and the transposed Jacobian times weights. */
  pullback,
} as const;

type Kind = keyof typeof transformations;

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

  /** @throws InfimumError `data-mismatch` */
  bind(data: unknown): void {
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
    }
    run.read(run.program.outputs.length - 1, out);
    return run.result(0);
  }
  /** What gave the last gradient: asked first, without looking for it. */
  #gradient: Evaluator | undefined;

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
    this.#answers(this.#run("value", x), 0, out);
  }

  /** Writes the Jacobian times v, of as many entries as there are residuals. */
  jacobianVector(x: Vector, v: Vector, out: Vector): void {
    this.#answers(this.#run("pushforward", x, v), 1, out);
  }

  /** Writes the transposed Jacobian times the weights, of as many entries as there are variables. */
  transposedJacobianVector(x: Vector, weights: Vector, out: Vector): void {
    const run = this.#run("pullback", x, weights);
    run.read(run.program.outputs.length - 1, out);
  }

  /** The answers of a run (part 0), or their derivatives, which come behind (part 1). */
  #answers(run: Evaluator, part: number, out: Vector): void {
    const { outputs, vector, results } = run.program;
    if (vector !== undefined) run.read(part === 0 ? outputs.indexOf(vector) : outputs.length - 1, out);
    else for (let k = 0; k < out.length; k++) out[k] = run.result(part * (results.length / (part + 1)) + k);
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

  /** A run that has a result at this point. @throws Obstacle */
  #run(kind: Kind, x: Vector, ...others: Vector[]): Evaluator {
    const variants = this.#variants;
    for (const [k, variant] of variants.entries()) {
      const evaluator = variant.evaluator(kind, this.#data);
      if (evaluator.run(x, ...others) >= 0) continue;
      if (k > 0) {
        variants.splice(k, 1);
        variants.unshift(variant);
      }
      this.#how = evaluator.how;
      return evaluator;
    }
    return this.#runNew(kind, x, others);
  }

  #runNew(kind: Kind, x: Vector, others: readonly Vector[]): Evaluator {
    let failure: Obstacle | undefined;
    for (let attempt = 0; attempt < 2; attempt++) {
      const evaluator = this.#readNew(x).evaluator(kind, this.#data);
      const site = evaluator.run(x, ...others);
      if (site < 0) return evaluator;
      failure = failureOf(evaluator.program, site);
      this.#variants.shift();
      this.#reader.unrollLoops();
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
