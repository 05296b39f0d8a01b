import { InfimumError } from "../error.ts";
import { inverseIncompleteBeta, inverseIncompleteBetaComplement } from "../numerics/special/inverse-incomplete-beta.ts";
import { normalQuantile } from "../numerics/special/normal.ts";

/**
 * A confidence interval for a probability, from `successes` in `trials` independent trials: an accuracy, say.
 *
 * "clopper-pearson" covers the truth with at least the given probability, whatever it is; "wilson" is shorter and
 * covers it with about that probability on average.
 *
 * @param successes a whole number from 0 to `trials`
 * @param level between 0 and 1
 * @returns lower and upper end, within [0, 1]
 * @throws InfimumError `bad-counts`, `bad-level`, `bad-option`
 * @reference C. J. Clopper, E. S. Pearson (1934), The Use of Confidence or Fiducial Limits Illustrated in the Case of the
 * Binomial, doi:10.1093/biomet/26.4.404; E. B. Wilson (1927), Probable Inference, the Law of Succession, and Statistical
 * Inference, doi:10.1080/01621459.1927.10502953
 */
export function proportionInterval(
  successes: number,
  trials: number,
  level = 0.95,
  kind: "clopper-pearson" | "wilson" = "clopper-pearson",
): [lower: number, upper: number] {
  if (
    !(Number.isInteger(trials) && trials > 0 && Number.isInteger(successes) && successes >= 0 && successes <= trials)
  ) {
    throw new InfimumError(
      "bad-counts",
      `proportionInterval got ${successes} successes in ${trials} trials: give whole numbers, with at least one trial and no more successes than trials.`,
    );
  }
  if (!(level > 0 && level < 1)) {
    throw new InfimumError("bad-level", `the level is ${level}: give a number between 0 and 1, such as 0.95.`);
  }
  const tail = (1 - level) / 2;
  if (kind === "wilson") return wilson(successes, trials, normalQuantile(1 - tail));
  if (kind === "clopper-pearson") return clopperPearson(successes, trials, tail);
  throw new InfimumError("bad-option", `kind is ${JSON.stringify(kind)}: write "clopper-pearson" or "wilson".`);
}

/** The probabilities under which so many successes or more, so few or fewer, come with the probability `tail`. */
function clopperPearson(successes: number, trials: number, tail: number): [number, number] {
  const failures = trials - successes;
  return [
    successes === 0 ? 0 : inverseIncompleteBeta(successes, failures + 1, tail),
    failures === 0 ? 1 : inverseIncompleteBetaComplement(successes + 1, failures, tail),
  ];
}

/** The probabilities p with |successes / trials - p| <= z sqrt(p (1 - p) / trials). */
function wilson(successes: number, trials: number, z: number): [number, number] {
  const failures = trials - successes;
  const centre = successes + (z * z) / 2;
  const reach = z * Math.sqrt((successes * failures) / trials + (z * z) / 4);
  const total = trials + z * z;
  return [successes === 0 ? 0 : (centre - reach) / total, failures === 0 ? 1 : (centre + reach) / total];
}
