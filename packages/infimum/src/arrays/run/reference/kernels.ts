import type { ArrayNode } from "../../graph/node.ts";
import { elementwise } from "./elementwise.ts";
import { indexing } from "./indexing.ts";
import type { Kernel, Kernels } from "./kernel.ts";
import { matrices } from "./matrices.ts";
import { movement } from "./movement.ts";
import { reductions } from "./reductions.ts";
import { windows } from "./windows.ts";

const kernels: Kernels<Exclude<ArrayNode["operation"]["name"], "input">> = {
  ...elementwise,
  ...movement,
  ...reductions,
  ...indexing,
  ...matrices,
  ...windows,
};

/** The plain loops that compute a node; undefined for an input. */
export function kernelOf({ operation }: ArrayNode): Kernel | undefined {
  // the kernel of a name takes the operations of this name
  return operation.name === "input" ? undefined : (kernels[operation.name] as Kernel);
}
