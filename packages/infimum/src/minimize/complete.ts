import { certifier } from "../certify/certify.ts";
import { choose } from "../choose/choose.ts";
import { useKernels } from "../numerics/kernel-choice.ts";
import { wasmKernels } from "../numerics/kernels/wasm-kernels.ts";
import { RandomStream } from "../numerics/random/stream.ts";
import type { Problem } from "../problem/problem.ts";
import type { Method } from "../run/method.ts";
import { prepare } from "../run/prepare.ts";
import type { Equipment } from "./equipment.ts";
import { resumption } from "./resumption.ts";

/**
 * All that the library can do, with large dense products, factorizations and solves in WebAssembly: the equipment of `minimize`,
 * `minimizeAsync` and `solve`.
 */
export const complete: Equipment = { choose, prepare: prepareOnKernels, certifier, random: RandomStream, resumption };

/** Chosen here and not on import, which has no effects, nor in the plan of a run, which pages with the lean equipment carry. */
function prepareOnKernels(problem: Problem, method: Method): Problem {
  useKernels(wasmKernels);
  return prepare(problem, method);
}
