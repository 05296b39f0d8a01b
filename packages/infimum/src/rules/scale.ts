import { visitLeaves } from "./parameter-tree.ts";
import type { Transform } from "./rule.ts";

/** Multiplies the update by a constant: `scale(-stepSize)` ends most chains. */
export function scale(factor: number): Transform<null> {
  return {
    init: () => null,
    apply(update) {
      visitLeaves((leaf) => {
        for (let i = 0; i < leaf.length; i++) leaf[i] *= factor;
      }, update);
    },
  };
}
