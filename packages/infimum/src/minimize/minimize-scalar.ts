import { badValue, InfimumError, wrongKind } from "../error.ts";

export interface ScalarOptions {
  /** The interval that is searched; both finite, the first less. Without bounds a bracket is looked for. */
  readonly bounds?: readonly [lower: number, upper: number];
  /** Two points where the search for a bracket begins; 0 and 1 when left out. */
  readonly from?: readonly [first: number, second: number];
  /** How well x is located, relative to |x|; 1.5e-8 when left out, beyond which values of float64 hardly differ. */
  readonly tolerance?: number;
  /** Evaluations in all; 500 when left out. */
  readonly evaluations?: number;
}

export interface ScalarResult {
  readonly x: number;
  readonly value: number;
  /** True when a minimum is located to the tolerance. */
  readonly ok: boolean;
  readonly message: string;
  readonly evaluations: number;
}

/** The smaller part of the golden section. */
const goldenPart = (3 - Math.sqrt(5)) / 2;

/** By so much a bracket grows until the value rises. */
const goldenRatio = (1 + Math.sqrt(5)) / 2;

/** The square root of the unit roundoff: a parabola is flat to rounding nearer to its minimum, relative to x. */
const defaultTolerance = Math.sqrt(Number.EPSILON);

/** Below this distance between points x near 0 is not resolved. */
const leastTolerance = 1e-150;

/**
 * A local minimum of a function of one variable, from values alone: parabolas through three points, and golden sections where they do not converge.
 * A value that is no number counts as worse than any. Within bounds the ends themselves are approached to the tolerance.
 *
 * @throws InfimumError `not-a-function`, `bad-bounds`, `bad-option`; what `f` throws
 *
 * Cost: about 40 evaluations at the most for a smooth function and the default tolerance, mostly 10 to 15.
 *
 * @reference R. P. Brent, 1973, Algorithms for Minimization without Derivatives, chapter 5, ISBN 0130223352
 *
 * @example
 * const { x } = minimizeScalar((t) => t ** 4 - 2 * t, { bounds: [0, 2] });
 * Math.abs(x - 0.5 ** (1 / 3)) < 1e-7; // true
 */
export function minimizeScalar(f: (x: number) => number, options: ScalarOptions = {}): ScalarResult {
  if (typeof f !== "function") throw wrongKind("not-a-function", "the objective", "a function", f);
  const { bounds, from = [0, 1], tolerance = defaultTolerance, evaluations = 500 } = options;
  if (!(tolerance > 0 && tolerance < 1))
    throw badValue("bad-option", "tolerance", tolerance, "a number between 0 and 1");
  if (!(Number.isSafeInteger(evaluations) && evaluations >= 3)) {
    throw badValue("bad-option", "evaluations", evaluations, "a whole number, at least 3");
  }
  const counted = new Counted(f, evaluations);
  if (bounds !== undefined) {
    const [lower, upper] = bounds;
    if (!(lower < upper && Number.isFinite(upper - lower))) {
      throw new InfimumError(
        "bad-bounds",
        `the bounds are ${lower} and ${upper}: give two finite numbers, the smaller first.`,
      );
    }
    const middle = lower + goldenPart * (upper - lower);
    return locate(counted, lower, middle, upper, counted.at(middle), tolerance);
  }
  const [first, second] = from;
  if (!Number.isFinite(first) || !Number.isFinite(second) || first === second) {
    throw new InfimumError("bad-option", `from is ${first} and ${second}: give two different finite numbers.`);
  }
  const bracket = findBracket(counted, first, second);
  if (typeof bracket === "string") return counted.result(counted.bestX, counted.bestValue, false, bracket);
  return locate(counted, bracket.lower, bracket.middle, bracket.upper, bracket.value, tolerance);
}

class Counted {
  used = 0;
  bestX = NaN;
  bestValue = Infinity;
  readonly #f: (x: number) => number;
  readonly #most: number;

  constructor(f: (x: number) => number, most: number) {
    this.#f = f;
    this.#most = most;
  }

  get spent(): boolean {
    return this.used >= this.#most;
  }

  at(x: number): number {
    this.used++;
    const answer = this.#f(x);
    const value = Number.isNaN(answer) ? Infinity : answer;
    if (value < this.bestValue || Number.isNaN(this.bestX)) {
      this.bestX = x;
      this.bestValue = value;
    }
    return value;
  }

  result(x: number, value: number, ok: boolean, message: string): ScalarResult {
    return { x, value, ok, message, evaluations: this.used };
  }
}

interface Bracket {
  readonly lower: number;
  readonly middle: number;
  readonly upper: number;
  readonly value: number;
}

/** Goes downhill in steps that grow, until the value rises again; a sentence where it never does. */
function findBracket(f: Counted, first: number, second: number): Bracket | string {
  let [a, b] = [first, second];
  let [valueA, valueB] = [f.at(a), f.at(b)];
  if (valueB > valueA) {
    [a, b] = [b, a];
    [valueA, valueB] = [valueB, valueA];
  }
  for (;;) {
    const c = b + goldenRatio * (b - a);
    if (f.spent || !Number.isFinite(c)) return `the value still falls at ${b}`;
    const valueC = f.at(c);
    if (valueC >= valueB) return { lower: Math.min(a, c), middle: b, upper: Math.max(a, c), value: valueB };
    [a, b, valueB] = [b, c, valueC];
  }
}

/** Brent's `localmin`, from a first point inside. */
function locate(
  f: Counted,
  lower: number,
  start: number,
  upper: number,
  value: number,
  relative: number,
): ScalarResult {
  let [a, b] = [lower, upper];
  // the best point, the second best, and the second best before
  let [x, w, v] = [start, start, start];
  let [fx, fw, fv] = [value, value, value];
  let step = 0;
  let stepBefore = 0;
  for (;;) {
    const middle = 0.5 * (a + b);
    const tolerance = relative * Math.abs(x) + leastTolerance;
    if (Math.abs(x - middle) <= 2 * tolerance - 0.5 * (b - a)) {
      return f.result(x, fx, fx < Infinity, `located to ${(2 * tolerance).toPrecision(2)}`);
    }
    if (f.spent) return f.result(x, fx, false, `${f.used} evaluations are used up`);
    const parabolic = Math.abs(stepBefore) > tolerance ? vertex(x, w, v, fx, fw, fv) : NaN;
    const isUsable = Math.abs(parabolic) < 0.5 * Math.abs(stepBefore) && x + parabolic > a && x + parabolic < b;
    if (isUsable) {
      stepBefore = step;
      step = parabolic;
      const u = x + step;
      // not too near to the ends
      if (u - a < 2 * tolerance || b - u < 2 * tolerance) step = x < middle ? tolerance : -tolerance;
    } else {
      stepBefore = x < middle ? b - x : a - x;
      step = goldenPart * stepBefore;
    }
    const u = x + (Math.abs(step) >= tolerance ? step : Math.sign(step) * tolerance);
    const fu = f.at(u);
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, w, x] = [w, x, u];
      [fv, fw, fx] = [fw, fx, fu];
    } else {
      if (u < x) a = u;
      else b = u;
      if (fu <= fw || w === x) {
        [v, w] = [w, u];
        [fv, fw] = [fw, fu];
      } else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
}

/** From x to the vertex of the parabola through three points; NaN or infinite where there is none. */
function vertex(x: number, w: number, v: number, fx: number, fw: number, fv: number): number {
  const r = (x - w) * (fx - fv);
  const q = (x - v) * (fx - fw);
  return ((x - v) * q - (x - w) * r) / (-2 * (q - r));
}
