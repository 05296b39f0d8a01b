import { didYouMean, InfimumError } from "infimum";
import { medianPruner } from "./median-pruner.ts";
import { noPruner } from "./no-pruner.ts";
import { percentilePruner } from "./percentile-pruner.ts";
import type { Pruner } from "./pruner.ts";

export { medianPruner, noPruner, percentilePruner };

/** Every pruner, listed once: the study, the command, the conformance tests and the documentation read this list. */
const all: readonly Pruner[] = [noPruner, medianPruner, percentilePruner];

/** Every registered pruner by its name, with its default options. */
export const pruners: ReadonlyMap<string, Pruner> = new Map(all.map((pruner) => [pruner.name, pruner]));

/** @throws InfimumError `unknown-pruner`, with the known name that is closest */
export function prunerNamed(name: string): Pruner {
  const pruner = pruners.get(name);
  if (pruner) return pruner;
  throw new InfimumError("unknown-pruner", `there is no pruner "${name}": ${didYouMean(name, [...pruners.keys()])}`);
}
