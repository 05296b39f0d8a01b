import { type Chain, chain } from "./chain.ts";
import { requireNonnegative } from "./options.ts";
import type { NamedRule } from "./rule.ts";
import { scale } from "./scale.ts";
import { type AdamMoments, scaleByAdam } from "./scale-by-adam.ts";

export interface AdamOptions {
  /** The largest change of a parameter by one update, about. 1e-3 when left out. */
  readonly stepSize: number;
  /** How much of the running mean of gradients is kept at every update. 0.9 when left out. */
  readonly beta1: number;
  /** How much of the running mean of squared gradients is kept. 0.999 when left out. */
  readonly beta2: number;
  /** Added to the root of the mean square, in units of the gradient. 1e-8 when left out. */
  readonly epsilon: number;
}

export type AdamState = [moments: AdamMoments, scale: null];

const defaults: AdamOptions = { stepSize: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

/**
 * Adam: every parameter moves by about the step size, in the direction of its mean gradient, less where gradients
 * disagree. Does not depend on the scale of the gradients.
 *
 * @throws InfimumError `bad-option`
 * @reference D. P. Kingma, J. Ba (2015), Adam: A Method for Stochastic Optimization, arXiv:1412.6980
 */
export function adam(options: Partial<AdamOptions> = {}): NamedRule<AdamState, AdamOptions, "adam"> {
  const complete = { ...defaults, ...options };
  requireNonnegative("stepSize", complete.stepSize);
  const rule: Chain<AdamState> = chain(scaleByAdam(complete), scale(-complete.stepSize));
  return {
    ...rule,
    name: "adam",
    title: "Adam: adaptive moment estimation",
    papers: [
      {
        authors: "D. P. Kingma; J. Ba",
        year: 2015,
        title: "Adam: A Method for Stochastic Optimization",
        source: "arXiv:1412.6980",
      },
    ],
    rows: ["P119"],
    options: complete,
    configured: adam,
  };
}
