import { checkpointOptions, requireCheckpoint } from "../run/checkpoint.ts";
import { Run } from "../run/run.ts";
import type { Resumption } from "./equipment.ts";
import { listedMethod } from "./methods.ts";

/** Goes on with the listed method that made the checkpoint, its options as they were. */
export const resumption: Resumption = {
  choose: (checkpoint, methods) => {
    requireCheckpoint(checkpoint);
    const listed = listedMethod(checkpoint.method, methods);
    return { method: { ...listed, options: checkpointOptions(checkpoint) }, explanation: "as in the checkpoint" };
  },
  run: (problem, method, options) => new Run(problem, method, options),
};
