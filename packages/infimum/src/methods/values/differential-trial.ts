import type { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Facts } from "../../problem/view.ts";
import type { DifferentialState } from "./differential-evolution.ts";

/** How a mutant is made of members: r are different ones, drawn at random. */
export type DifferentialStrategy = "rand" | "best" | "jade" | "l-shade";

/** What the trials of a generation have in common. */
export interface Mutation {
  readonly strategy: DifferentialStrategy;
  /** Indices of the members, best first. */
  readonly order: Vector;
  /** How many of the best a member may be drawn to. */
  readonly elite: number;
}

/**
 * Writes the trial of member `k` to `out` at `at`: a mutant crossed with the member,
 *
 *     rand: x_r1 + F (x_r2 - x_r3),   best: x_best + F (x_r1 - x_r2),   else: x_k + F (x_elite - x_k) + F (x_r1 - x_r2),
 *
 * the last r2 from the archive too. A variable comes from the mutant with probability `rate`, one of them always; one that is
 * beyond a bound is put in the middle between the bound and the member.
 */
export function writeTrial(
  state: DifferentialState,
  problem: Facts,
  { strategy, order, elite }: Mutation,
  k: number,
  factor: number,
  rate: number,
  random: RandomStream,
  out: Vector,
): void {
  const { population, archive } = state;
  const { points, region } = population;
  const n = region.free.length;
  const count = state.size;
  const r1 = another(random, count, k, -1);
  const adaptive = strategy === "jade" || strategy === "l-shade";
  const r2 = another(random, adaptive ? count + archive.count : count, k, r1);
  const base = strategy === "rand" ? third(random, count, k, r1, r2) : strategy === "best" ? order[0] : k;
  const guide = adaptive ? order[random.integer(0, elite - 1)] : base;
  const forced = random.integer(0, n - 1);
  for (let j = 0; j < n; j++) {
    const own = points[k * n + j];
    // drawn for every variable, so that the numbers do not depend on each other's outcome
    const crossed = random.uniform() < rate;
    if (!crossed && j !== forced) {
      out[k * n + j] = own;
      continue;
    }
    const other = r2 < count ? points[r2 * n + j] : archive.points[(r2 - count) * n + j];
    const mutant =
      points[base * n + j] +
      factor * (points[guide * n + j] - points[base * n + j]) +
      factor * (points[r1 * n + j] - other);
    const i = region.free[j];
    const lower = problem.lower?.[i] ?? -Infinity;
    const upper = problem.upper?.[i] ?? Infinity;
    out[k * n + j] = mutant < lower ? (lower + own) / 2 : mutant > upper ? (upper + own) / 2 : mutant;
  }
}

/** An index below `count` that is neither of two. */
function another(random: RandomStream, count: number, first: number, second: number): number {
  for (;;) {
    const index = random.integer(0, count - 1);
    if (index !== first && index !== second) return index;
  }
}

function third(random: RandomStream, count: number, first: number, second: number, last: number): number {
  for (;;) {
    const index = another(random, count, first, second);
    if (index !== last) return index;
  }
}
