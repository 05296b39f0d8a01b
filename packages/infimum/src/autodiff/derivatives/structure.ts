import type { Block, LoopStep, Program, Step } from "../program/program.ts";
import { blocksOf, countUses, operandsOf } from "../program/uses.ts";
import type { Value } from "../program/value.ts";
import type { Activity } from "./activity.ts";
import { buffersAtRisk } from "./unread.ts";

/** What reverse mode has to know of a program beforehand. */
export class Structure {
  readonly #active: Activity;
  readonly #uses: Int32Array;
  readonly #additive = new Map<LoopStep, readonly boolean[]>();
  readonly #free = new Map<Block, readonly Value[]>();
  /** What the loop around a body gives it. */
  readonly #carried = new Map<Block, readonly Value[]>();
  readonly #atRisk: ReadonlySet<number>;

  constructor(program: Program, active: Activity) {
    this.#active = active;
    this.#uses = countUses(program);
    this.#atRisk = buffersAtRisk(program, (value) => this.isActive(value));
    this.#find(program.body);
  }

  #find({ steps }: Block): void {
    for (const step of steps) {
      if (step.step !== "loop" && step.step !== "branch") continue;
      if (step.step === "loop") this.#carried.set(step.body, step.carried);
      for (const block of blocksOf(step)) this.#find(block);
    }
  }

  isActive({ id }: Value): boolean {
    return this.#active.values[id] === 1;
  }

  isActiveBuffer({ id }: { readonly id: number }): boolean {
    return this.#active.buffers[id] === 1;
  }

  /** True for memory of which it has to be known whether what is stored in it is read. */
  mayBeUnread({ id }: { readonly id: number }): boolean {
    return this.isActiveBuffer({ id }) && this.#atRisk.has(id);
  }

  /** True when a loop uses the k-th value that it carries, for whatever. */
  isUsed(loop: LoopStep, k: number): boolean {
    return this.#uses[loop.carried[k].id] > 0;
  }

  /** True when a derivative passes through the step. */
  matters(step: Step): boolean {
    switch (step.step) {
      case "compute":
      case "load":
        return this.isActive(step.value);
      case "store":
        return this.isActiveBuffer(step.buffer);
      case "loop":
      case "branch":
        return (
          step.results.some((value) => this.isActive(value)) ||
          blocksOf(step).some((block) => block.steps.some((inner) => this.matters(inner)))
        );
      default:
        return false;
    }
  }

  /** True when not every step of the block affects the answer in every run: an adjoint may be 0 for want of a use. */
  hasChoice(block: Block): boolean {
    return block.steps.some(
      (step) =>
        step.step === "branch" ||
        (step.step === "store" && this.mayBeUnread(step.buffer)) ||
        (step.step === "compute" && ["select", "min", "max"].includes(step.value.operation)) ||
        blocksOf(step).some((inner) => this.hasChoice(inner)),
    );
  }

  /** The active values from around a block that it uses. */
  freeValues(block: Block): readonly Value[] {
    let free = this.#free.get(block);
    if (free === undefined) {
      const defined = new Set<Value>(this.#carried.get(block));
      const used = new Set<Value>();
      this.#collect(block, defined, used);
      free = [...used].filter((value) => !defined.has(value));
      this.#free.set(block, free);
    }
    return free;
  }

  #collect(block: Block, defined: Set<Value>, used: Set<Value>): void {
    const use = (value: Value): void => {
      if (this.isActive(value)) used.add(value);
    };
    for (const step of block.steps) {
      operandsOf(step).forEach(use);
      if (step.step === "compute" || step.step === "load") defined.add(step.value);
      if (step.step === "loop" || step.step === "branch") for (const value of step.results) defined.add(value);
      if (step.step === "loop") for (const value of step.carried) defined.add(value);
      for (const inner of blocksOf(step)) this.#collect(inner, defined, used);
    }
    block.results.forEach(use);
  }

  /**
   * True when the k-th carried value of a loop is a sum: the body adds to it or takes from it and uses it for nothing else.
   * Its adjoint is then the same in every iteration, and the value itself is not needed.
   */
  isAdditive(loop: LoopStep, k: number): boolean {
    let known = this.#additive.get(loop);
    if (known === undefined) {
      known = loop.carried.map((carried, j) => {
        const passed = new Map([[carried, 1]]);
        this.#follow(loop.body, passed, carried);
        const result = loop.body.results[j];
        // a running sum that is used for something else as well is not one
        if (result !== carried && this.#uses[result.id] !== 1) return false;
        return passed.get(result) === this.#uses[carried.id];
      });
      this.#additive.set(loop, known);
    }
    return known[k];
  }

  /**
   * Adds to `passed` the values of a block that are the carried value plus something independent of it and used only once, with
   * how many uses of the carried value lie on the way there.
   */
  #follow({ steps }: Block, passed: Map<Value, number>, carried: Value): void {
    const count = (value: Value): number =>
      value === carried || this.#uses[value.id] === 1 ? (passed.get(value) ?? 0) : 0;
    const both = (a: Value, b: Value): number => (count(a) > 0 && count(b) > 0 ? count(a) + count(b) : 0);
    const either = (a: Value, b: Value): number => (count(a) > 0 && count(b) > 0 ? 0 : count(a) + count(b));
    const pass = (value: Value, uses: number): void => {
      if (uses > 0) passed.set(value, uses);
    };
    for (const step of steps) {
      if (step.step === "compute") {
        const { operation, operands } = step.value;
        if (operation === "add") pass(step.value, either(operands[0], operands[1]));
        else if (operation === "sub" && count(operands[1]) === 0) pass(step.value, count(operands[0]));
        else if (operation === "select") pass(step.value, both(operands[1], operands[2]));
      } else if (step.step === "loop") {
        step.results.forEach((result, k) => {
          if (count(step.initial[k]) > 0 && this.isAdditive(step, k)) pass(result, count(step.initial[k]));
        });
      } else if (step.step === "branch") {
        for (const block of blocksOf(step)) this.#follow(block, passed, carried);
        step.results.forEach((result, k) => pass(result, both(step.whenTrue.results[k], step.whenFalse.results[k])));
      }
    }
  }
}
