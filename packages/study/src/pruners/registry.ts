import { didYouMean, InfimumError } from "infimum";
import { hyperbandPruner } from "./hyperband-pruner.ts";
import { iterativeDeepeningHyperbandPruner } from "./iterative-deepening-hyperband-pruner.ts";
import { medianPruner } from "./median-pruner.ts";
import { noPruner } from "./no-pruner.ts";
import { patientPruner } from "./patient-pruner.ts";
import { percentilePruner } from "./percentile-pruner.ts";
import type { Pruner } from "./pruner.ts";
import { successiveHalvingPruner } from "./successive-halving-pruner.ts";
import { thresholdPruner } from "./threshold-pruner.ts";

export {
  hyperbandPruner,
  iterativeDeepeningHyperbandPruner,
  medianPruner,
  noPruner,
  patientPruner,
  percentilePruner,
  successiveHalvingPruner,
  thresholdPruner,
};

/** Every pruner, listed once: the study, the command, the conformance tests and the documentation read this list. */
const all: readonly Pruner[] = [
  noPruner,
  medianPruner,
  percentilePruner,
  patientPruner,
  thresholdPruner,
  successiveHalvingPruner,
  hyperbandPruner,
  iterativeDeepeningHyperbandPruner,
];

/** Every registered pruner by its name, with its default options. */
export const pruners: ReadonlyMap<string, Pruner> = new Map(all.map((pruner) => [pruner.name, pruner]));

/** @throws InfimumError `unknown-pruner`, with the known name that is closest */
export function prunerNamed(name: string): Pruner {
  const pruner = pruners.get(name);
  if (pruner) return pruner;
  throw new InfimumError("unknown-pruner", `there is no pruner "${name}": ${didYouMean(name, [...pruners.keys()])}`);
}
