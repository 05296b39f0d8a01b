import type { Vector } from "../../numerics/vector.ts";
import {
  type BinaryOperation,
  binaryOperations,
  comparisons,
  isBinary,
  isComparison,
  isUnary,
  type UnaryOperation,
  unaryOperations,
} from "../program/operations.ts";
import type { Program } from "../program/program.ts";
import type { Value } from "../program/value.ts";
import { type Action, Closures } from "./closures.ts";
import { binarySlope, unarySlope } from "./complex-slopes.ts";

/** Is told of every operation that decides by the sign of a number: how far it is from 0, and its derivative along the direction. */
export type KinkWatcher = (value: Value, distance: number, slope: number) => void;

/**
 * Runs a program over complex numbers, x + i h d, and reads the derivative along d from the imaginary part of the answer: no
 * difference is taken, so that nothing cancels. With h towards 0 only terms of first order in h are left, and imaginary
 * parts are kept in units of h. It shares nothing with the transformations that derivatives are made by, and is what they
 * are compared with; as in `Interpreter` every step becomes a closure, and one run costs some tens of times an evaluation.
 *
 * @reference W. Squire, G. Trapp, 1998, Using complex variables to estimate derivatives of real functions, 10.1137/S003614459631241X
 */
export class ComplexStep extends Closures {
  readonly program: Program;
  /** By the id of the value; integers and conditions have no imaginary part. */
  readonly #imaginary: Float64Array;
  /** By the id of the buffer. */
  readonly #memory: Vector[] = [];
  readonly #slopes: Vector[] = [];
  readonly #watch: KinkWatcher | undefined;
  readonly #body: Action;

  constructor(program: Program, watch?: KinkWatcher) {
    super(program.valueCount);
    this.program = program;
    this.#watch = watch;
    this.#imaginary = new Float64Array(program.valueCount);
    for (const buffer of [...program.inputs, ...program.locals, ...program.outputs, ...program.data]) {
      this.#memory[buffer.id] = buffer.contents ? Float64Array.from(buffer.contents) : new Float64Array(buffer.length);
      this.#slopes[buffer.id] = new Float64Array(buffer.length);
    }
    this.#body = this.block(program.body);
  }

  /** Runs at x along d; returns -1, or the number of the site where the run failed: then there is no answer. */
  run(x: Vector, d: Vector): number {
    const [point] = this.program.inputs;
    this.#memory[point.id].set(x);
    this.#slopes[point.id].set(d);
    for (const { id } of this.program.outputs) {
      this.#memory[id].fill(0);
      this.#slopes[id].fill(0);
    }
    return this.#body();
  }

  /** The k-th answer of the last run. */
  result(k: number): number {
    return this.registers[this.program.results[k].id];
  }

  /** The derivative of the k-th answer along the direction. */
  slope(k: number): number {
    return this.#imaginary[this.program.results[k].id];
  }

  protected compute(step: Parameters<Closures["compute"]>[0]): Action {
    const [real, imaginary] = [this.registers, this.#imaginary];
    switch (step.step) {
      case "compute":
        return this.#value(step.value);
      case "load": {
        const [memory, slopes] = [this.#memory[step.buffer.id], this.#slopes[step.buffer.id]];
        const [to, index] = [step.value.id, this.use(step.index)];
        return () => {
          const at = real[index];
          if (!(at >= 0 && at < memory.length)) return step.site;
          real[to] = memory[at];
          imaginary[to] = slopes[at];
          return -1;
        };
      }
      case "store": {
        const [memory, slopes] = [this.#memory[step.buffer.id], this.#slopes[step.buffer.id]];
        const [from, index] = [this.use(step.value), this.use(step.index)];
        return () => {
          const at = real[index];
          if (!(at >= 0 && at < memory.length)) return step.site;
          memory[at] = real[from];
          slopes[at] = imaginary[from];
          return -1;
        };
      }
      case "local": {
        const [memory, slopes] = [this.#memory[step.buffer.id], this.#slopes[step.buffer.id]];
        return () => {
          memory.fill(step.fill);
          slopes.fill(0);
          return -1;
        };
      }
      default:
        throw new TypeError("a program with a tape is a derivative already");
    }
  }

  #value(value: Value): Action {
    const [real, imaginary] = [this.registers, this.#imaginary];
    const { id, operation, operands } = value;
    const [a, b, c] = operands.map((operand) => this.use(operand));
    const give = (number: () => number, slope: () => number): Action => {
      return () => {
        // the slope first: it may be of the operand that the result replaces
        imaginary[id] = slope();
        real[id] = number();
        return -1;
      };
    };
    const none = (): number => 0;
    switch (operation) {
      case "float":
        return give(
          () => real[a],
          () => imaginary[a],
        );
      case "select":
        return give(
          () => (real[a] === 1 ? real[b] : real[c]),
          () => (real[a] === 1 ? imaginary[b] : imaginary[c]),
        );
      case "and":
        return give(() => real[a] & real[b], none);
      case "or":
        return give(() => real[a] | real[b], none);
      case "not":
        return give(() => 1 - real[a], none);
      default:
    }
    if (isUnary(operation)) {
      const f = unaryOperations[operation];
      const watched = this.#watchUnary(value, operation, a);
      // what does not move does not move anything, however steep the function is there
      return give(
        () => f(real[a]),
        () => {
          watched?.();
          return imaginary[a] === 0 ? 0 : unarySlope(operation, real[a]) * imaginary[a];
        },
      );
    }
    if (isBinary(operation)) {
      const f = binaryOperations[operation];
      if (value.kind === "integer") return give(() => f(real[a], real[b]), none);
      const watched = this.#watchBinary(value, operation, a, b);
      return give(
        () => f(real[a], real[b]),
        () => {
          watched?.();
          const first = imaginary[a] === 0 ? 0 : binarySlope(operation, real[a], real[b], 0) * imaginary[a];
          return imaginary[b] === 0 ? first : first + binarySlope(operation, real[a], real[b], 1) * imaginary[b];
        },
      );
    }
    if (!isComparison(operation)) throw new TypeError(`there is no operation ${operation}`);
    const compare = comparisons[operation];
    const watch = this.#watch;
    return give(
      () => Number(compare(real[a], real[b])),
      () => {
        watch?.(value, real[a] - real[b], imaginary[a] - imaginary[b]);
        return 0;
      },
    );
  }

  /** What tells of the kink of an operation, where it has one and somebody wants to know. */
  #watchUnary(value: Value, operation: UnaryOperation, operand: number): (() => void) | undefined {
    const [watch, distance] = [this.#watch, distances[operation]];
    if (watch === undefined || distance === undefined) return undefined;
    return () => {
      const far = distance(this.registers[operand]);
      if (far !== undefined) watch(value, far, this.#imaginary[operand]);
    };
  }

  #watchBinary(value: Value, operation: BinaryOperation, a: number, b: number): (() => void) | undefined {
    const [watch, real, imaginary] = [this.#watch, this.registers, this.#imaginary];
    if (watch === undefined) return undefined;
    if (operation === "min" || operation === "max")
      return () => watch(value, real[a] - real[b], imaginary[a] - imaginary[b]);
    if (operation !== "hypot") return undefined;
    return () => {
      if (real[a] === 0 && real[b] === 0) watch(value, 0, Math.hypot(imaginary[a], imaginary[b]));
    };
  }

  protected moves(from: readonly Value[], to: readonly Value[]): () => void {
    const [real, imaginary] = [this.registers, this.#imaginary];
    const sources = from.map((value) => this.use(value));
    const targets = to.map(({ id }) => id);
    const count = sources.length;
    const kept = new Float64Array(2 * count);
    return () => {
      for (let k = 0; k < count; k++) {
        kept[k] = real[sources[k]];
        kept[count + k] = imaginary[sources[k]];
      }
      for (let k = 0; k < count; k++) {
        real[targets[k]] = kept[k];
        imaginary[targets[k]] = kept[count + k];
      }
    };
  }
}

/** How far an operand is from the nearest kink or step of an operation; undefined where it is not at one that has no distance. */
const distances: { readonly [N in UnaryOperation]?: (a: number) => number | undefined } = {
  abs: (a) => a,
  sign: (a) => a,
  floor: (a) => a - Math.round(a),
  ceil: (a) => a - Math.round(a),
  round: (a) => a - Math.floor(a) - 0.5,
  trunc: (a) => (Math.abs(a) < 1 ? 1 - Math.abs(a) : a - Math.round(a)),
  sqrt: (a) => (a === 0 ? 0 : undefined),
  cbrt: (a) => (a === 0 ? 0 : undefined),
};
