import type { Pattern } from "../numerics/sparse/pattern.ts";
import { forward } from "./derivatives/forward.ts";
import { gradient } from "./derivatives/reverse.ts";
import { taylor } from "./derivatives/taylor.ts";
import type { DataArray, Program } from "./program/program.ts";
import { prune } from "./program/prune.ts";
import type { ReadProgram } from "./read/read-function.ts";
import type { Evaluator } from "./run/evaluator.ts";
import { evaluatorOf } from "./run/evaluator-of.ts";
import { CompressedHessian, hessianPattern, hessianVectorProgram } from "./sparsity/compressed-hessian.ts";
import { CompressedJacobian, pullbackProgram, pushforwardProgram } from "./sparsity/compressed-jacobian.ts";

/** The programs that are made of one: each at its first use. */
const transformations = {
  value: (program: Program): Program => program,
  gradient,
  hessianVector: hessianVectorProgram,
  jacobianVector: pushforwardProgram,
  vectorJacobian: pullbackProgram,
  weightedHessianVector: (program: Program): Program => {
    const whole = forward(pullbackProgram(program));
    return prune(whole, { results: [], outputs: [whole.outputs[whole.outputs.length - 1]] });
  },
  secondAlong: (program: Program): Program => taylor(program, 2),
} as const;

export type Kind = keyof typeof transformations;

/** A program that is used so often is compiled; before, running it as it is costs less than compiling it. */
const worthCompiling = 3;
const worthCompilingRare = 20;

/**
 * One program of the function, with all that is made of it. The function may have others: it decides by the point what it
 * executes, and a program holds while the decisions are the same.
 */
export class Variant {
  readonly read: ReadProgram;
  readonly #programs = new Map<Kind, Program>();
  readonly #evaluators = new Map<Kind, Evaluator>();
  readonly #uses = new Map<Kind, number>();
  readonly #made = new Map<unknown, { readonly evaluator: Evaluator }>();
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
    // few second derivatives are asked for, mostly fewer than compiling them is worth
    const isRare = kind === "secondAlong";
    const atOnce = this.#compileAtOnce && !isRare;
    const worth = isRare ? worthCompilingRare : worthCompiling;
    const compile = atOnce || uses === worth;
    if (evaluator === undefined || (uses === worth && !atOnce)) {
      evaluator = evaluatorOf(this.program(kind), compile);
      this.#evaluators.set(kind, evaluator);
      this.#bindTo(evaluator, data);
    }
    return evaluator;
  }

  /** What a caller makes of the program, made once. */
  made<Made extends { readonly evaluator: Evaluator }>(make: (program: Program) => Made, data: unknown): Made {
    let made = this.#made.get(make) as Made | undefined;
    if (made === undefined) {
      made = make(this.read.program);
      this.#made.set(make, made);
      this.#bindTo(made.evaluator, data);
    }
    return made;
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

  /** @param argument the only one of several data arguments that is another @throws InfimumError `data-mismatch` */
  bind(data: unknown, argument?: number): void {
    // indices among the data may say where the entries of matrices are
    this.#hessian = undefined;
    this.#jacobian = undefined;
    this.#pattern = undefined;
    for (const evaluator of this.#evaluators.values()) this.#bindTo(evaluator, data, argument);
    for (const { evaluator } of this.#made.values()) this.#bindTo(evaluator, data, argument);
  }

  #bindTo(evaluator: Evaluator, data: unknown, argument?: number): void {
    for (const { memory, path, gather } of this.read.bindings) {
      if (argument !== undefined && path[0] !== argument) continue;
      const k = evaluator.program.data.findIndex(({ contents }) => contents === memory.contents);
      if (k >= 0) evaluator.bind(k, gather(data));
    }
  }
}
