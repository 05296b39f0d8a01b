import type { Block, Program } from "../../program/program.ts";
import { blocksOf, countUses, operandsOf } from "../../program/uses.ts";
import type { Value } from "../../program/value.ts";

/** Expressions nested deeper than this are cut: the compiler, and the engine's, go through them by recursion. */
const deepest = 100;

/**
 * The values that need no local because they are computed where they are used: operations whose only use is in the
 * same block. (Operations only read other values, so it does not matter when between the two they are computed.)
 */
export function inlineValues(program: Program, shared: Uint8Array): Uint8Array {
  const uses = countUses(program);
  const inline = new Uint8Array(program.valueCount);
  const depth = new Uint8Array(program.valueCount);
  const home: (Block | undefined)[] = [];
  const use = (value: Value, block: Block): void => {
    if (home[value.id] === block && uses[value.id] === 1 && shared[value.id] === 0 && depth[value.id] < deepest) {
      inline[value.id] = 1;
    }
  };
  const walk = (block: Block): void => {
    for (const step of block.steps) {
      for (const operand of operandsOf(step)) use(operand, block);
      if (step.step === "compute") {
        home[step.value.id] = block;
        let deep = 0;
        for (const operand of step.value.operands)
          if (inline[operand.id] === 1) deep = Math.max(deep, depth[operand.id]);
        depth[step.value.id] = deep + 1;
      }
      for (const inner of blocksOf(step)) walk(inner);
    }
    for (const value of block.results) use(value, block);
  };
  walk(program.body);
  return inline;
}
