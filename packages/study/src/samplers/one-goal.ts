import { InfimumError } from "infimum";

/** @throws InfimumError `several-goals` when there is more than one */
export function requireOneGoal(sampler: string, goals: number): void {
  if (goals === 1) return;
  throw new InfimumError(
    "several-goals",
    `the sampler "${sampler}" orders trials by one loss, and the study has ${goals} goals: take "nsga-2", "tpe" or "random".`,
  );
}
