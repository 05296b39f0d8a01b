import { requireFraction, requireNonnegative } from "./options.ts";
import { type ParameterTree, visitLeaves, zerosLike } from "./parameter-tree.ts";
import type { Transform } from "./rule.ts";

export interface AdamMoments {
  /** Updates so far. */
  count: number;
  /** Running means of the gradient and of its square, not corrected for their start at zero. */
  mean: ParameterTree;
  square: ParameterTree;
}

export interface AdamMomentOptions {
  /** How much of the mean is kept at every update. */
  readonly beta1?: number;
  /** How much of the mean square is kept. */
  readonly beta2?: number;
  /** Added to the root, in units of the gradient. */
  readonly epsilon?: number;
}

/**
 * The update of Adam without its step size, at update t:
 *
 *     m = beta1 m + (1 - beta1) g,  v = beta2 v + (1 - beta2) g^2
 *     u = (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon)
 *
 * @param options beta1 0.9, beta2 0.999, epsilon 1e-8 outside the root when left out
 * @throws InfimumError `bad-option`
 * @reference D. P. Kingma, J. Ba (2015), Adam: A Method for Stochastic Optimization, arXiv:1412.6980, algorithm 1
 */
export function scaleByAdam(options: AdamMomentOptions = {}): Transform<AdamMoments> {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  requireFraction("beta1", beta1);
  requireFraction("beta2", beta2);
  requireNonnegative("epsilon", epsilon);
  return {
    init: (params) => ({ count: 0, mean: zerosLike(params), square: zerosLike(params) }),
    apply(update, state) {
      state.count++;
      const meanSeen = 1 - beta1 ** state.count;
      const squareSeen = 1 - beta2 ** state.count;
      visitLeaves(
        (u, m, v) => {
          for (let i = 0; i < u.length; i++) {
            const g = u[i];
            m[i] = beta1 * m[i] + (1 - beta1) * g;
            v[i] = beta2 * v[i] + (1 - beta2) * g * g;
            // a parameter whose gradients were all zero stays, also with an epsilon of 0
            u[i] = m[i] === 0 ? 0 : m[i] / meanSeen / (Math.sqrt(v[i] / squareSeen) + epsilon);
          }
        },
        update,
        state.mean,
        state.square,
      );
    },
  };
}
