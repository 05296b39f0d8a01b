import { TracedArray } from "../values/traced-array.ts";
import { compare } from "./entry-by-entry.ts";
import { alike, type Operand } from "./operands.ts";

/** 1 where a < b, else 0; broadcast, as all comparisons. No derivative passes. @throws InfimumError `shape-mismatch` */
export function less(a: Operand, b: Operand): TracedArray {
  return compare("less", "lt", a, b);
}

/** 1 where a <= b, else 0. @throws InfimumError `shape-mismatch` */
export function lessEqual(a: Operand, b: Operand): TracedArray {
  return compare("lessEqual", "le", a, b);
}

/** 1 where a > b, else 0. @throws InfimumError `shape-mismatch` */
export function greater(a: Operand, b: Operand): TracedArray {
  return compare("greater", "gt", a, b);
}

/** 1 where a >= b, else 0. @throws InfimumError `shape-mismatch` */
export function greaterEqual(a: Operand, b: Operand): TracedArray {
  return compare("greaterEqual", "ge", a, b);
}

/** 1 where a = b, else 0; NaN equals nothing. @throws InfimumError `shape-mismatch` */
export function equal(a: Operand, b: Operand): TracedArray {
  return compare("equal", "eq", a, b);
}

/**
 * The entries of a where the condition is not 0, else those of b; all three are broadcast. What is not picked passes no NaN on
 * to derivatives.
 *
 * @throws InfimumError `shape-mismatch`
 *
 * @example
 * import { evaluated, greater, log, where } from "infimum/arrays";
 * Array.from(evaluated(where(greater([-1, 1], 0), log([-1, 1]), 5)).entries); // [5, 0]
 */
export function where(condition: Operand, a: Operand, b: Operand): TracedArray {
  const { graph, nodes } = alike("where", [condition, a, b]);
  return new TracedArray(graph, graph.select(nodes[0], nodes[1], nodes[2]));
}
