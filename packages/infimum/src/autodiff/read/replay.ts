import { ProgramBuilder } from "../program/builder.ts";
import {
  type BinaryOperation,
  type Comparison,
  isBinary,
  isComparison,
  type UnaryOperation,
} from "../program/operations.ts";
import type { Buffer, Program } from "../program/program.ts";
import type { Value } from "../program/value.ts";
import type { Place } from "./obstacle.ts";
import type { Trace } from "./trace.ts";
import {
  type Block,
  type BranchEntry,
  type Entry,
  type LoopEntry,
  type Memory,
  type Scalar,
  Traced,
} from "./traced.ts";

/**
 * The program of a trace: what was recorded, built again in its order. Several answers make a program of several results.
 *
 * @param places gets the places of the operations that have kinks or decide
 */
export function programOf(trace: Trace, answers: readonly Scalar[] | Memory, places?: Map<Value, Place>): Program {
  const replay = new Replay(trace, places);
  return replay.finish(answers);
}

/** Operations of one operand whose derivative jumps somewhere, or ends. */
const withKinks: ReadonlySet<string> = new Set(["abs", "sign", "floor", "ceil", "round", "trunc", "sqrt", "cbrt"]);

/** What is of interest where it stands: a tie of it is a kink of the function. */
function hasTies(operation: string): boolean {
  return withKinks.has(operation) || isComparison(operation) || /^(min|max|hypot)$/.test(operation);
}

class Replay {
  readonly #trace: Trace;
  readonly #build: ProgramBuilder;
  readonly #values = new Map<Traced, Value>();
  readonly #buffers = new Map<Memory, Buffer>();
  readonly #places: Map<Value, Place> | undefined;

  constructor(trace: Trace, places: Map<Value, Place> | undefined) {
    this.#trace = trace;
    this.#places = places;
    this.#build = new ProgramBuilder(trace.point.length);
    this.#buffers.set(trace.point, this.#build.input);
  }

  finish(answers: readonly Scalar[] | Memory): Program {
    this.#block(this.#trace.root);
    return this.#build.finish("role" in answers ? this.#buffer(answers) : answers.map((answer) => this.#float(answer)));
  }

  #block(block: Block): void {
    for (const entry of block.entries) this.#entry(entry);
  }

  #entry(entry: Entry): void {
    const build = this.#build;
    switch (entry.entry) {
      case "value":
        this.#at(entry.traced.place);
        this.#values.set(entry.traced, this.#compute(entry.traced));
        this.#remember(entry.traced);
        break;
      case "store": {
        this.#at(entry.place);
        const buffer = this.#buffer(entry.memory);
        build.store(buffer, this.#index(entry.index), this.#float(entry.value));
        break;
      }
      case "memory":
        this.#buffers.set(entry.memory, build.local(entry.memory.length, entry.memory.fill));
        break;
      case "guard":
        this.#at(entry.place);
        build.guard(this.#value(entry.condition), entry.expected, entry.note);
        break;
      case "loop":
        this.#at(entry.place);
        this.#loop(entry);
        break;
      case "branch":
        this.#at(entry.place);
        this.#branch(entry);
        break;
    }
  }

  /** Where an operation stands that may have ties; of several that are one value, the first. */
  #remember(traced: Traced): void {
    const { operation, place } = traced;
    if (this.#places === undefined || place === undefined || !hasTies(operation)) return;
    const value = this.#values.get(traced)!;
    if (!this.#places.has(value)) this.#places.set(value, place);
  }

  #compute({ operation, operands, memory }: Traced): Value {
    const build = this.#build;
    if (operation === "load") return build.load(this.#buffer(memory as Memory), this.#index(operands[0]));
    const [a, b, c] = operands.map((operand) => this.#value(operand));
    switch (operation) {
      case "and":
        return build.and(a, b);
      case "or":
        return build.or(a, b);
      case "not":
        return build.not(a);
      case "number":
        return build.float(a);
      case "select":
        return build.select(a, b, c);
      default:
    }
    if (isComparison(operation)) return build.compare(operation as Comparison, a, b);
    if (isBinary(operation)) return build.binary(operation as BinaryOperation, a, b);
    return build.unary(operation as UnaryOperation, a);
  }

  #loop({ start, end, stride, index, initial, carried, body, next, results }: LoopEntry): void {
    const firsts = initial.map((value, k) => {
      if (carried[k].kind === "condition") return this.#value(value);
      return carried[k].integer ? this.#index(value) : this.#float(value);
    });
    const after = this.#build.loop(this.#index(start), this.#index(end), stride, firsts, (at, inside) => {
      this.#values.set(index, at);
      for (const [k, value] of carried.entries()) this.#values.set(value, inside[k]);
      this.#block(body);
      return next.map((value) => this.#value(value));
    });
    for (const [k, result] of results.entries()) this.#values.set(result, after[k]);
  }

  #branch({ condition, whenTrue, whenFalse, trueResults, falseResults, results }: BranchEntry): void {
    const arm = (block: Block, values: readonly Scalar[]) => () => {
      this.#block(block);
      return values.map((value, k) => (results[k].kind === "condition" ? this.#condition(value) : this.#number(value)));
    };
    const made = this.#build.branch(this.#value(condition), arm(whenTrue, trueResults), arm(whenFalse, falseResults));
    for (const [k, result] of results.entries()) this.#values.set(result, made[k]);
  }

  #buffer(memory: Memory): Buffer {
    let buffer = this.#buffers.get(memory);
    if (buffer === undefined) {
      buffer = this.#build.data(memory.contents!);
      this.#buffers.set(memory, buffer);
    }
    return buffer;
  }

  #value(scalar: Scalar): Value {
    const build = this.#build;
    if (typeof scalar === "boolean") return build.condition(scalar);
    if (typeof scalar !== "number") return this.#values.get(scalar)!;
    const isInteger = scalar === (scalar | 0) && !Object.is(scalar, -0);
    return isInteger ? build.integer(scalar) : build.constant(scalar);
  }

  #condition(scalar: Scalar): Value {
    return this.#value(scalar);
  }

  #number(scalar: Scalar): Value {
    const value = this.#value(scalar);
    return value.kind === "condition" ? this.#build.float(value) : value;
  }

  #float(scalar: Scalar): Value {
    return this.#build.float(this.#value(scalar));
  }

  #index(scalar: Scalar): Value {
    const value = this.#number(scalar);
    return this.#build.index(value);
  }

  #at(place: Place | undefined): void {
    if (place) this.#build.position(place);
  }
}
