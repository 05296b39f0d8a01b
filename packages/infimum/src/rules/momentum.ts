import { requireFraction } from "./options.ts";
import { type ParameterTree, visitLeaves, zerosLike } from "./parameter-tree.ts";
import type { Transform } from "./rule.ts";

/**
 * Heavy-ball momentum without dampening: v = decay v + g, and v is the update.
 *
 * @param decay at least 0, below 1
 * @throws InfimumError `bad-option`
 * @reference B. T. Polyak (1964), Some methods of speeding up the convergence of iteration methods,
 * doi:10.1016/0041-5553(64)90137-5
 */
export function momentum(decay: number): Transform<{ velocity: ParameterTree }> {
  requireFraction("momentum", decay);
  return {
    init: (params) => ({ velocity: zerosLike(params) }),
    apply(update, { velocity }) {
      visitLeaves(
        (u, v) => {
          for (let i = 0; i < u.length; i++) {
            v[i] = decay * v[i] + u[i];
            u[i] = v[i];
          }
        },
        update,
        velocity,
      );
    },
  };
}
