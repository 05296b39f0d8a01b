import { badValue, InfimumError, wrongKind } from "../error.ts";
import { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";
import { checkReading } from "./check-reading.ts";
import { type Estimate, type RandomOperator, StochasticDerivative } from "./derivatives/stde.ts";
import type { DifferentiateOptions } from "./differentiated.ts";
import { ExactFunction } from "./exact-function.ts";
import type { Program } from "./program/program.ts";
import { Obstacle } from "./read/obstacle.ts";

/** One differential operator of one function, estimated at any point. */
export interface OperatorEstimator {
  /**
   * @param x n numbers
   * @param samples how many random directions: each costs a fixed multiple of the function, whatever n is
   * @param index estimates of different indices are independent; 0 by default
   * @throws InfimumError `wrong-length`, `invalid-samples`, `not-scalar`, and `derivatives-not-exact` where the function cannot be read
   */
  estimate(x: ArrayLike<number>, samples: number, index?: number): Estimate;
}

/**
 * Unbiased estimates of a differential operator, such as the Laplacian, of a plain function that is read from its own source:
 * from Taylor series along random directions, so that the cost does not grow with the dimension. `laplacian`, `powerSum`,
 * `diffusion` and `biharmonic` make operators.
 *
 * There are no differences to fall back on: of high orders they have no digits.
 *
 * @param f gets a point (n numbers) and `data`, and returns a number
 * @param options.seed of the directions; 0 by default
 * @throws InfimumError `not-a-function`, `bad-dimension`
 *
 * Cost of a sample: about order^2 / 2 times the operations of the function.
 *
 * @reference Z. Shi, Z. Hu, M. Lin, K. Kawaguchi, 2024, Stochastic Taylor Derivative Estimator, arXiv:2412.00088
 *
 * @example
 * const n = 1000;
 * const f = (x) => x.reduce((sum, entry) => sum + entry ** 2, 0);
 * // 2 for each variable: every direction of signs gives it
 * stochasticDerivative(f, n, laplacian(n)).estimate(new Float64Array(n), 1).estimate; // 2000
 */
export function stochasticDerivative<Data = undefined>(
  f: (x: any, data: Data) => number,
  n: number,
  operator: RandomOperator,
  options: DifferentiateOptions<Data> & { readonly seed?: number } = {},
): OperatorEstimator {
  if (typeof f !== "function") throw wrongKind("not-a-function", "what is differentiated", "a function", f);
  if (!Number.isSafeInteger(n) || n < 1)
    throw badValue("bad-dimension", "the number of variables", n, "a whole number from 1 on");
  const { data, using, seed = 0 } = options;
  const random = new RandomStream();
  const make = (program: Program): StochasticDerivative => new StochasticDerivative(program, operator);
  let exact: ExactFunction | undefined;
  const readAt = (point: Vector): ExactFunction => {
    const read = new ExactFunction(f, { dimension: n, data, using });
    checkReading(read, point, f(point.slice(), data as Data));
    if (read.answerAt(point) === "scalar") return read;
    throw new InfimumError("not-scalar", "the function returns an array: return a number, such as one of its entries.");
  };
  return {
    estimate(x, samples, index = 0) {
      if (x?.length !== n)
        throw new InfimumError("wrong-length", `x has ${x?.length ?? "no"} entries where ${n} are needed.`);
      const point = Float64Array.from(x);
      try {
        exact ??= readAt(point);
        let estimate!: Estimate;
        exact.runMade(point, make, (made) => {
          const answer = made.estimate(point, samples, random.key(seed, "stochastic-derivative", 0, index));
          if (typeof answer === "number") return answer;
          estimate = answer;
          return -1;
        });
        return estimate;
      } catch (error) {
        if (!(error instanceof Obstacle)) throw error;
        throw new InfimumError("derivatives-not-exact", `the function cannot be read: ${error.sentence}.`, {
          cause: error,
        });
      }
    },
  };
}
