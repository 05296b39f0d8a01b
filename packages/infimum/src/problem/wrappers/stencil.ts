import type { BoundedBox } from "./room.ts";

/** eps^(1/3): balances the truncation of a central difference, h^2 f''', against its rounding, eps f / h. */
export const centralStep = 2 ** -17;

/** Two steps along one variable whose values, with the one in the middle or at the end, give a derivative to second order. */
export interface Stencil {
  readonly first: number;
  readonly second: number;
}

/**
 * The steps for variable i at x: to both sides, at about eps^(1/3) max(|x|, 1); to one side where a bound leaves no room
 * on the other; 0 and 0 where the bounds leave none at all.
 */
export function stencil({ lower, upper }: BoundedBox, x: number, i: number): Stencil {
  const below = x - (lower?.[i] ?? -Infinity);
  const above = (upper?.[i] ?? Infinity) - x;
  const step = centralStep * Math.max(Math.abs(x), Math.min(1, below + above));
  if (step <= above && step <= below) return { first: step, second: -step };
  const [side, room] = above >= below ? [1, above] : [-1, below];
  const half = Math.min(step, room / 2);
  return { first: side * half, second: 2 * side * half };
}

/** The derivative of the parabola through (0, here), (first, atFirst), (second, atSecond) at 0. */
export function parabolaSlope({ first, second }: Stencil, here: number, atFirst: number, atSecond: number): number {
  if (first === 0) return 0;
  const ratio = second / first;
  return ((atFirst - here) * ratio - (atSecond - here) / ratio) / (second - first);
}
