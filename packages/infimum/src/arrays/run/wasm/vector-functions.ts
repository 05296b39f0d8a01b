import type { Precision } from "../../graph/node.ts";

type Functions = { readonly [operation: string]: string | undefined };

/** Functions of vectors that the kernels have, by the operation; the plain loops have them from numerics/elementary. */
export const vectorFunctions: { readonly [P in Precision]?: Functions } = {
  float64: {
    exp: "expF64x2",
    expm1: "expm1F64x2",
    tanh: "tanhF64x2",
    log: "logF64x2",
    log1p: "log1pF64x2",
    sin: "sinF64x2",
    cos: "cosF64x2",
  },
  float32: {
    exp: "expF32x4",
    expm1: "expm1F32x4",
    tanh: "tanhF32x4",
    log: "logF32x4",
    log1p: "log1pF32x4",
    sin: "sinF32x4",
    cos: "cosF32x4",
  },
};
