import type { Block, BranchStep, LoopStep, Program, Step } from "../program/program.ts";
import { blocksOf, countUses, operandsOf } from "../program/uses.ts";
import type { Value } from "../program/value.ts";
import type { Activity } from "./activity.ts";

/** What reverse mode has to know of a program beforehand. */
export class Structure {
  readonly #active: Activity;
  readonly #uses: Int32Array;
  /** The loop or branch whose k-th result a value is. */
  readonly #madeBy = new Map<number, { step: LoopStep | BranchStep; k: number }>();
  readonly #additive = new Map<LoopStep, readonly boolean[]>();
  readonly #free = new Map<Block, readonly Value[]>();
  /** What the loop around a body gives it. */
  readonly #carried = new Map<Block, readonly Value[]>();

  constructor(program: Program, active: Activity) {
    this.#active = active;
    this.#uses = countUses(program);
    this.#find(program.body);
  }

  #find({ steps }: Block): void {
    for (const step of steps) {
      if (step.step !== "loop" && step.step !== "branch") continue;
      if (step.step === "loop") this.#carried.set(step.body, step.carried);
      step.results.forEach(({ id }, k) => this.#madeBy.set(id, { step, k }));
      for (const block of blocksOf(step)) this.#find(block);
    }
  }

  isActive({ id }: Value): boolean {
    return this.#active.values[id] === 1;
  }

  isActiveBuffer({ id }: { readonly id: number }): boolean {
    return this.#active.buffers[id] === 1;
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
        const passed = this.#passes(loop.body.results[j], carried);
        return passed > 0 && passed === this.#uses[carried.id];
      });
      this.#additive.set(loop, known);
    }
    return known[k];
  }

  /** How many uses of `carried` lie on the way to `value`, when value = carried + (what does not depend on it); 0 when it is not. */
  #passes(value: Value, carried: Value): number {
    if (value === carried) return 1;
    if (this.#uses[value.id] !== 1) return 0;
    const [a, b, c] = value.operands;
    switch (value.operation) {
      case "add": {
        const [left, right] = [this.#passes(a, carried), this.#passes(b, carried)];
        return left > 0 && right > 0 ? 0 : left + right;
      }
      case "sub":
        return this.#passes(a, carried);
      case "select": {
        const [left, right] = [this.#passes(b, carried), this.#passes(c, carried)];
        return left > 0 && right > 0 ? left + right : 0;
      }
      case "result": {
        const made = this.#madeBy.get(value.id);
        if (made === undefined) return 0;
        const { step, k } = made;
        if (step.step === "loop") return this.isAdditive(step, k) ? this.#passes(step.initial[k], carried) : 0;
        const [left, right] = [step.whenTrue, step.whenFalse].map(({ results }) => this.#passes(results[k], carried));
        return left > 0 && right > 0 ? left + right : 0;
      }
      default:
        return 0;
    }
  }
}
