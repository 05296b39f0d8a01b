import { type Chain, chain } from "./chain.ts";
import { momentum } from "./momentum.ts";
import { requireNonnegative } from "./options.ts";
import type { ParameterTree } from "./parameter-tree.ts";
import type { NamedRule } from "./rule.ts";
import { scale } from "./scale.ts";

export interface SgdOptions {
  /** In units of the parameters per unit of the gradient. 1e-2 when left out. */
  readonly stepSize: number;
  /** How much of the velocity is kept at every update, without dampening. 0 (plain descent) when left out. */
  readonly momentum: number;
}

export type SgdState = [momentum: { velocity: ParameterTree }, scale: null];

const defaults: SgdOptions = { stepSize: 1e-2, momentum: 0 };

/**
 * Stochastic gradient descent with heavy-ball momentum: v = momentum v + g, x -= stepSize v.
 *
 * @throws InfimumError `bad-option`
 * @reference B. T. Polyak (1964), Some methods of speeding up the convergence of iteration methods,
 * doi:10.1016/0041-5553(64)90137-5
 */
export function sgd(options: Partial<SgdOptions> = {}): NamedRule<SgdState, SgdOptions, "sgd"> {
  const complete = { ...defaults, ...options };
  requireNonnegative("stepSize", complete.stepSize);
  const rule: Chain<SgdState> = chain(momentum(complete.momentum), scale(-complete.stepSize));
  return {
    ...rule,
    name: "sgd",
    title: "Stochastic gradient descent with momentum",
    papers: [
      {
        authors: "B. T. Polyak",
        year: 1964,
        title: "Some methods of speeding up the convergence of iteration methods",
        source: "10.1016/0041-5553(64)90137-5",
      },
    ],
    rows: [],
    options: complete,
    configured: sgd,
  };
}
