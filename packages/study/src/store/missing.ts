import { InfimumError } from "infimum";

/** The error for a study that a store does not have. */
export function unknownStudy(name: string): InfimumError {
  return new InfimumError(
    "unknown-study",
    `there is no study named ${JSON.stringify(name)} in this store: open it first.`,
  );
}

/** The error for a trial that a study does not have. */
export function unknownTrial(study: string, number: number): InfimumError {
  return new InfimumError(
    "unknown-trial",
    `the study ${JSON.stringify(study)} has no trial ${number}: give the number of one that was added.`,
  );
}
