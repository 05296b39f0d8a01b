import type { Block, Program, Step } from "../../program/program.ts";
import { blocksOf, operandsOf } from "../../program/uses.ts";
import type { Value } from "../../program/value.ts";

/**
 * How many steps a function may have. Engines limit the size of a function (7.6 MB, 50,000 locals) and their optimizing
 * compilers take more than proportional time.
 */
export const stepsPerFunction = 2000;

/** A run of steps of one block that became a function of its own. */
export interface Part {
  /** 1, 2, ... */
  readonly number: number;
  readonly steps: readonly Step[];
}

/** How a program is divided into functions; the first one, number 0, is what `run` calls. */
export class Parts {
  /** For a block that is too large: its steps, some of them gathered into parts. */
  readonly #divided = new Map<Block, readonly (Step | Part)[]>();
  readonly parts: Part[] = [];
  /** Values that are used in another function than the one that makes them: by id. */
  readonly shared: Uint8Array;
  readonly #weights = new Map<Step, number>();

  readonly #largest: number;

  constructor(program: Program, largest: number) {
    this.#largest = largest;
    this.shared = new Uint8Array(program.valueCount);
    this.#divide(program.body);
    if (this.parts.length > 0) this.#findShared(program);
  }

  /** The steps of a block, or the functions that do them. */
  of(block: Block): readonly (Step | Part)[] {
    return this.#divided.get(block) ?? block.steps;
  }

  #weigh(step: Step): number {
    let weight = this.#weights.get(step);
    if (weight === undefined) {
      weight = 1;
      for (const block of blocksOf(step)) for (const inner of block.steps) weight += this.#weigh(inner);
      this.#weights.set(step, weight);
    }
    return weight;
  }

  #divide(block: Block): void {
    const total = block.steps.reduce((sum, step) => sum + this.#weigh(step), 0);
    if (total <= this.#largest) return;
    const divided: (Step | Part)[] = [];
    let gathered: Step[] = [];
    let weight = 0;
    const close = (): void => {
      if (gathered.length === 0) return;
      const part = { number: this.parts.length + 1, steps: gathered };
      this.parts.push(part);
      divided.push(part);
      [gathered, weight] = [[], 0];
    };
    for (const step of block.steps) {
      const own = this.#weigh(step);
      if (own > this.#largest) {
        close();
        divided.push(step);
        for (const inner of blocksOf(step)) this.#divide(inner);
        continue;
      }
      if (weight + own > this.#largest) close();
      gathered.push(step);
      weight += own;
    }
    close();
    this.#divided.set(block, divided);
  }

  #findShared(program: Program): void {
    const home = new Int32Array(program.valueCount).fill(-1);
    const make = (value: Value, part: number): void => {
      home[value.id] = part;
    };
    const use = (value: Value, part: number): void => {
      if (value.constant === undefined && home[value.id] !== part) this.shared[value.id] = 1;
    };
    const walk = (step: Step, part: number): void => {
      for (const operand of operandsOf(step)) use(operand, part);
      if (step.step === "compute" || step.step === "load" || step.step === "convert") make(step.value, part);
      if (step.step === "pop") for (const value of step.values) make(value, part);
      if (step.step === "loop") for (const value of [step.index, ...step.carried]) make(value, part);
      for (const block of blocksOf(step)) walkBlock(block, part);
      if (step.step === "loop" || step.step === "branch") for (const value of step.results) make(value, part);
    };
    const walkBlock = (block: Block, part: number): void => {
      for (const item of this.of(block)) {
        if ("step" in item) walk(item, part);
        else for (const step of item.steps) walk(step, item.number);
      }
      for (const value of block.results) use(value, part);
    };
    walkBlock(program.body, 0);
  }
}
