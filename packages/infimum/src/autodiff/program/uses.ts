import type { Block, Program, Step } from "./program.ts";
import type { Value } from "./value.ts";

/** The blocks within a step. */
export function blocksOf(step: Step): readonly Block[] {
  if (step.step === "loop") return [step.body];
  return step.step === "branch" ? [step.whenTrue, step.whenFalse] : [];
}

/** The values a step reads itself; what the blocks within it read is theirs. */
export function operandsOf(step: Step): readonly Value[] {
  switch (step.step) {
    case "compute":
    case "convert":
      return step.value.operands;
    case "load":
      return [step.index];
    case "store":
      return [step.index, step.value];
    case "local":
    case "pop":
      return [];
    case "loop":
      return [step.start, step.end, ...step.initial];
    case "branch":
    case "guard":
      return [step.condition];
    case "push":
      return step.values;
  }
}

/** How many operands each value is, by id; results of blocks count. */
export function countUses(program: Program): Int32Array {
  const uses = new Int32Array(program.valueCount);
  const count = (block: Block): void => {
    for (const step of block.steps) {
      for (const { id } of operandsOf(step)) uses[id]++;
      for (const inner of blocksOf(step)) count(inner);
    }
    for (const { id } of block.results) uses[id]++;
  };
  count(program.body);
  return uses;
}

/** The ids of the buffers that a step writes, itself or within. */
export function writtenBy(step: Step, into = new Set<number>()): Set<number> {
  if (step.step === "store") into.add(step.buffer.id);
  for (const block of blocksOf(step)) for (const inner of block.steps) writtenBy(inner, into);
  return into;
}

/** The buffers that are written after each step of a block. */
export function writtenAfterEach(steps: readonly Step[]): ReadonlySet<number>[] {
  const after: ReadonlySet<number>[] = [];
  let written: ReadonlySet<number> = new Set();
  for (let k = steps.length - 1; k >= 0; k--) {
    after[k] = written;
    const here = writtenBy(steps[k]);
    if (here.size > 0) written = new Set([...written, ...here]);
  }
  return after;
}
