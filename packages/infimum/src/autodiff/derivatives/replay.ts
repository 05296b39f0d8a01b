import type { Copy } from "../program/copy.ts";
import type { Block, BranchStep, LoopStep } from "../program/program.ts";
import { blocksOf, writtenBy } from "../program/uses.ts";
import type { Value } from "../program/value.ts";

/**
 * What the reverse pass of a block needs of the forward pass: operations are computed again where they are cheap; what
 * cannot be had again is put on the tape at the end of the block (carried values, results of inner loops and branches,
 * what was loaded from memory that has been written since) and what is dear. `prune` takes away what proves not needed.
 */
export class Replay {
  readonly #copy: Copy;
  /** Loads that would give something else in the reverse pass. */
  readonly #outdated = new Set<Value>();
  readonly #taped = new Map<Block, { group: number; values: readonly Value[] }>();

  constructor(copy: Copy) {
    this.#copy = copy;
  }

  /** Executes a loop or branch in the forward pass, for a reverse pass after the block around it is done. */
  record(step: LoopStep | BranchStep, writtenLater: ReadonlySet<number>): void {
    const written = new Set(writtenLater);
    for (const block of blocksOf(step)) this.#findLocals(block, written);
    this.#findOutdated(step, written);
    this.#execute(step);
  }

  /** Starts the reverse pass of a block that was recorded: its own values are there again. */
  recall(block: Block): void {
    const taped = this.#taped.get(block);
    if (taped === undefined) return;
    this.#copy.setAll(taped.values, this.#copy.build.pop(taped.group));
    const there = new Set(taped.values);
    for (const step of block.steps) {
      const again = step.step === "compute" || step.step === "load" || step.step === "convert";
      if (again && !there.has(step.value)) this.#copy.plain(step, true);
    }
  }

  /** False for a block that turned out never to be executed: the loop around it has no iterations. */
  isRecorded(block: Block): boolean {
    return this.#taped.has(block);
  }

  #findLocals({ steps }: Block, into: Set<number>): void {
    for (const step of steps) {
      if (step.step === "local") into.add(step.buffer.id);
      for (const inner of blocksOf(step)) this.#findLocals(inner, into);
    }
  }

  #findOutdated(step: LoopStep | BranchStep, writtenLater: ReadonlySet<number>): void {
    for (const { steps } of blocksOf(step)) {
      const written = new Set(writtenLater);
      if (step.step === "loop") writtenBy(step, written);
      for (let k = steps.length - 1; k >= 0; k--) {
        const inner = steps[k];
        if (inner.step === "load" && written.has(inner.buffer.id)) this.#outdated.add(inner.value);
        if (inner.step === "loop" || inner.step === "branch") this.#findOutdated(inner, written);
        writtenBy(inner, written);
      }
    }
  }

  #execute(step: LoopStep | BranchStep): void {
    const copy = this.#copy;
    if (step.step === "loop") {
      const [start, end] = [copy.value(step.start), copy.value(step.end)];
      const results = copy.build.loop(start, end, step.stride, copy.list(step.initial), (index, carried) => {
        copy.set(step.index, index);
        copy.setAll(step.carried, carried);
        return this.#block(step.body, step.carried);
      });
      copy.setAll(step.results, results);
    } else {
      const arm = (block: Block) => () => this.#block(block, []);
      copy.setAll(step.results, copy.build.branch(copy.value(step.condition), arm(step.whenTrue), arm(step.whenFalse)));
    }
  }

  #block(block: Block, carried: readonly Value[]): Value[] {
    const values = [...carried];
    for (const step of block.steps) {
      if (step.step === "loop" || step.step === "branch") {
        this.#execute(step);
        values.push(...step.results);
      } else {
        this.#copy.plain(step);
        if (step.step === "load" && this.#outdated.has(step.value)) values.push(step.value);
        if (step.step === "compute" && isDear(step.value)) values.push(step.value);
      }
    }
    const results = this.#copy.list(block.results);
    this.#taped.set(block, { group: this.#copy.build.push(this.#copy.list(values)), values });
    return results;
  }
}

const cheap: ReadonlySet<string> = new Set([
  ..."neg abs sign sqrt floor ceil round trunc fround add sub mul div min max".split(" "),
  ..."float select and or not lt le gt ge eq ne".split(" "),
]);

/** True for operations that take longer than writing their result to memory and reading it again. */
function isDear({ operation }: Value): boolean {
  return !cheap.has(operation);
}
