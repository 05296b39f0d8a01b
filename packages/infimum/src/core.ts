/**
 * `minimize`, `minimizeAsync` and `solve` one by one and with nothing listed, for pages: `minimizer([lBfgs, nelderMead])`
 * bundles those methods and what it takes to minimize with them, no other; `asyncMinimizer` and `solver` are the others.
 * Each takes the equipment as a second argument: `lean`, or `complete`.
 */
export { InfimumError } from "./error.ts";
export { asyncMinimizer } from "./minimize/async-minimizer.ts";
export { complete } from "./minimize/complete.ts";
export type { Equipment } from "./minimize/equipment.ts";
export { lean } from "./minimize/lean.ts";
export { type DirectMinimizer, minimizer } from "./minimize/minimizer.ts";
export { solver } from "./minimize/solver.ts";
export { problem } from "./problem/problem.ts";
export { method } from "./run/method.ts";
