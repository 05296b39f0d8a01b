import type { Vector } from "../../numerics/vector.ts";

/** The bounds a difference has to keep; entries may be infinite, either side may be missing. */
export interface BoundedBox {
  readonly lower?: Vector;
  readonly upper?: Vector;
}

/** x_i kept within its bounds. */
export function clipped({ lower, upper }: BoundedBox, x: number, i: number): number {
  return Math.min(upper?.[i] ?? Infinity, Math.max(lower?.[i] ?? -Infinity, x));
}

/** A step of about `relative` max(|x|, 1) along variable i that stays within its bounds; 0 where they leave no room. */
export function coordinateStep({ lower, upper }: BoundedBox, x: number, i: number, relative: number): number {
  const below = x - (lower?.[i] ?? -Infinity);
  const above = (upper?.[i] ?? Infinity) - x;
  const step = relative * Math.max(Math.abs(x), Math.min(1, below + above));
  if (step <= above) return step;
  if (step <= below) return -step;
  return above >= below ? above : -below;
}

/**
 * Two ends of a difference along v, x + from v and x + to v, both within the bounds: at about `relative` of the size of x
 * to both sides where there is room, else to the side with more of it. Equal where there is none.
 */
export function directionRange(box: BoundedBox, x: Vector, v: Vector, relative: number): { from: number; to: number } {
  let largest = 0;
  let size = 1;
  for (let i = 0; i < v.length; i++) {
    largest = Math.max(largest, Math.abs(v[i]));
    size = Math.max(size, Math.abs(x[i]));
  }
  const wanted = (relative * size) / largest;
  // no direction, or one that is 0 but for a number that cannot be divided by
  if (wanted === Infinity) return { from: 0, to: 0 };
  const forward = roomAlong(box, x, v, 1);
  const backward = roomAlong(box, x, v, -1);
  if (wanted <= forward && wanted <= backward) return { from: -wanted, to: wanted };
  return forward >= backward
    ? { from: 0, to: Math.min(wanted, forward) }
    : { from: -Math.min(wanted, backward), to: 0 };
}

/** The largest t >= 0 with x + sign t v within the bounds, up to rounding. */
export function roomAlong({ lower, upper }: BoundedBox, x: Vector, v: Vector, sign: 1 | -1): number {
  let room = Infinity;
  for (let i = 0; i < v.length; i++) {
    const speed = sign * v[i];
    if (speed > 0) room = Math.min(room, ((upper?.[i] ?? Infinity) - x[i]) / speed);
    else if (speed < 0) room = Math.min(room, ((lower?.[i] ?? -Infinity) - x[i]) / speed);
  }
  return room;
}
