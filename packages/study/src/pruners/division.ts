/** Which trials are compared with each other. */
export interface Division {
  /** Trials are compared at the rungs below this one; 0 when that is not known yet. */
  readonly lastRung: number;
  /** The bracket of a trial: the lowest rung it is compared at, with the trials of the same bracket. */
  bracketOf(number: number): number;
}
