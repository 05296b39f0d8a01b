import { type ArrayNode, sizeOf } from "../../graph/node.ts";
import { widthOf } from "./kinds.ts";
import type { Reads } from "./reads.ts";
import type { Step } from "./schedule.ts";

/** Everything starts at a multiple of so many bytes: a line of the cache. */
const alignment = 64;

/** Where every array stands, in bytes. */
export interface Arena {
  readonly addresses: ReadonlyMap<ArrayNode, number>;
  readonly end: number;
}

/**
 * Places for arrays: inputs, constants and fills that are read from memory have their own for good, and so have outputs;
 * the place of any other array is given to later ones after the last step that reads it.
 */
export function placeArrays(
  start: number,
  permanent: readonly ArrayNode[],
  steps: readonly Step[],
  outputs: readonly ArrayNode[],
  reads: Reads,
): Arena {
  const space = new Space(start);
  const addresses = new Map<ArrayNode, number>();
  const place = (node: ArrayNode): void => {
    addresses.set(node, space.take(bytesOf(node)));
  };
  for (const node of permanent) place(node);
  const kept = new Set([...permanent, ...outputs.map((output) => reads.of(output).source)]);
  const dying = lastReads(steps, reads);
  steps.forEach((step, k) => {
    for (const node of written(step)) place(node);
    for (const node of dying[k]) {
      if (!kept.has(node)) space.free(addresses.get(node) as number, bytesOf(node));
    }
  });
  return { addresses, end: space.end };
}

/** The arrays in memory that a step writes. */
export function written(step: Step): readonly ArrayNode[] {
  return step.step === "loop" ? step.stored : [step.node];
}

/** For each step the arrays that no later one reads; what nobody reads dies where it is written. */
function lastReads(steps: readonly Step[], reads: Reads): ArrayNode[][] {
  const seen = new Set<ArrayNode>();
  const dying: ArrayNode[][] = steps.map(() => []);
  for (let k = steps.length - 1; k >= 0; k--) {
    const step = steps[k];
    const nodes = step.step === "loop" ? step.nodes : [step.node];
    const inMemory = step.step === "loop" ? new Set(step.stored) : new Set(nodes);
    for (const node of nodes) {
      for (const source of [...node.operands.map((operand) => reads.of(operand).source), node]) {
        if (seen.has(source) || !(inMemory.has(source) || !nodes.includes(source))) continue;
        seen.add(source);
        dying[k].push(source);
      }
    }
  }
  return dying;
}

function bytesOf({ precision, shape }: ArrayNode): number {
  return Math.ceil((sizeOf(shape) * widthOf(precision)) / alignment) * alignment;
}

/** Memory of which areas are taken, the first that is large enough, and given back. */
class Space {
  /** Free areas in their order, no two of them adjacent. */
  #free: { start: number; end: number }[] = [];
  end: number;

  constructor(start: number) {
    this.end = Math.ceil(start / alignment) * alignment;
  }

  take(bytes: number): number {
    const area = this.#free.find(({ start, end }) => end - start >= bytes);
    if (area === undefined) {
      const last = this.#free.at(-1);
      const start = last !== undefined && last.end === this.end ? last.start : this.end;
      if (start !== this.end) this.#free.pop();
      this.end = start + bytes;
      return start;
    }
    const { start } = area;
    area.start += bytes;
    if (area.start === area.end) this.#free.splice(this.#free.indexOf(area), 1);
    return start;
  }

  free(start: number, bytes: number): void {
    if (bytes === 0) return;
    const areas = [...this.#free, { start, end: start + bytes }].toSorted((a, b) => a.start - b.start);
    this.#free = [];
    for (const area of areas) {
      const last = this.#free.at(-1);
      if (last !== undefined && last.end === area.start) last.end = area.end;
      else this.#free.push(area);
    }
  }
}
