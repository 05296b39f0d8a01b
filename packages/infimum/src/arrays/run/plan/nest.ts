import type { ArrayNode } from "../../graph/node.ts";
import { type Access, ownAccess } from "./access.ts";
import { isLoop, isReduction, reducedAxes, widthOf } from "./kinds.ts";
import type { Reads } from "./reads.ts";
import type { LoopStep } from "./schedule.ts";

/** An array in memory that a nest of loops goes through. */
export interface Stream {
  readonly access: Access;
  /** Bytes from entry to entry along each axis of the nest. */
  readonly strides: readonly number[];
}

/** The loops of a step: neighboring axes along which all arrays go on alike are one. */
export interface Nest {
  /** Lengths, outermost first; at least one. */
  readonly lengths: readonly number[];
  /** Where the innermost axis is reduced: the places of the reduced axes, which are last. */
  readonly parts: Parts | undefined;
  /** What is read, by the operand. */
  readonly reads: ReadonlyMap<ArrayNode, Stream>;
  /** What is written, reductions included, by the node. */
  readonly writes: ReadonlyMap<ArrayNode, Stream>;
}

/**
 * A reduction along the innermost axis is done in parts, in the order of numerics/partial-sums.ts: the i-th entry of a
 * run, which is all reduced axes after the last one that is not, goes to part i mod p; the parts go on through the runs of
 * the outer reduced axes, and are joined by halves.
 */
export interface Parts {
  /** The first reduced axis: parts are begun there. */
  readonly first: number;
  /** The first axis of the run: counting starts anew there. */
  readonly run: number;
}

/** Axes that are not reduced; reduced ones with others inside of them; and the run. */
const roles = { kept: 0, outer: 1, run: 2 } as const;

interface Axis {
  readonly length: number;
  readonly role: 0 | 1 | 2;
  /** Of reads, then of writes. */
  readonly strides: readonly number[];
}

export function nestOf(step: LoopStep, reads: Reads): Nest {
  const reduced = new Set(step.nodes.flatMap((node) => (isReduction(node) ? reducedAxes(node) : [])));
  const operands = readFromMemory(step, reads);
  const written = step.stored.map((node) => accessWritten(node, step, reduced));
  const streams = [...operands.map(({ access }) => access), ...written];
  const lastKept = step.shape.findLastIndex((length, k) => length !== 1 && !reduced.has(k));
  const axes = step.shape.flatMap((length, k): Axis[] => {
    if (length === 1) return [];
    const role = !reduced.has(k) ? roles.kept : k < lastKept ? roles.outer : roles.run;
    return [{ length, role, strides: streams.map(({ source, strides }) => strides[k] * widthOf(source.precision)) }];
  });
  const inParts = axes.at(-1)?.role === roles.run;
  const merged = mergedAxes(inParts ? axes.toSorted((a, b) => a.role - b.role) : axes);
  if (merged.length === 0) merged.push({ length: 1, role: roles.kept, strides: streams.map(() => 0) });
  const stream = (access: Access, index: number): Stream => ({
    access,
    strides: merged.map(({ strides }) => strides[index]),
  });
  const firstOf = (role: number): number => merged.findIndex((axis) => axis.role >= role);
  return {
    lengths: merged.map(({ length }) => length),
    parts: inParts ? { first: firstOf(roles.outer), run: firstOf(roles.run) } : undefined,
    reads: new Map(operands.map(({ node, access }, k) => [node, stream(access, k)])),
    writes: new Map(step.stored.map((node, k) => [node, stream(written[k], operands.length + k)])),
  };
}

/** Operands that are not computed in the loop, and, by the copy, what copies show. */
function readFromMemory(step: LoopStep, reads: Reads): { node: ArrayNode; access: Access }[] {
  const inside = new Set(step.nodes);
  const found = new Map<ArrayNode, Access>();
  for (const node of step.nodes) {
    const isCopy = !isLoop(node);
    for (const operand of node.operands) {
      if (isCopy) found.set(node, reads.copied(node));
      else if (!inside.has(operand) && !reads.isFill(operand)) found.set(operand, reads.of(operand));
    }
  }
  return [...found].map(([node, access]) => ({ node, access }));
}

/**
 * Row after row of the shape of the loop, but for reductions, which stay where they are along the axes they reduce, and for what
 * is put elsewhere.
 */
function accessWritten(node: ArrayNode, step: LoopStep, reduced: ReadonlySet<number>): Access {
  const own = ownAccess(node);
  if (node.operation.name === "pad") {
    const { starts, steps } = node.operation;
    const offset = starts.reduce((sum, start, k) => sum + start * own.strides[k], 0);
    return { ...own, offset, strides: own.strides.map((stride, k) => stride * steps[k]) };
  }
  if (!isReduction(node)) return ownAccess(node, step.shape);
  return { ...own, strides: own.strides.map((stride, k) => (reduced.has(k) ? 0 : stride)) };
}

function mergedAxes(axes: readonly Axis[]): Axis[] {
  const merged: Axis[] = [];
  for (const axis of axes) {
    const outer = merged.at(-1);
    const isOne =
      outer !== undefined &&
      outer.role === axis.role &&
      outer.strides.every((stride, k) => stride === axis.strides[k] * axis.length);
    if (isOne) merged.pop();
    merged.push(isOne ? { ...axis, length: outer.length * axis.length } : axis);
  }
  return merged;
}
