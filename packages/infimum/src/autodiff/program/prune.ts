import type { Block, Buffer, Program, Step } from "./program.ts";
import { blocksOf } from "./uses.ts";
import type { Value } from "./value.ts";

/**
 * The same program without what no answer depends on: operations, stores to memory that nobody reads, what is carried
 * or taped in vain, loops and branches that are left with nothing. Guards stay, as they say whether the answers are
 * valid; an access that fails but that no answer depends on goes, as in JavaScript nobody would notice it.
 * Answers that are not kept go too; by default all are.
 */
export function prune(
  program: Program,
  keep: { results?: readonly number[]; outputs?: readonly Buffer[] } = {},
): Program {
  const results = keep.results?.map((k) => program.results[k]) ?? program.results;
  const outputs = keep.outputs ?? program.outputs;
  const live = new Liveness(program, results, outputs);
  const body = { ...live.kept(program.body), results };
  return {
    ...program,
    body,
    results,
    outputs,
    locals: program.locals.filter(({ id }) => live.buffers[id] === 1),
    vector: program.vector !== undefined && outputs.includes(program.vector) ? program.vector : undefined,
  };
}

class Liveness {
  readonly values: Uint8Array;
  readonly buffers: Uint8Array;
  /** What was pushed, by group. */
  readonly #pushed = new Map<number, readonly Value[]>();
  /** Which entries of a group are taken from the tape to be used. */
  readonly #taken = new Map<number, readonly Value[]>();
  #changed = true;

  constructor(program: Program, results: readonly Value[], outputs: readonly Buffer[]) {
    this.values = new Uint8Array(program.valueCount);
    this.buffers = new Uint8Array(program.bufferCount);
    this.#findGroups(program.body);
    for (const value of results) this.#use(value);
    for (const buffer of outputs) this.#read(buffer);
    // what loops carry, memory and the tape may make earlier steps live: until nothing changes
    while (this.#changed) {
      this.#changed = false;
      this.#mark(program.body);
    }
  }

  kept(block: Block): Block {
    const steps: Step[] = [];
    for (const step of block.steps) {
      const left = this.#keep(step);
      if (left !== undefined) steps.push(left);
    }
    return { steps, results: block.results };
  }

  #findGroups({ steps }: Block): void {
    for (const step of steps) {
      if (step.step === "push") this.#pushed.set(step.group, step.values);
      if (step.step === "pop") this.#taken.set(step.group, step.values);
      for (const block of blocksOf(step)) this.#findGroups(block);
    }
  }

  #isLive({ id }: Value): boolean {
    return this.values[id] === 1;
  }

  /** Marks a value and all it is computed from; a list of what is left to do, since chains may be long. */
  #use(value: Value): void {
    if (this.#isLive(value)) return;
    this.#changed = true;
    this.values[value.id] = 1;
    const open = [value];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const operand of next.operands) {
        if (this.#isLive(operand)) continue;
        this.values[operand.id] = 1;
        open.push(operand);
      }
    }
  }

  #read(buffer: Buffer): void {
    if (this.buffers[buffer.id] === 1) return;
    this.buffers[buffer.id] = 1;
    this.#changed = true;
  }

  /** True when the block does anything that has to be done. */
  #mark(block: Block): boolean {
    let effect = false;
    for (let k = block.steps.length - 1; k >= 0; k--) effect = this.#markStep(block.steps[k]) || effect;
    return effect;
  }

  #markStep(step: Step): boolean {
    switch (step.step) {
      case "compute":
      case "local":
      case "convert":
        return false;
      case "load":
        if (this.#isLive(step.value)) {
          this.#use(step.index);
          this.#read(step.buffer);
        }
        return false;
      case "store":
        if (this.buffers[step.buffer.id] === 0) return false;
        this.#use(step.index);
        this.#use(step.value);
        return true;
      case "guard":
        this.#use(step.condition);
        return true;
      case "push": {
        const taken = this.#taken.get(step.group);
        const used = step.values.filter((_, k) => taken !== undefined && this.#isLive(taken[k]));
        for (const value of used) this.#use(value);
        return used.length > 0;
      }
      case "pop":
        // where nothing is left of a group its push has gone too
        return step.values.some((value) => this.#isLive(value));
      case "loop": {
        step.carried.forEach((carried, k) => {
          if (this.#isLive(carried) || this.#isLive(step.results[k])) {
            this.#use(step.initial[k]);
            this.#use(step.body.results[k]);
            this.#use(carried);
            this.#use(step.results[k]);
          }
        });
        const effect = this.#mark(step.body);
        if (effect || step.results.some((value) => this.#isLive(value))) {
          this.#use(step.start);
          this.#use(step.end);
        }
        return effect;
      }
      case "branch": {
        step.results.forEach((result, k) => {
          if (!this.#isLive(result)) return;
          this.#use(step.whenTrue.results[k]);
          this.#use(step.whenFalse.results[k]);
        });
        const effects = [this.#mark(step.whenTrue), this.#mark(step.whenFalse)];
        const effect = effects[0] || effects[1];
        if (effect || step.results.some((value) => this.#isLive(value))) this.#use(step.condition);
        return effect;
      }
    }
  }

  /** The step, what is left of it, or nothing. */
  #keep(step: Step): Step | undefined {
    switch (step.step) {
      case "compute":
      case "load":
      case "convert":
        return this.#isLive(step.value) ? step : undefined;
      case "store":
      case "local":
        return this.buffers[step.buffer.id] === 1 ? step : undefined;
      case "guard":
        return step;
      case "push":
      case "pop": {
        const taken = this.#taken.get(step.group);
        const values = step.values.filter((_, k) => taken !== undefined && this.#isLive(taken[k]));
        return values.length > 0 ? { ...step, values } : undefined;
      }
      case "loop": {
        const live = step.results.flatMap((result, k) => (this.#isLive(result) ? [k] : []));
        const pick = (values: readonly Value[]): Value[] => live.map((k) => values[k]);
        const body = { steps: this.kept(step.body).steps, results: pick(step.body.results) };
        if (live.length === 0 && body.steps.length === 0) return undefined;
        return { ...step, body, initial: pick(step.initial), carried: pick(step.carried), results: pick(step.results) };
      }
      case "branch": {
        const live = step.results.flatMap((result, k) => (this.#isLive(result) ? [k] : []));
        const arm = (block: Block): Block => ({
          steps: this.kept(block).steps,
          results: live.map((k) => block.results[k]),
        });
        const [whenTrue, whenFalse] = [arm(step.whenTrue), arm(step.whenFalse)];
        if (live.length === 0 && whenTrue.steps.length === 0 && whenFalse.steps.length === 0) return undefined;
        return { ...step, whenTrue, whenFalse, results: live.map((k) => step.results[k]) };
      }
    }
  }
}
