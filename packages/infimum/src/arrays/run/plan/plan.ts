import { type ArrayNode, sizeOf } from "../../graph/node.ts";
import { reachable } from "../../graph/reachable.ts";
import type { ArrayProgram } from "../array-evaluator.ts";
import { type Arena, placeArrays } from "./arena.ts";
import { isReduction } from "./kinds.ts";
import { type Nest, nestOf } from "./nest.ts";
import { withPaddedWindows } from "./padded-windows.ts";
import { Reads } from "./reads.ts";
import { type LoopStep, Schedule, type Step } from "./schedule.ts";

/** How a program is run: its steps in order, and where in one memory its arrays stand. */
export interface Plan {
  /** Nodes as the plan has them: some are not those of the program. */
  readonly outputs: readonly ArrayNode[];
  readonly reads: Reads;
  readonly steps: readonly Step[];
  readonly nests: ReadonlyMap<LoopStep, Nest>;
  /** Inputs, constants and fills that are in memory: never overwritten by a run. */
  readonly permanent: readonly ArrayNode[];
  readonly arena: Arena;
  /** The most reductions that one loop does. */
  readonly mostReductions: number;
}

/** @param start where the free memory starts, in bytes */
export function planOf(program: ArrayProgram, start: number): Plan {
  const { inputs, outputs } = withPaddedWindows(program);
  const nodes = reachable(outputs);
  const reads = new Reads(nodes, outputs);
  const steps = new Schedule(nodes, outputs, reads).steps();
  const nests = new Map<LoopStep, Nest>();
  const sources = new Set<ArrayNode>([...inputs, ...outputs.map((output) => reads.of(output).source)]);
  let mostReductions = 0;
  for (const step of steps) {
    if (step.step === "loop") {
      const nest = nestOf(step, reads);
      nests.set(step, nest);
      for (const { access } of nest.reads.values()) sources.add(access.source);
      mostReductions = Math.max(mostReductions, step.nodes.filter(isReduction).length);
    } else for (const operand of step.node.operands) sources.add(reads.of(operand).source);
  }
  const permanent = [...sources].filter((node) => !reads.isComputed(node));
  return {
    outputs,
    reads,
    steps,
    nests,
    permanent,
    arena: placeArrays(start, permanent, steps, outputs, reads),
    mostReductions,
  };
}

/** The entries of an array that a run does not compute; undefined for an input. */
export function givenEntries({ operation, shape }: ArrayNode): ArrayLike<number> | undefined {
  if (operation.name === "constant") return operation.entries;
  return operation.name === "fill" ? new Float64Array(sizeOf(shape)).fill(operation.value) : undefined;
}
