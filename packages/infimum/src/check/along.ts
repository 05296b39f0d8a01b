import type { Vector } from "../numerics/vector.ts";
import type { Subject } from "./subject.ts";

/** How far a line can be followed to both sides. */
export interface Room {
  readonly below: number;
  readonly above: number;
}

/** How far x + t d stays within the bounds to both sides. */
export function roomAlong(subject: Subject, x: Vector, d: Vector): Room {
  let [below, above] = [Infinity, Infinity];
  for (let i = 0; i < d.length; i++) {
    if (d[i] === 0) continue;
    const down = (x[i] - subject.lower(i)) / Math.abs(d[i]);
    const up = (subject.upper(i) - x[i]) / Math.abs(d[i]);
    below = Math.min(below, d[i] > 0 ? down : up);
    above = Math.min(above, d[i] > 0 ? up : down);
  }
  return { below, above };
}

/** x + t d, and never beyond a bound by rounding. */
export function pointAlong(subject: Subject, x: Vector, d: Vector, t: number): Vector {
  return x.map((entry, i) =>
    d[i] === 0 ? entry : Math.min(subject.upper(i), Math.max(subject.lower(i), entry + t * d[i])),
  );
}
