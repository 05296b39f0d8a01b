import { availableParallelism, cpus, platform } from "node:os";

/** The machine in words: what a figure depends on, and no name of it. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() || "unknown processor";
  const cores = availableParallelism();
  return `Node ${process.versions.node} on ${platform()}, ${model}, ${cores} core${cores === 1 ? "" : "s"}`;
}
