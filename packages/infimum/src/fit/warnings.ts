import type { Problem } from "../problem/problem.ts";
import type { Uncertainty } from "./covariance.ts";

/** A condition number beyond which parameters are close to making up for each other. */
const badCondition = 1e6;

/** Rounding of residuals beyond this part of them costs standard errors digits that one would miss. */
const muchNoise = 1e-6;

/** What a reader of the fit has to know, one sentence each. */
export function warningsOf({ layout }: Problem, fit: Uncertainty): string[] {
  const { rank, free, unidentified, condition } = fit.identifiability;
  const warnings: string[] = [];
  const named = (indices: readonly number[]): string => indices.map((j) => layout.names[j]).join(", ");
  if (rank < free.length) {
    warnings.push(
      `the data do not determine ${named(unidentified)}: they can change together and leave the residuals as they are (rank ${rank} of ${free.length}); fix one of them, or simplify the model.`,
    );
  } else if (condition > badCondition) {
    warnings.push(
      `the data hardly tell the parameters apart: the condition number is ${condition.toPrecision(2)}, most of all for ${named(mostCorrelated(fit))}.`,
    );
  }
  if (fit.degreesOfFreedom <= 0) {
    warnings.push(
      `there are no more residuals than parameters, so nothing is left to judge the fit by: standard errors are infinite.`,
    );
  } else if (fit.noise === Infinity) {
    warnings.push("the residuals are all 0: the fit is exact, and says nothing of how good the data are.");
  } else if (fit.noise > muchNoise) {
    const digits = Math.max(0, Math.floor(-Math.log10(fit.noise)));
    warnings.push(
      `the residuals are so small that rounding is ${fit.noise.toPrecision(1)} of them: standard errors are good to about ${digits} digits.`,
    );
  }
  return warnings;
}

/** The two parameters with the largest correlation. */
function mostCorrelated({ covariance, standardErrors, identifiability: { free } }: Uncertainty): number[] {
  const n = standardErrors.length;
  let pair: number[] = [];
  let largest = 0;
  for (const i of free) {
    for (const j of free) {
      const correlation = Math.abs(covariance[i + j * n]) / standardErrors[i] / standardErrors[j];
      if (i >= j || !(correlation > largest)) continue;
      largest = correlation;
      pair = [i, j];
    }
  }
  return pair;
}
