import type { Vector } from "../numerics/vector.ts";
import { layoutOf } from "../problem/parameters.ts";
import { choice, float, int, type Space, space, when } from "../space/index.ts";
import type { ConformanceCase, Definition } from "./case.ts";

const search = space({
  width: float(-1, 2, { start: 0.1 }),
  rate: float(1e-3, 1, { log: true }),
  layers: int(1, 6),
  drop: float(0, 1, { step: 0.25 }),
  kind: choice("a", "b", "c"),
  slope: when({ kind: ["b", "c"] }, float(0, 1)),
});

/** Numbers, levels, choices and a condition; the objective refuses what is not in the space. */
export const mixed: ConformanceCase = {
  name: "numbers, levels and choices, 6 variables",
  definition: {
    x0: overCodes(search),
    objective: (x: Vector) => {
      const { width, rate, layers, drop, kind, slope = 0.5 } = search.decode(x);
      const numbers = (width - 1) ** 2 + (Math.log10(rate) + 2) ** 2 + (layers - 4) ** 2 / 9 + Math.abs(drop - 0.5);
      return numbers + { a: 1, b: 0.2, c: 0 }[kind] + (slope - 0.25) ** 2;
    },
  },
};

/** The space with its codes for parameters, since the checks look at vectors. */
function overCodes(over: Space): Definition["x0"] {
  return { statement: (definition) => ({ ...over.statement(definition), layout: layoutOf(over.start) }) };
}
