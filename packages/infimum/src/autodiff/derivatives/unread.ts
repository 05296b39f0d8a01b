import type { Block, Program } from "../program/program.ts";
import { blocksOf } from "../program/uses.ts";
import type { Value } from "../program/value.ts";

/** Operations with a derivative that is infinite, or none, somewhere. */
const singular: ReadonlySet<string> = new Set(
  "sqrt cbrt log log1p log2 log10 div pow asin acos acosh atanh atan2".split(" "),
);

/**
 * The memory into which something is stored that may have an infinite derivative. If that is overwritten before it is read its
 * adjoint is 0, and 0 times Infinity would be NaN: of these it has to be known whether they are read.
 */
export function buffersAtRisk(program: Program, isActive: (value: Value) => boolean): ReadonlySet<number> {
  const risk = new Risk(isActive);
  // what loops carry and memory may make earlier values infinite: until nothing changes
  do {
    risk.changed = false;
    risk.visit(program.body);
  } while (risk.changed);
  return risk.buffers;
}

class Risk {
  changed = false;
  readonly buffers = new Set<number>();
  readonly #values = new Set<number>();
  readonly #isActive: (value: Value) => boolean;

  constructor(isActive: (value: Value) => boolean) {
    this.#isActive = isActive;
  }

  visit({ steps }: Block): void {
    for (const step of steps) {
      for (const block of blocksOf(step)) this.visit(block);
      switch (step.step) {
        case "compute": {
          const { operation, operands } = step.value;
          if (singular.has(operation) || operands.some(({ id }) => this.#values.has(id))) this.#add(step.value);
          break;
        }
        case "load":
          if (this.buffers.has(step.buffer.id)) this.#add(step.value);
          break;
        case "store":
          if (this.#values.has(step.value.id) && step.buffer.role === "local" && !this.buffers.has(step.buffer.id)) {
            this.buffers.add(step.buffer.id);
            this.changed = true;
          }
          break;
        case "loop":
          step.initial.forEach((value, k) => this.#pass(value, step.carried[k]));
          step.body.results.forEach((value, k) => this.#pass(value, step.carried[k]));
          step.carried.forEach((value, k) => this.#pass(value, step.results[k]));
          break;
        case "branch":
          for (const { results } of blocksOf(step)) results.forEach((value, k) => this.#pass(value, step.results[k]));
          break;
        default:
      }
    }
  }

  #pass(from: Value, to: Value): void {
    if (this.#values.has(from.id)) this.#add(to);
  }

  #add(value: Value): void {
    if (this.#values.has(value.id) || !this.#isActive(value)) return;
    this.#values.add(value.id);
    this.changed = true;
  }
}
