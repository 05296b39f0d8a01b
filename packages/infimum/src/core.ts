/** The same functions with nothing listed: `minimizer([lBfgs, nelderMead])` bundles those methods and no other. */
export { InfimumError } from "./error.ts";
export { type Minimizer, minimizer } from "./minimizer.ts";
export { problem } from "./problem/problem.ts";
export { method } from "./run/method.ts";
