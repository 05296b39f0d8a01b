import type { Block, BranchStep, LoopStep, Step } from "../program/program.ts";
import type { Value } from "../program/value.ts";

/** Does one step; returns -1, or the number of the site at which the run failed. */
export type Action = () => number;

/**
 * Programs as closures, one for each step: the control of a program, which is the same for all kinds of numbers it may run over.
 * What computes and remembers is the runner's own.
 */
export abstract class Closures {
  /** By the id of the value; integers and conditions (0, 1) are kept as floats. */
  protected readonly registers: Float64Array;

  constructor(valueCount: number) {
    this.registers = new Float64Array(valueCount);
  }

  /** A step that computes, or touches memory or a tape. */
  protected abstract compute(step: Exclude<Step, { step: "convert" | "loop" | "branch" | "guard" }>): Action;

  /** Copies values to others all at once: what is read may be among what is written. */
  protected abstract moves(from: readonly Value[], to: readonly Value[]): () => void;

  /** The register of a value; a constant is put there once and for all. */
  protected use({ id, constant }: Value): number {
    if (constant !== undefined) this.registers[id] = constant;
    return id;
  }

  protected block(block: Block): Action {
    for (const value of block.results) this.use(value);
    const actions = block.steps.map((step) => this.#step(step));
    return () => {
      for (const action of actions) {
        const failure = action();
        if (failure >= 0) return failure;
      }
      return -1;
    };
  }

  #step(step: Step): Action {
    const { registers } = this;
    switch (step.step) {
      case "convert": {
        const [to, from] = [step.value.id, this.use(step.value.operands[0])];
        return () => {
          const value = registers[from];
          if (value !== (value | 0)) return step.site;
          registers[to] = value | 0;
          return -1;
        };
      }
      case "guard": {
        const condition = this.use(step.condition);
        const expected = Number(step.expected);
        return () => (registers[condition] === expected ? -1 : step.site);
      }
      case "loop":
        return this.#loop(step);
      case "branch":
        return this.#branch(step);
      default:
        return this.compute(step);
    }
  }

  #loop({ start, end, stride, index, initial, carried, body, results }: LoopStep): Action {
    const { registers } = this;
    const [first, last] = [this.use(start), this.use(end)];
    const run = this.block(body);
    const enter = this.moves(initial, carried);
    const again = this.moves(body.results, carried);
    const leave = this.moves(carried, results);
    return () => {
      const [from, to] = [registers[first], registers[last]];
      enter();
      for (let i = from; stride > 0 ? i < to : i > to; i += stride) {
        registers[index.id] = i;
        const failure = run();
        if (failure >= 0) return failure;
        again();
      }
      leave();
      return -1;
    };
  }

  #branch({ condition, whenTrue, whenFalse, results }: BranchStep): Action {
    const { registers } = this;
    const test = this.use(condition);
    const arms = [whenFalse, whenTrue].map((block) => ({
      run: this.block(block),
      leave: this.moves(block.results, results),
    }));
    return () => {
      const { run, leave } = arms[registers[test]];
      const failure = run();
      if (failure < 0) leave();
      return failure;
    };
  }
}
