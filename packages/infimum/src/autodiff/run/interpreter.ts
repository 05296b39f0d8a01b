import type { Vector } from "../../numerics/vector.ts";
import {
  binaryOperations,
  comparisons,
  isBinary,
  isComparison,
  isUnary,
  unaryOperations,
} from "../program/operations.ts";
import type { DataArray, Program } from "../program/program.ts";
import type { Value } from "../program/value.ts";
import { type Action, Closures } from "./closures.ts";
import { dataContents, type Evaluator } from "./evaluator.ts";
import { Tape } from "./tape.ts";

/**
 * Runs a program without compiling anything, for places where WebAssembly is forbidden: every step becomes a closure
 * over one array of registers. The bits are those of the compiled program; it takes some tens of times longer.
 */
export class Interpreter extends Closures implements Evaluator {
  readonly how = "interpreted";
  readonly program: Program;
  /** By the id of the buffer. */
  readonly #memory: (Float64Array | Int32Array)[] = [];
  readonly #tape = new Tape();
  readonly #body: Action;
  /** How many operations on floats the last run did: arithmetic and calls of functions, each one. */
  operations = 0;

  constructor(program: Program) {
    super(program.valueCount);
    this.program = program;
    for (const buffer of [...program.inputs, ...program.locals, ...program.outputs]) {
      this.#memory[buffer.id] =
        buffer.element === "float" ? new Float64Array(buffer.length) : new Int32Array(buffer.length);
    }
    for (const buffer of program.data) this.#memory[buffer.id] = dataContents(buffer, buffer.contents ?? []);
    this.#body = this.block(program.body);
  }

  run(...inputs: readonly (Vector | undefined)[]): number {
    inputs.forEach((vector, k) => {
      if (vector !== undefined) this.#memory[this.program.inputs[k].id].set(vector);
    });
    for (const { id } of this.program.outputs) this.#memory[id].fill(0);
    this.#tape.clear();
    this.operations = 0;
    return this.#body();
  }

  result(k: number): number {
    return this.registers[this.program.results[k].id];
  }

  read(output: number, out: Vector): void {
    out.set(this.#memory[this.program.outputs[output].id]);
  }

  bind(data: number, array: DataArray): void {
    const buffer = this.program.data[data];
    this.#memory[buffer.id].set(dataContents(buffer, array));
  }

  protected compute(step: Parameters<Closures["compute"]>[0]): Action {
    const { registers } = this;
    switch (step.step) {
      case "compute":
        return this.#value(step.value);
      case "load": {
        const [memory, to, index] = [this.#memory[step.buffer.id], step.value.id, this.use(step.index)];
        return () => {
          const at = registers[index];
          if (!(at >= 0 && at < memory.length)) return step.site;
          registers[to] = memory[at];
          return -1;
        };
      }
      case "store": {
        const [memory, from, index] = [this.#memory[step.buffer.id], this.use(step.value), this.use(step.index)];
        return () => {
          const at = registers[index];
          if (!(at >= 0 && at < memory.length)) return step.site;
          memory[at] = registers[from];
          return -1;
        };
      }
      case "local": {
        const memory = this.#memory[step.buffer.id];
        return () => {
          memory.fill(step.fill);
          return -1;
        };
      }
      case "push": {
        const values = step.values.map((value) => this.use(value));
        return () => {
          for (const value of values) this.#tape.push(registers[value]);
          return -1;
        };
      }
      case "pop": {
        const values = step.values.map(({ id }) => id).toReversed();
        return () => {
          for (const value of values) registers[value] = this.#tape.pop();
          return -1;
        };
      }
    }
  }

  #value({ id, operation, operands, kind }: Value): Action {
    const { registers } = this;
    const [a, b, c] = operands.map((operand) => this.use(operand));
    const act = (compute: () => number): Action => {
      if (kind !== "float") {
        return () => {
          registers[id] = compute();
          return -1;
        };
      }
      return () => {
        registers[id] = compute();
        this.operations++;
        return -1;
      };
    };
    switch (operation) {
      case "add":
        return act(() => registers[a] + registers[b]);
      case "sub":
        return act(() => registers[a] - registers[b]);
      case "mul":
        return act(() => registers[a] * registers[b]);
      case "div":
        return act(() => registers[a] / registers[b]);
      case "float":
        return act(() => registers[a]);
      case "select":
        return act(() => (registers[a] === 1 ? registers[b] : registers[c]));
      case "and":
        return act(() => registers[a] & registers[b]);
      case "or":
        return act(() => registers[a] | registers[b]);
      case "not":
        return act(() => 1 - registers[a]);
    }
    if (isUnary(operation)) {
      const f = unaryOperations[operation];
      return act(() => f(registers[a]));
    }
    if (isBinary(operation)) {
      const f = binaryOperations[operation];
      return act(() => f(registers[a], registers[b]));
    }
    if (isComparison(operation)) {
      const f = comparisons[operation];
      return act(() => Number(f(registers[a], registers[b])));
    }
    throw new TypeError(`there is no operation ${operation}`);
  }

  protected moves(from: readonly Value[], to: readonly Value[]): () => void {
    const { registers } = this;
    const sources = from.map((value) => this.use(value));
    const targets = to.map(({ id }) => id);
    const kept = new Float64Array(sources.length);
    return () => {
      for (let k = 0; k < sources.length; k++) kept[k] = registers[sources[k]];
      for (let k = 0; k < sources.length; k++) registers[targets[k]] = kept[k];
    };
  }
}
