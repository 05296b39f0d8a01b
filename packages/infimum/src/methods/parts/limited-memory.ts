import { copy, type Vector } from "../../numerics/vector.ts";
import { initialScale, positiveCurvature } from "./bfgs-update.ts";

/**
 * The last m pairs (s, y) of steps and changes of the gradient, in a ring: plain data, all of it allocated once. They stand
 * for the inverse Hessian that BFGS makes of them, from s'y/y'y (of the newest pair) times the identity.
 */
export interface LimitedMemory {
  /** m vectors of length n, one after the other. */
  readonly steps: Vector;
  readonly changes: Vector;
  /** 1 / s'y of each pair. */
  readonly inverseCurvatures: Vector;
  /** How many pairs there are, at most m. */
  count: number;
  /** The place of the newest pair. */
  newest: number;
  /** s'y/y'y of the newest pair. */
  initialScale: number;
}

export function newLimitedMemory(n: number, pairs: number): LimitedMemory {
  return {
    steps: new Float64Array(pairs * n),
    changes: new Float64Array(pairs * n),
    inverseCurvatures: new Float64Array(pairs),
    count: 0,
    newest: pairs - 1,
    initialScale: 1,
  };
}

/** Forgets all pairs. */
export function forget(memory: LimitedMemory): void {
  memory.count = 0;
  memory.initialScale = 1;
}

/** Adds the pair s, y (n) in the place of the oldest. False, and nothing changes, when s'y is not positive beyond its rounding. */
export function remember(memory: LimitedMemory, s: Vector, y: Vector): boolean {
  const curvature = positiveCurvature(s, y);
  if (curvature === 0) return false;
  const n = s.length;
  const pairs = memory.inverseCurvatures.length;
  const place = (memory.newest + 1) % pairs;
  for (let i = 0, at = place * n; i < n; i++, at++) {
    memory.steps[at] = s[i];
    memory.changes[at] = y[i];
  }
  memory.inverseCurvatures[place] = 1 / curvature;
  memory.newest = place;
  memory.count = Math.min(pairs, memory.count + 1);
  memory.initialScale = initialScale(s, y);
  return true;
}

/**
 * out := H v by the two-loop recursion; `out` may be `v`. `weights` (m) is work space. Cost: 8 n count operations.
 *
 * @reference J. Nocedal, 1980, Updating quasi-Newton matrices with limited storage, 10.1090/S0025-5718-1980-0572855-7
 */
export function applyInverseHessian(memory: LimitedMemory, v: Vector, out: Vector, weights: Vector): Vector {
  const { steps, changes, inverseCurvatures, count, newest } = memory;
  const n = v.length;
  const pairs = inverseCurvatures.length;
  copy(v, out);
  for (let age = 0; age < count; age++) {
    const place = (newest - age + pairs) % pairs;
    const weight = inverseCurvatures[place] * dotAt(steps, place * n, out);
    weights[place] = weight;
    addAt(changes, place * n, -weight, out);
  }
  for (let i = 0; i < n; i++) out[i] *= memory.initialScale;
  for (let age = count - 1; age >= 0; age--) {
    const place = (newest - age + pairs) % pairs;
    const change = inverseCurvatures[place] * dotAt(changes, place * n, out);
    addAt(steps, place * n, weights[place] - change, out);
  }
  return out;
}

/** The inner product of v and the vector that begins at `offset` of `stack`. */
function dotAt(stack: Vector, offset: number, v: Vector): number {
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += stack[offset + i] * v[i];
  return sum;
}

/** v += t times the vector that begins at `offset` of `stack`. */
function addAt(stack: Vector, offset: number, t: number, v: Vector): void {
  for (let i = 0; i < v.length; i++) v[i] += t * stack[offset + i];
}
