import type { Vector } from "../../numerics/vector.ts";

/** Up to here insertion beats what else there is. */
const fewValues = 64;

/**
 * Writes the indices of the values, smallest first, to `order` (same length) and returns it. Equal values, and so all
 * invalid ones (Infinity), keep the order of their indices. No allocation up to 64 values, and O(k log k) beyond.
 */
export function rankValues(values: Vector, order: Vector): Vector {
  const count = values.length;
  if (count > fewValues) {
    for (let k = 0; k < count; k++) order[k] = k;
    // Infinity - Infinity is NaN, which falls through to the indices too
    // oxlint-disable-next-line no-array-sort
    return order.sort((a, b) => values[a] - values[b] || a - b);
  }
  for (let k = 0; k < count; k++) {
    const value = values[k];
    let place = k;
    for (; place > 0 && values[order[place - 1]] > value; place--) order[place] = order[place - 1];
    order[place] = k;
  }
  return order;
}
