import { ComplexStep } from "../autodiff/run/complex-step.ts";
import { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";
import { pointAlong, type Room, roomAlong } from "./along.ts";
import type { CheckedPoint } from "./finding.ts";
import { type Claim, judge, type Verdict } from "./judge.ts";
import { likelyCause } from "./likely-cause.ts";
import { oneSidedSlopes } from "./one-sided.ts";
import { slopesAlong } from "./slopes.ts";
import type { Subject } from "./subject.ts";

export interface WrongEntry {
  readonly name: string;
  /** The index of the point: 0 is x0. */
  readonly point: number;
  /** What the gradient says. */
  readonly gradient: number;
  /** What the objective does, and how well that is known. */
  readonly reference: number;
  readonly error: number;
  readonly by: "differences" | "complex step";
}

/** Entries compared at one point: of larger gradients so many, and one direction along all variables. */
const mostEntries = 100;
/** The first of steps that stay near, in sizes of the variable. */
const nearSteps = 2 ** -18;

/** What the comparisons at all points have come to. */
export class Tally {
  checked = 0;
  agree = 0;
  atKinks = 0;
  unsure = 0;
  largestDifference = 0;
  readonly wrong: WrongEntry[] = [];
  cause: string | undefined;
}

/** The comparison of one gradient with the objective around its point. */
export class PointComparison {
  readonly #subject: Subject;
  readonly #index: number;
  readonly #point: CheckedPoint;
  readonly #gradient: Vector;
  readonly #tally: Tally;
  /** Of a value, with that of the rounding of points. */
  readonly #noise: number;
  readonly #step: ComplexStep | undefined;
  readonly #unit: Vector;
  /** The largest |g_i| times the size of x_i: what is far below does not matter. */
  readonly #scale: number;

  constructor(subject: Subject, index: number, point: CheckedPoint, gradient: Vector, noise: number, tally: Tally) {
    this.#subject = subject;
    this.#index = index;
    this.#point = point;
    this.#gradient = gradient;
    this.#tally = tally;
    this.#unit = new Float64Array(gradient.length);
    let [scale, rounding] = [0, 0];
    for (let i = 0; i < gradient.length; i++) {
      scale = Math.max(scale, Math.abs(gradient[i]) * subject.size(point.x, i));
      rounding += Number.EPSILON * Math.abs(gradient[i] * point.x[i]);
    }
    this.#scale = scale;
    this.#noise = noise + rounding;
    const program = subject.programAt(point.x);
    this.#step = program && new ComplexStep(program.program);
  }

  async compare(seed: number): Promise<void> {
    const { dimension: n } = this.#subject;
    const chosen = someOf(n, mostEntries, seed, this.#index);
    const references = new Float64Array(n).fill(NaN);
    const before = this.#tally.wrong.length;
    for (const i of chosen) {
      if (this.#subject.isLate && this.#tally.checked > 0) break;
      this.#unit[i] = 1;
      references[i] = await this.#compareAlong(
        this.#unit,
        this.#subject.size(this.#point.x, i),
        this.#subject.names[i],
      );
      this.#unit[i] = 0;
    }
    if (chosen.length < n && !this.#subject.isLate) await this.#compareAll(seed);
    if (this.#tally.wrong.length > before && this.#tally.cause === undefined) {
      this.#tally.cause = likelyCause(this.#gradient, references, this.#point.x, this.#subject.names);
    }
  }

  /** One direction along all variables at once: an entry that was not looked at shows in it. */
  async #compareAll(seed: number): Promise<void> {
    const random = new RandomStream().key(seed, "check direction", 0, this.#index);
    const { x } = this.#point;
    const direction = x.map((_, i) => (random.uniform() < 0.5 ? -1 : 1) * this.#subject.size(x, i));
    await this.#compareAlong(direction, 1, "a direction along all variables");
  }

  /** Compares the derivative along d, one entry for a unit vector; gives what the objective does there. */
  async #compareAlong(d: Vector, size: number, name: string): Promise<number> {
    const tally = this.#tally;
    const room = roomAlong(this.#subject, this.#point.x, d);
    // a variable that cannot move has no derivative to compare
    if (!(Math.max(room.below, room.above) > 0)) return NaN;
    tally.checked++;
    let gradient = 0;
    for (let i = 0; i < d.length; i++) if (d[i] !== 0) gradient += this.#gradient[i] * d[i];
    const claim: Claim = { gradient, negligible: (1e-4 * this.#scale) / size };
    const exact = this.#complexStep(d);
    const differences = await this.#differences(d, room, size / 100, claim);
    const { value, step } = differences;
    let verdict = judge(claim, differences, exact);
    if (verdict.kind === "wrong") {
      // differences may have reached over what a function is near the point, over steps or ripples of it
      const close = judge(claim, await this.#differences(d, room, size * nearSteps, claim, true), exact);
      if (close.kind === "agree") verdict = close;
    }
    const sides = verdict.kind === "wrong" ? await this.#sidesOf(d, step, room, claim) : undefined;
    this.#count(sides ?? verdict, claim, name);
    if (verdict.kind === "wrong") return verdict.reference;
    return exact ?? value;
  }

  #count(verdict: Verdict, { gradient }: Claim, name: string): void {
    const tally = this.#tally;
    if (verdict.kind === "agree") {
      tally.agree++;
      tally.largestDifference = Math.max(tally.largestDifference, verdict.difference);
    } else if (verdict.kind === "kink") tally.atKinks++;
    else if (verdict.kind === "unsure") tally.unsure++;
    else {
      const { reference, error, by } = verdict;
      tally.wrong.push({ name, point: this.#index, gradient, reference, error, by });
    }
  }

  /** The derivative of what was read of the objective; undefined where nothing was. */
  #complexStep(d: Vector): number | undefined {
    const step = this.#step;
    if (step === undefined || step.run(this.#point.x, d) >= 0) return undefined;
    // what was read has to be what the objective is
    const off = Math.abs(step.result(0) - this.#point.value);
    return off <= 1e-10 * (Math.abs(this.#point.value) + this.#scale) ? step.slope(0) : undefined;
  }

  async #differences(
    d: Vector,
    room: Room,
    start: number,
    { gradient, negligible }: Claim,
    isNear = false,
  ): Promise<{ value: number; error: number; step: number }> {
    const { x, value } = this.#point;
    const center = Float64Array.of(value);
    const along = async (t: number, out: Vector): Promise<void> => {
      out[0] = await this.#subject.value(pointAlong(this.#subject, x, d, t));
    };
    const noise = Float64Array.of(this.#noise);
    const enough = 1e-7 * Math.max(Math.abs(gradient), negligible);
    const { values, errors, steps } = await slopesAlong(along, room, center, noise, { start, isNear, enough });
    return { value: values[0], error: errors[0], step: steps[0] };
  }

  /** At a kink every slope between those of the two sides is right. */
  async #sidesOf(d: Vector, step: number, room: Room, claim: Claim): Promise<Verdict | undefined> {
    const { x, value } = this.#point;
    const at = (t: number) => this.#subject.value(pointAlong(this.#subject, x, d, t));
    const sides = await oneSidedSlopes(at, value, step, room, this.#noise);
    if (sides === undefined) return undefined;
    const slack = 1e-3 * (Math.abs(sides.left) + Math.abs(sides.right)) + claim.negligible * 1e-4;
    const [low, high] = [Math.min(sides.left, sides.right) - slack, Math.max(sides.left, sides.right) + slack];
    return claim.gradient >= low && claim.gradient <= high ? { kind: "kink" } : undefined;
  }
}

/** All indices below n, or a random choice of so many, in ascending order. */
function someOf(n: number, most: number, seed: number, index: number): number[] {
  if (n <= most) return Array.from({ length: n }, (_, i) => i);
  const random = new RandomStream().key(seed, "check entries", 0, index);
  const chosen = new Set<number>();
  while (chosen.size < most) chosen.add(Math.floor(random.uniform() * n));
  return [...chosen].toSorted((a, b) => a - b);
}
