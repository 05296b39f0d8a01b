import { LanczosProcess } from "../../numerics/krylov/lanczos-process.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";

/** A direction d of norm 1 with d'Hd = `curvature` < 0; scratch: it lives until the iteration ends. */
export interface NegativeCurvature {
  readonly curvature: number;
  readonly direction: Vector;
}

/** Exact up to this many variables; beyond, Lanczos steps find a curvature that stands out, as those of saddles do. */
const mostProducts = 30;

/** Relative to the largest curvature: what differences of gradients leave of an eigenvalue 0. */
const threshold = 1e-6;

/** A Ritz value that is known this well, relative to itself, is good enough to follow. */
const goodEnough = 0.1;

/**
 * A direction in which the objective curves downwards at x, by the Lanczos process from a random start, which misses no direction
 * but with probability zero; undefined when none was found or a product is not finite. Cost: at most min(n, 30)
 * Hessian-vector questions.
 *
 * @reference J. Kuczynski, H. Wozniakowski, 1992, Estimating the largest eigenvalue by the power and Lanczos
 * algorithms with a random start, 10.1137/0613066
 */
export function* findNegativeCurvature(
  problem: View<"hessianVector">,
  x: Vector,
): Coroutine<NegativeCurvature | undefined> {
  const random = problem.random("negative-curvature");
  const start = problem.scratch();
  for (let i = 0; i < start.length; i++) start[i] = random.normal();
  const product = problem.scratch();
  const lanczos = new LanczosProcess(start, { steps: Math.min(x.length, mostProducts), allocate: problem.scratch });
  while (!lanczos.done) {
    yield* problem.hessianVector(x, lanczos.direction, product);
    lanczos.advance(product);
    lanczos.computeRitzValues();
    if (isNegative(lanczos) && lanczos.bounds[0] <= goodEnough * -lanczos.ritzValues[0]) break;
  }
  if (lanczos.status === "invalid" || !isNegative(lanczos)) return undefined;
  return { curvature: lanczos.ritzValues[0], direction: lanczos.ritzVector(0, problem.scratch()) };
}

function isNegative({ ritzValues, steps }: LanczosProcess): boolean {
  const largest = Math.max(Math.abs(ritzValues[0]), Math.abs(ritzValues[steps - 1]));
  return ritzValues[0] < -threshold * largest;
}
