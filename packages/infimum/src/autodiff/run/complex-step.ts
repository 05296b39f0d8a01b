import type { Vector } from "../../numerics/vector.ts";
import {
  type BinaryOperation,
  binaryOperations,
  type Comparison,
  comparisons,
  isBinary,
  isComparison,
  isUnary,
  type UnaryOperation,
  unaryOperations,
} from "../program/operations.ts";
import type { Block, BranchStep, Buffer, LoopStep, Program, Step } from "../program/program.ts";
import type { Value } from "../program/value.ts";
import { binarySlope, unarySlope } from "./complex-slopes.ts";

/** Is told of every operation that decides by the sign of a number: how far it is from 0, and its derivative along the direction. */
export type KinkWatcher = (value: Value, distance: number, slope: number) => void;

/**
 * Runs a program over complex numbers, x + i h d, and reads the derivative along d from the imaginary part of the answer: no
 * difference is taken, so that nothing cancels. With h towards 0 only terms of first order in h are left, and imaginary
 * parts are kept in units of h. It shares nothing with the transformations that derivatives are made by, and is what they
 * are compared with; one run costs some hundred times an evaluation.
 *
 * @reference W. Squire, G. Trapp, 1998, Using complex variables to estimate derivatives of real functions, 10.1137/S003614459631241X
 */
export class ComplexStep {
  readonly program: Program;
  /** By the id of the value; integers and conditions (0, 1) have no imaginary part. */
  readonly #real: Float64Array;
  readonly #imaginary: Float64Array;
  /** By the id of the buffer. */
  readonly #memory: Vector[] = [];
  readonly #slopes: Vector[] = [];
  readonly #watch: KinkWatcher | undefined;

  constructor(program: Program, watch?: KinkWatcher) {
    this.program = program;
    this.#watch = watch;
    this.#real = new Float64Array(program.valueCount);
    this.#imaginary = new Float64Array(program.valueCount);
    for (const buffer of [...program.inputs, ...program.locals, ...program.outputs, ...program.data]) {
      this.#memory[buffer.id] = buffer.contents ? Float64Array.from(buffer.contents) : new Float64Array(buffer.length);
      this.#slopes[buffer.id] = new Float64Array(buffer.length);
    }
  }

  /** Runs at x along d; returns -1, or the number of the site where the run failed: then there is no answer. */
  run(x: Vector, d: Vector): number {
    const [point] = this.program.inputs;
    this.#memory[point.id].set(x);
    this.#slopes[point.id].set(d);
    for (const output of this.program.outputs) this.#fill(output, 0);
    return this.#block(this.program.body);
  }

  /** The k-th answer of the last run. */
  result(k: number): number {
    return this.#of(this.program.results[k]);
  }

  /** The derivative of the k-th answer along the direction. */
  slope(k: number): number {
    const value = this.program.results[k];
    return value.constant === undefined ? this.#imaginary[value.id] : 0;
  }

  #fill({ id }: Buffer, value: number): void {
    this.#memory[id].fill(value);
    this.#slopes[id].fill(0);
  }

  #of({ id, constant }: Value): number {
    return constant ?? this.#real[id];
  }

  #slopeOf({ id, constant }: Value): number {
    return constant === undefined ? this.#imaginary[id] : 0;
  }

  #set({ id }: Value, real: number, imaginary: number): void {
    this.#real[id] = real;
    this.#imaginary[id] = imaginary;
  }

  #block({ steps }: Block): number {
    for (const step of steps) {
      const failure = this.#step(step);
      if (failure >= 0) return failure;
    }
    return -1;
  }

  #step(step: Step): number {
    switch (step.step) {
      case "compute":
        this.#compute(step.value);
        return -1;
      case "load": {
        const at = this.#of(step.index);
        const memory = this.#memory[step.buffer.id];
        if (!(at >= 0 && at < memory.length)) return step.site;
        this.#set(step.value, memory[at], this.#slopes[step.buffer.id][at]);
        return -1;
      }
      case "store": {
        const at = this.#of(step.index);
        const memory = this.#memory[step.buffer.id];
        if (!(at >= 0 && at < memory.length)) return step.site;
        memory[at] = this.#of(step.value);
        this.#slopes[step.buffer.id][at] = this.#slopeOf(step.value);
        return -1;
      }
      case "convert": {
        const value = this.#of(step.value.operands[0]);
        if (value !== (value | 0)) return step.site;
        this.#set(step.value, value | 0, 0);
        return -1;
      }
      case "local":
        this.#fill(step.buffer, step.fill);
        return -1;
      case "loop":
        return this.#loop(step);
      case "branch":
        return this.#branch(step);
      case "guard":
        return this.#of(step.condition) === Number(step.expected) ? -1 : step.site;
      default:
        throw new TypeError("a program with a tape is a derivative already");
    }
  }

  #compute(value: Value): void {
    const { operation, operands } = value;
    const [a, b, c] = operands;
    switch (operation) {
      case "float":
        return this.#set(value, this.#of(a), this.#slopeOf(a));
      case "select": {
        const taken = this.#of(a) === 1 ? b : c;
        return this.#set(value, this.#of(taken), this.#slopeOf(taken));
      }
      case "and":
        return this.#set(value, this.#of(a) & this.#of(b), 0);
      case "or":
        return this.#set(value, this.#of(a) | this.#of(b), 0);
      case "not":
        return this.#set(value, 1 - this.#of(a), 0);
      default:
    }
    if (isUnary(operation)) this.#unary(value, operation, a);
    else if (isBinary(operation)) this.#binary(value, operation, a, b);
    else if (isComparison(operation)) this.#compare(value, operation, a, b);
    else throw new TypeError(`there is no operation ${operation}`);
  }

  #unary(value: Value, operation: UnaryOperation, operand: Value): void {
    const [a, slope] = [this.#of(operand), this.#slopeOf(operand)];
    if (this.#watch !== undefined) this.#seeUnary(this.#watch, value, operation, a, slope);
    // what does not move does not move anything, however steep the function is there
    const own = slope === 0 ? 0 : unarySlope(operation, a) * slope;
    this.#set(value, unaryOperations[operation](a), own);
  }

  #binary(value: Value, operation: BinaryOperation, left: Value, right: Value): void {
    const [a, b, slopeA, slopeB] = [this.#of(left), this.#of(right), this.#slopeOf(left), this.#slopeOf(right)];
    if (operation === "min" || operation === "max") this.#watch?.(value, a - b, slopeA - slopeB);
    if (operation === "hypot" && a === 0 && b === 0) this.#watch?.(value, 0, Math.hypot(slopeA, slopeB));
    if (value.kind === "integer") return this.#set(value, binaryOperations[operation](a, b), 0);
    let slope = 0;
    if (slopeA !== 0) slope += binarySlope(operation, a, b, 0) * slopeA;
    if (slopeB !== 0) slope += binarySlope(operation, a, b, 1) * slopeB;
    this.#set(value, binaryOperations[operation](a, b), slope);
  }

  #compare(value: Value, operation: Comparison, left: Value, right: Value): void {
    const [a, b] = [this.#of(left), this.#of(right)];
    this.#watch?.(value, a - b, this.#slopeOf(left) - this.#slopeOf(right));
    this.#set(value, Number(comparisons[operation](a, b)), 0);
  }

  #seeUnary(watch: KinkWatcher, value: Value, operation: UnaryOperation, a: number, slope: number): void {
    if (operation === "abs" || operation === "sign") watch(value, a, slope);
    // where the step is, the nearest of them
    else if (operation === "floor" || operation === "ceil") watch(value, a - Math.round(a), slope);
    else if (operation === "round") watch(value, a - Math.floor(a) - 0.5, slope);
    else if (operation === "trunc") watch(value, Math.abs(a) < 1 ? 1 - Math.abs(a) : a - Math.round(a), slope);
    else if ((operation === "sqrt" || operation === "cbrt") && a === 0) watch(value, 0, slope);
  }

  #loop({ start, end, stride, index, initial, carried, body, results }: LoopStep): number {
    const [first, last] = [this.#of(start), this.#of(end)];
    this.#move(initial, carried);
    for (let i = first; stride > 0 ? i < last : i > last; i += stride) {
      this.#set(index, i, 0);
      const failure = this.#block(body);
      if (failure >= 0) return failure;
      this.#move(body.results, carried);
    }
    this.#move(carried, results);
    return -1;
  }

  #branch({ condition, whenTrue, whenFalse, results }: BranchStep): number {
    const arm = this.#of(condition) === 1 ? whenTrue : whenFalse;
    const failure = this.#block(arm);
    if (failure < 0) this.#move(arm.results, results);
    return failure;
  }

  /** Copies values to others all at once: what is read may be among what is written. */
  #move(from: readonly Value[], to: readonly Value[]): void {
    const kept = from.map((value) => [this.#of(value), this.#slopeOf(value)] as const);
    for (const [k, [real, imaginary]] of kept.entries()) this.#set(to[k], real, imaginary);
  }
}
