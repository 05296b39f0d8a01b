export * from "./dense/index.ts";
export * from "./krylov/index.ts";
export * from "./quasi-random/index.ts";
export * from "./random/index.ts";
export * from "./special/index.ts";
export * from "./vector.ts";
