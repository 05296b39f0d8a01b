import { badValue } from "infimum";

/** How resources grow from rung to rung. */
export interface Resources {
  /** The step of the lowest rung. */
  readonly minimum: number;
  /** Each rung has this many times the resource of the one below, and 1/eta of its trials. */
  readonly eta: number;
}

/** Sums and products of steps such as 0.1 differ from what is meant by rounding. */
const slack = 1e-9;

/** The rungs of successive halving: rung k is at the step minimum eta^k. */
export class Ladder {
  readonly eta: number;
  readonly #steps: number[];

  constructor({ minimum, eta }: Resources) {
    this.eta = eta;
    this.#steps = [minimum];
  }

  /** The step of a rung. */
  step(rung: number): number {
    // multiplied one by one: powers may differ between engines
    while (this.#steps.length <= rung) this.#steps.push(this.#steps[this.#steps.length - 1] * this.eta);
    return this.#steps[rung];
  }

  /** How many rungs are at or below the step; Infinity for Infinity. */
  rungsUpTo(step: number): number {
    if (step === Infinity) return Infinity;
    let rungs = 0;
    while (this.step(rungs) <= step * (1 + slack)) rungs++;
    return rungs;
  }

  /** The last rung of a study whose trials have up to `maximum` steps: floor(log_eta(maximum / minimum)), at least 0. */
  lastRung(maximum: number): number {
    return Math.max(0, this.rungsUpTo(maximum) - 1);
  }

  /** How many of so many trials go on to the next rung. */
  share(trials: number): number {
    return Math.floor((trials / this.eta) * (1 + slack));
  }
}

/** @throws InfimumError `bad-pruner-option` */
export function requireResources({ minimum, eta, maximum }: Resources & { maximum: number }): void {
  if (!(minimum > 0 && minimum < Infinity)) {
    throw badValue("bad-pruner-option", "minimum", minimum, "the least number of steps, above 0");
  }
  if (!(eta >= 2 && eta < Infinity)) throw badValue("bad-pruner-option", "eta", eta, "a number of at least 2");
  if (!(maximum >= minimum)) {
    throw badValue(
      "bad-pruner-option",
      "maximum",
      maximum,
      `the most steps of a trial, at least the minimum, ${minimum}`,
    );
  }
}
