import { dot, move, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";
import { bottomlessValue, isInvisible, type LinePoint, type LineSearch } from "./line-search.ts";

export interface HagerZhangOptions {
  /** delta of the paper: the part of the first-order decrease that has to be reached, in (0, 1/2); 0.1 by default. */
  readonly sufficientDecrease?: number;
  /** sigma: the part of the first slope that may remain, at least delta; 0.9 by default. */
  readonly curvature?: number;
  /** epsilon: how much a value may rise, relative to its size, where slopes decide; 1e-6 by default. */
  readonly allowedRise?: number;
}

/** gamma: a bracket that keeps more than this part of its width after the two secants is bisected. */
const shrinkage = 0.66;

/** rho: by so much steps grow until they bracket. */
const expansion = 5;

/** Strides of five times each that a search goes out: 10^7 times the first step. */
const mostExpansions = 10;

/** Trials before the search gives up. */
const mostTrials = 50;

/** From the far end of a bracket that has no usable value, of which secants learn nothing. */
const afterInvalid = 0.25;

/** An end of the bracket: a step with what is known there. */
type End = LinePoint;

/**
 * A step t that satisfies the Wolfe conditions f(t) <= f + delta t f', f'(t) >= sigma f', or the approximate ones
 * (2 delta - 1) f' >= f'(t) >= sigma f' with f(t) <= f + epsilon |f|: those say the same of a parabola and need only slopes, which
 * near a minimizer hold twice the digits of differences of values.
 *
 * A bracket [a, b] with f'(a) < 0, f(a) <= f + epsilon |f| and f'(b) >= 0 is narrowed by two secant steps at a time and a bisection
 * where those do too little. Cost: one gradient question a trial, mostly one or two.
 *
 * @reference W. W. Hager, H. Zhang, 2005, A new conjugate gradient method with guaranteed descent and an efficient line search, 10.1137/030601880
 */
export function hagerZhang(options: HagerZhangOptions = {}): LineSearch {
  const { sufficientDecrease = 0.1, curvature = 0.9, allowedRise = 1e-6 } = options;
  const conditions = { sufficientDecrease, curvature, allowedRise };
  return {
    accepts: (value, slope, trial) => accepts(value, slope, trial, conditions),
    goOn: (problem, x, direction, value, slope, trial) =>
      new HagerZhangSearch(problem, x, direction, value, slope, conditions).from(trial),
  };
}

function accepts(
  value: number,
  slope: number,
  { step, value: trialValue, slope: trialSlope }: LinePoint,
  { sufficientDecrease, curvature, allowedRise }: Required<HagerZhangOptions>,
): boolean {
  if (!(trialSlope >= curvature * slope)) return false;
  if (trialValue <= value + sufficientDecrease * step * slope) return true;
  return trialValue <= value + allowedRise * Math.abs(value) && trialSlope <= (2 * sufficientDecrease - 1) * slope;
}

class HagerZhangSearch {
  readonly #problem: View<"gradient">;
  readonly #x: Vector;
  readonly #direction: Vector;
  readonly #value: number;
  readonly #slope: number;
  readonly #conditions: Required<HagerZhangOptions>;
  #trials = 0;
  /** The first that satisfies the conditions. */
  #found: End | undefined;
  /** The lowest so far. */
  #lowest: End | undefined;

  constructor(
    problem: View<"gradient">,
    x: Vector,
    direction: Vector,
    value: number,
    slope: number,
    conditions: Required<HagerZhangOptions>,
  ) {
    this.#problem = problem;
    this.#x = x;
    this.#direction = direction;
    this.#value = value;
    this.#slope = slope;
    this.#conditions = conditions;
  }

  *from(first: LinePoint): Coroutine<LinePoint | undefined> {
    this.#note(first);
    const start: End = { ...first, step: 0, value: this.#value, slope: this.#slope, point: this.#x };
    let [a, b]: [End, End] = [start, first];
    let isBracket = this.#risesOrClimbs(first);
    let endless = false;
    for (let strides = 0; !isBracket && !this.#done; strides++) {
      endless = b.value < bottomlessValue || strides === mostExpansions;
      if (endless) break;
      a = b;
      b = yield* this.#at(expansion * b.step);
      isBracket = this.#risesOrClimbs(b);
    }
    if (isBracket && !this.#done && b.slope < 0) [a, b] = yield* this.#fold(a, b);
    if (!endless) yield* this.#shrink(a, b);
    if (this.#found) return this.#found;
    const lowest = this.#lowest;
    if (lowest === undefined || !(lowest.value < this.#value)) return undefined;
    return { ...lowest, outcome: endless ? "endless" : "decrease" };
  }

  /** Narrows the bracket until a trial is accepted, or nothing new can be tried in it. */
  *#shrink(a: End, b: End): Coroutine<void> {
    for (let before = -1; !this.#done && b.step > a.step && this.#trials !== before; ) {
      before = this.#trials;
      const width = b.step - a.step;
      [a, b] = yield* this.#doubleSecant(a, b);
      if (!this.#done && b.step - a.step > shrinkage * width) {
        [a, b] = yield* this.#narrow(a, b, a.step + (b.step - a.step) / 2);
      }
    }
  }

  get #done(): boolean {
    return this.#found !== undefined || this.#trials >= mostTrials;
  }

  get #limit(): number {
    return this.#value + this.#conditions.allowedRise * Math.abs(this.#value);
  }

  /** True for the far end of a bracket: the slope is positive there, or the value too high. */
  #risesOrClimbs({ value, slope }: End): boolean {
    return !(slope < 0) || !(value <= this.#limit);
  }

  *#at(step: number): Coroutine<End> {
    const point = this.#problem.scratch();
    const gradient = this.#problem.scratch();
    const value = yield* this.#problem.gradient(move(this.#x, step, this.#direction, point), gradient);
    const slope = value < Infinity ? dot(gradient, this.#direction) : NaN;
    const end: End = { outcome: "accepted", step, value, slope, point, gradient };
    this.#trials++;
    this.#note(end);
    return end;
  }

  #note(end: End): void {
    if (this.#found === undefined && accepts(this.#value, this.#slope, end, this.#conditions)) this.#found = end;
    if (end.value < (this.#lowest?.value ?? Infinity)) this.#lowest = end;
  }

  /** U3: between a, and b where the value is too high though the slope still falls, bisections find where it climbs. */
  *#fold(a: End, b: End): Coroutine<[End, End]> {
    while (!this.#done && !isInvisible(b.step - a.step, this.#slope, this.#value)) {
      const part = b.value < Infinity ? 0.5 : afterInvalid;
      const middle = yield* this.#at(a.step + part * (b.step - a.step));
      if (!(middle.slope < 0) && middle.value < Infinity) return [a, middle];
      if (middle.value <= this.#limit) a = middle;
      else b = middle;
    }
    return [a, a];
  }

  /** The update of the paper: a bracket within [a, b] that `step` is an end of, if it lies inside. */
  *#narrow(a: End, b: End, step: number): Coroutine<[End, End]> {
    if (!(step > a.step && step < b.step)) return [a, b];
    const end = yield* this.#at(step);
    if (!(end.value < Infinity)) return yield* this.#fold(a, end);
    if (end.slope >= 0) return [a, end];
    if (end.value <= this.#limit) return [end, b];
    return yield* this.#fold(a, end);
  }

  /** Secant^2: one secant of the slopes, and another at the end that it has moved. */
  *#doubleSecant(a: End, b: End): Coroutine<[End, End]> {
    const step = secant(a, b);
    const [c, d] = yield* this.#narrow(a, b, step);
    if (this.#done || (step !== d.step && step !== c.step)) return [c, d];
    return yield* this.#narrow(c, d, step === d.step ? secant(b, d) : secant(a, c));
  }
}

function secant(a: End, b: End): number {
  return (a.step * b.slope - b.step * a.slope) / (b.slope - a.slope);
}
