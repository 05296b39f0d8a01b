import type { Vector } from "../../numerics/vector.ts";

/*
 * A binary heap of indices, that of the least key first: mostly few are taken of many, which a sort would be wasted on. Indices are kept
 * as numbers in work space; ties go to the lower index.
 */

/** Adds `index` to a heap of `size`. Cost: log(size), constant on average. */
export function addToHeap(heap: Vector, size: number, index: number, keys: Vector): void {
  let at = size;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(keys, index, heap[parent])) break;
    heap[at] = heap[parent];
    at = parent;
  }
  heap[at] = index;
}

/** Removes the first of a heap of `size` and returns it. Cost: 2 log(size). */
export function takeFirst(heap: Vector, size: number, keys: Vector): number {
  const first = heap[0];
  const rest = size - 1;
  const last = heap[rest];
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= rest) break;
    if (child + 1 < rest && isBefore(keys, heap[child + 1], heap[child])) child++;
    if (!isBefore(keys, heap[child], last)) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = last;
  return first;
}

function isBefore(keys: Vector, a: number, b: number): boolean {
  return keys[a] < keys[b] || (keys[a] === keys[b] && a < b);
}
