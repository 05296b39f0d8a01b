import type { Block, Program, Step } from "../program/program.ts";
import type { Value } from "../program/value.ts";
import { isFlat } from "./rules.ts";

/** Which values and buffers a derivative passes through, by their ids. */
export interface Activity {
  readonly values: Uint8Array;
  readonly buffers: Uint8Array;
}

/**
 * What depends differentiably on the buffers named in `from`. Loops and memory may make earlier steps depend on later
 * ones, so the steps are gone through until nothing changes.
 */
export function variedBy(program: Program, from: Iterable<number>): Activity {
  const marks = new Marks(program);
  for (const id of from) marks.buffers[id] = 1;
  return marks.until((step) => marks.forward(step), program.body, false);
}

/** What the results and the buffers named in `to` depend on differentiably. */
export function usefulFor(program: Program, results: readonly Value[], to: Iterable<number>): Activity {
  const marks = new Marks(program);
  for (const value of results) marks.mark(value);
  for (const id of to) marks.buffers[id] = 1;
  return marks.until((step) => marks.backward(step), program.body, true);
}

/** What both say. */
export function both(a: Activity, b: Activity): Activity {
  return {
    values: a.values.map((mark, k) => mark & b.values[k]),
    buffers: a.buffers.map((mark, k) => mark & b.buffers[k]),
  };
}

class Marks implements Activity {
  readonly values: Uint8Array;
  readonly buffers: Uint8Array;
  readonly #pushed = new Map<number, readonly Value[]>();
  #changed = false;

  constructor(program: Program) {
    this.values = new Uint8Array(program.valueCount);
    this.buffers = new Uint8Array(program.bufferCount);
  }

  until(visit: (step: Step) => void, body: Block, backwards: boolean): this {
    do {
      this.#changed = false;
      this.#walk(body, visit, backwards);
    } while (this.#changed);
    return this;
  }

  #walk({ steps }: Block, visit: (step: Step) => void, backwards: boolean): void {
    for (let k = 0; k < steps.length; k++) {
      const step = steps[backwards ? steps.length - 1 - k : k];
      if (step.step !== "loop" && step.step !== "branch") {
        visit(step);
        continue;
      }
      const blocks = step.step === "loop" ? [step.body] : [step.whenTrue, step.whenFalse];
      // what enters a block is marked before it, what leaves it after, in either direction
      visit(step);
      for (const block of blocks) this.#walk(block, visit, backwards);
      visit(step);
    }
  }

  mark(value: Value): void {
    if (this.values[value.id] === 1 || value.kind !== "float" || value.constant !== undefined) return;
    this.values[value.id] = 1;
    this.#changed = true;
  }

  #markBuffer(id: number): void {
    if (this.buffers[id] === 1) return;
    this.buffers[id] = 1;
    this.#changed = true;
  }

  #has({ id }: Value): boolean {
    return this.values[id] === 1;
  }

  forward(step: Step): void {
    switch (step.step) {
      case "compute":
        if (!isFlat(step.value.operation) && step.value.operands.some((operand) => this.#has(operand)))
          this.mark(step.value);
        return;
      case "load":
        if (this.buffers[step.buffer.id] === 1) this.mark(step.value);
        return;
      case "store":
        if (this.#has(step.value)) this.#markBuffer(step.buffer.id);
        return;
      case "loop":
        step.results.forEach((result, k) => {
          if (!this.#has(step.initial[k]) && !this.#has(step.body.results[k])) return;
          this.mark(step.carried[k]);
          this.mark(result);
        });
        return;
      case "branch":
        step.results.forEach((result, k) => {
          if (this.#has(step.whenTrue.results[k]) || this.#has(step.whenFalse.results[k])) this.mark(result);
        });
        return;
      case "push":
        this.#pushed.set(step.group, step.values);
        return;
      case "pop": {
        const pushed = this.#pushed.get(step.group);
        step.values.forEach((value, k) => {
          if (pushed !== undefined && this.#has(pushed[k])) this.mark(value);
        });
        return;
      }
      default:
    }
  }

  backward(step: Step): void {
    switch (step.step) {
      case "compute":
        if (this.#has(step.value) && !isFlat(step.value.operation))
          for (const operand of step.value.operands) this.mark(operand);
        return;
      case "load":
        if (this.#has(step.value)) this.#markBuffer(step.buffer.id);
        return;
      case "store":
        if (this.buffers[step.buffer.id] === 1) this.mark(step.value);
        return;
      case "loop":
        step.results.forEach((result, k) => {
          if (!this.#has(result) && !this.#has(step.carried[k])) return;
          for (const value of [result, step.carried[k], step.body.results[k], step.initial[k]]) this.mark(value);
        });
        return;
      case "branch":
        step.results.forEach((result, k) => {
          if (!this.#has(result)) return;
          this.mark(step.whenTrue.results[k]);
          this.mark(step.whenFalse.results[k]);
        });
        return;
      default:
    }
  }
}
