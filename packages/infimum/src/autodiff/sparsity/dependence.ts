import { isFlat } from "../derivatives/rules.ts";
import {
  binaryOperations,
  comparisons,
  isBinary,
  isComparison,
  isUnary,
  unaryOperations,
} from "../program/operations.ts";
import type { Block, BranchStep, Buffer, DataArray, LoopStep, Program, Step } from "../program/program.ts";
import type { Value } from "../program/value.ts";
import { IndexSets } from "./index-sets.ts";

/** What is not known when nothing is known of the point: a number that depends on it. */
const unknown = undefined;

/** Following so many steps takes a second or two: what comes to more is not followed to the end. */
const mostSteps = 5e6;

/** A function whose control flow could not be followed: every answer may depend on every variable. */
const lost = Symbol("lost");

/** The rows of a Jacobian: for each answer the variables its derivative may depend on. */
export interface Dependence {
  /** For each scalar answer. Undefined is every variable. */
  readonly results: readonly (Int32Array | undefined)[];
  /** For each entry of each output. */
  readonly outputs: readonly (readonly (Int32Array | undefined)[])[];
}

/**
 * Which answers depend differentiably on which variables, at whatever point: the program is run once with sets
 * of variables beside numbers. Numbers that depend on the point are unknown; where they decide, both arms are taken, and where they
 * index, all entries are meant. So the sets may be too large, never too small; they hold for the given data. Where it depends on the point
 * how often a loop runs, and after 5 million steps, every set is all variables.
 *
 * @param limit sets larger than this are taken to be all variables
 */
export function dependence(program: Program, data: readonly DataArray[] = [], limit = 512): Dependence {
  return new Tracker(program, data, limit).answer();
}

class Tracker {
  readonly #program: Program;
  readonly #sets: IndexSets;
  /** Of values, by id: the number, and the set. */
  readonly #numbers: (number | undefined)[] = [];
  readonly #of: number[] = [];
  /** Of memory, by the id of the buffer. */
  readonly #memory: (number | undefined)[][] = [];
  readonly #memorySets: Int32Array[] = [];
  /** What was pushed and not popped: numbers and sets in turn. By group, since both arms of a branch may have pushed. */
  readonly #tapes = new Map<number, (number | undefined)[]>();
  #stepsLeft = mostSteps;
  /** Above 0 within arms of which it is not known whether they are taken: writing there may or may not happen. */
  #doubtful = 0;

  constructor(program: Program, data: readonly DataArray[], limit: number) {
    this.#program = program;
    this.#sets = new IndexSets(Math.max(limit, 1));
    const { inputs, outputs, locals } = program;
    for (const { id, length } of [...inputs, ...outputs, ...locals]) {
      this.#memory[id] = Array.from({ length }, () => 0);
      this.#memorySets[id] = new Int32Array(length);
    }
    for (const { id } of inputs) this.#memory[id].fill(unknown);
    const point = this.#memorySets[inputs[0].id];
    for (let k = 0; k < point.length; k++) point[k] = this.#sets.single(k);
    program.data.forEach(({ id, contents, length }, k) => {
      this.#memory[id] = Array.from(data[k] ?? contents ?? []);
      this.#memorySets[id] = new Int32Array(length);
    });
  }

  answer(): Dependence {
    const { results, outputs, body } = this.#program;
    try {
      this.#block(body);
    } catch (reason) {
      if (reason !== lost) throw reason;
      return {
        results: results.map(() => undefined),
        outputs: outputs.map(({ length }) => Array.from({ length }, () => undefined)),
      };
    }
    return {
      results: results.map((value) => this.#sets.members(this.#set(value))),
      outputs: outputs.map(({ id }) => Array.from(this.#memorySets[id], (set) => this.#sets.members(set))),
    };
  }

  #number(value: Value): number | undefined {
    return value.constant ?? this.#numbers[value.id];
  }

  #set(value: Value): number {
    return value.constant === undefined ? (this.#of[value.id] ?? this.#sets.empty) : this.#sets.empty;
  }

  #put(value: Value, number: number | undefined, set: number): void {
    this.#numbers[value.id] = number;
    this.#of[value.id] = set;
  }

  #block({ steps }: Block): void {
    for (const step of steps) this.#step(step);
  }

  #step(step: Step): void {
    if (--this.#stepsLeft < 0) throw lost;
    switch (step.step) {
      case "compute":
        this.#compute(step.value);
        return;
      case "convert":
        this.#put(step.value, this.#number(step.value.operands[0]), this.#sets.empty);
        return;
      case "load":
        this.#load(step.value, step.buffer, this.#number(step.index));
        return;
      case "store":
        this.#store(step.buffer, this.#number(step.index), step.value);
        return;
      case "local":
        this.#memory[step.buffer.id].fill(step.fill);
        this.#memorySets[step.buffer.id].fill(this.#sets.empty);
        return;
      case "loop":
        this.#loop(step);
        return;
      case "branch":
        this.#branch(step);
        return;
      case "push": {
        const tape = this.#tapes.get(step.group) ?? [];
        this.#tapes.set(step.group, tape);
        for (const value of step.values) tape.push(this.#number(value), this.#set(value));
        return;
      }
      case "pop": {
        const tape = this.#tapes.get(step.group) ?? [];
        for (const value of step.values.toReversed()) {
          const set = tape.pop() ?? this.#sets.everything;
          this.#put(value, tape.pop(), set);
        }
        return;
      }
      case "guard":
        return;
    }
  }

  #compute(value: Value): void {
    const { operation, operands } = value;
    const numbers = operands.map((operand) => this.#number(operand));
    let set = this.#sets.empty;
    if (value.kind === "float" && !isFlat(operation)) {
      for (const operand of operands) if (operand.kind === "float") set = this.#sets.union(set, this.#set(operand));
    }
    if (operation === "select" && numbers[0] !== unknown) {
      const taken = numbers[0] === 1 ? 1 : 2;
      this.#put(value, numbers[taken], this.#set(operands[taken]));
    } else this.#put(value, evaluate(operation, numbers), set);
  }

  #load(value: Value, { id }: Buffer, index: number | undefined): void {
    if (index !== unknown) {
      // an access out of range ends the run: what is behind it does not matter
      this.#put(value, this.#memory[id][index], this.#memorySets[id][index] ?? this.#sets.empty);
      return;
    }
    let set = this.#sets.empty;
    for (const entry of this.#memorySets[id]) set = this.#sets.union(set, entry);
    this.#put(value, unknown, set);
  }

  #store({ id }: Buffer, index: number | undefined, value: Value): void {
    const [numbers, sets] = [this.#memory[id], this.#memorySets[id]];
    const [number, set] = [this.#number(value), this.#set(value)];
    if (index !== unknown && this.#doubtful === 0) {
      if (index >= 0 && index < sets.length) [numbers[index], sets[index]] = [number, set];
      return;
    }
    const [first, last] = index === unknown ? [0, sets.length - 1] : [index, index];
    for (let k = Math.max(first, 0); k <= Math.min(last, sets.length - 1); k++) {
      if (!Object.is(numbers[k], number)) numbers[k] = unknown;
      sets[k] = this.#sets.union(sets[k], set);
    }
  }

  #loop(step: LoopStep): void {
    const { stride, index, initial, carried, body, results } = step;
    const [start, end] = [this.#number(step.start), this.#number(step.end)];
    if (start === unknown || end === unknown) throw lost;
    this.#move(initial, carried);
    for (let i = start; stride > 0 ? i < end : i > end; i += stride) {
      this.#put(index, i, this.#sets.empty);
      this.#block(body);
      this.#move(body.results, carried);
    }
    this.#move(carried, results);
  }

  /** Copies all at once: what is read may be among what is written. */
  #move(from: readonly Value[], to: readonly Value[]): void {
    const kept = from.map((value) => [this.#number(value), this.#set(value)] as const);
    to.forEach((value, k) => this.#put(value, ...kept[k]));
  }

  #branch({ condition, whenTrue, whenFalse, results }: BranchStep): void {
    const test = this.#number(condition);
    if (test !== unknown) {
      const taken = test === 1 ? whenTrue : whenFalse;
      this.#block(taken);
      this.#move(taken.results, results);
      return;
    }
    this.#doubtful++;
    this.#block(whenTrue);
    const first = whenTrue.results.map((value) => [this.#number(value), this.#set(value)] as const);
    this.#block(whenFalse);
    this.#doubtful--;
    results.forEach((result, k) => {
      const other = whenFalse.results[k];
      const [number, set] = first[k];
      const same = Object.is(number, this.#number(other));
      this.#put(result, same ? number : unknown, this.#sets.union(set, this.#set(other)));
    });
  }
}

function evaluate(operation: string, numbers: readonly (number | undefined)[]): number | undefined {
  const [a, b] = numbers;
  if (numbers.includes(unknown)) return unknown;
  if (isUnary(operation)) return unaryOperations[operation](a as number);
  if (isBinary(operation)) return binaryOperations[operation](a as number, b as number);
  if (isComparison(operation)) return Number(comparisons[operation](a as number, b as number));
  switch (operation) {
    case "float":
      return a;
    case "and":
      return (a as number) & (b as number);
    case "or":
      return (a as number) | (b as number);
    case "not":
      return 1 - (a as number);
    default:
      return unknown;
  }
}
