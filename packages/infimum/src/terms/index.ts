export type { FeasibleSet, Term } from "../problem/terms.ts";
export { box } from "./box.ts";
export { l1 } from "./l1.ts";
export { l2 } from "./l2.ts";
export { simplex } from "./simplex.ts";
export type { WeightOptions } from "./weights.ts";
