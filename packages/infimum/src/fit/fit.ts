import { didYouMean } from "../did-you-mean.ts";
import { badValue, InfimumError } from "../error.ts";
import { studentQuantile } from "../numerics/special/student.ts";
import type { Vector } from "../numerics/vector.ts";
import { shortNumber } from "../problem/describe-point.ts";
import type { Parameters, Shape } from "../problem/parameters.ts";
import type { Problem } from "../problem/problem.ts";
import type { Result } from "../run/result.ts";
import { type BootstrapOptions, bootstrapFits, percentileInterval } from "./bootstrap.ts";
import { type Uncertainty, uncertaintyOf } from "./covariance.ts";
import { type Evidence, evidenceAt } from "./evidence.ts";
import { Refits } from "./fit-run.ts";
import { profileInterval } from "./profile-interval.ts";
import { resampledNewton } from "./resampled-newton.ts";
import { resampledResiduals } from "./resampled-residuals.ts";
import { warningsOf } from "./warnings.ts";

/**
 * How an interval is found. "wald" (the default): plus and minus Student's quantile of standard errors, which is exact for
 * linear models. "profile": where the sum of squares has risen by as much, see `profileInterval`. "bootstrap": quantiles of fits
 * to resampled residuals. "resampled-newton": quantiles of the draws of one stochastic Newton run, which also holds where
 * variances differ between residuals.
 */
export type IntervalKind = "wald" | "profile" | "bootstrap" | "resampled-newton";

export interface IntervalOptions extends BootstrapOptions {
  readonly kind?: IntervalKind;
}

/** How a parameter is named: by its index, or as the start has it: "a", "peak.width", "weights[3]". */
export type ParameterName<P> = P extends readonly number[] | Float64Array
  ? number
  : (keyof P & string) | `${keyof P & string}${"." | "["}${string}` | number;

/** The result of a fit, and how far the data determine it. */
export interface Fit<P extends Parameters = any> extends Result<P> {
  /** n x n, column-major: 0 for parameters that a bound holds, Infinity on the diagonal for those that are not determined. */
  readonly covariance: Vector;
  /** In the shape of the start: 0 for parameters that a bound holds, Infinity for those that the data do not determine. */
  readonly standardErrors: Shape<P>;
  /** The residuals (m) at the solution, weighted. */
  readonly residuals: Vector;
  /** The standard deviation of a (weighted) residual, estimated; 1 where weights are absolute. */
  readonly deviation: number;
  /** The number of residuals less that of the parameters that are free. */
  readonly degreesOfFreedom: number;
  /** What to know before believing the numbers, one sentence each. */
  readonly warnings: readonly string[];
  /**
   * A confidence interval of one parameter.
   *
   * @param level between 0 and 1; 0.95 by default
   * @throws InfimumError `unknown-parameter`, `bad-level`, `no-profile` for profiles with a robust loss
   */
  interval(parameter: ParameterName<P>, level?: number, options?: IntervalOptions): [lower: number, upper: number];
}

/** Judges the solution of a run. */
export function fitOf<P extends Parameters>(problem: Problem<P>, result: Result<P>, absolute: boolean): Fit<P> {
  return new Assessment(problem, result, absolute).fit as Fit<P>;
}

class Assessment {
  readonly fit: Fit;
  readonly #problem: Problem;
  readonly #result: Result;
  readonly #evidence: Evidence | undefined;
  readonly #uncertainty: Uncertainty | undefined;
  readonly #isLarge: boolean;
  #refits: Refits | undefined;
  readonly #draws = new Map<string, readonly Vector[]>();

  constructor(problem: Problem, result: Result, absolute: boolean) {
    this.#problem = problem;
    this.#result = result;
    this.#isLarge = problem.residuals!.count * problem.dimension > mostEntries;
    this.#evidence = this.#isLarge ? undefined : evidenceAt(problem, result.x);
    this.#uncertainty = this.#evidence && uncertaintyOf(problem, this.#evidence, absolute);
    this.fit = this.#assemble();
  }

  #assemble(): Fit {
    const result = this.#result;
    const uncertainty = this.#uncertainty;
    const n = result.x.length;
    const errors = uncertainty?.standardErrors ?? new Float64Array(n).fill(NaN);
    const asked = this.#evidence?.asked ?? { residuals: this.#isLarge ? 0 : 1, jacobian: 0 };
    const { counts } = result;
    const warnings = uncertainty
      ? warningsOf(this.#problem, uncertainty)
      : [
          this.#isLarge
            ? "there are too many residuals and parameters for a covariance: standard errors are NaN."
            : "the residuals or their Jacobian are not finite at the end: standard errors are NaN.",
        ];
    return {
      ...result,
      counts: {
        ...counts,
        residuals: counts.residuals + asked.residuals,
        jacobian: counts.jacobian + asked.jacobian,
      },
      evaluations: result.evaluations + asked.residuals + asked.jacobian,
      covariance: uncertainty?.covariance ?? new Float64Array(n * n).fill(NaN),
      standardErrors: this.#problem.layout.decode(errors),
      residuals: this.#evidence?.residuals ?? new Float64Array(0),
      deviation: uncertainty?.deviation ?? NaN,
      degreesOfFreedom: uncertainty?.degreesOfFreedom ?? NaN,
      warnings,
      interval: (parameter: number | string, level?: number, options?: IntervalOptions) =>
        this.#interval(parameter, level, options),
      summary: () =>
        [result.summary(), ...this.#lines(errors), ...warnings.map((line) => `warning      ${line}`)].join("\n"),
    };
  }

  /** One line a parameter: the estimate, its standard error. */
  #lines(errors: Vector): string[] {
    const { x } = this.#result;
    const { names } = this.#problem.layout;
    return Array.from(x.subarray(0, listedParameters), (entry, j) => {
      const error = errors[j] > 0 ? ` +- ${errors[j].toPrecision(3)}` : " (held)";
      return `parameter    ${names[j]} = ${shortNumber(entry)}${error}`;
    });
  }

  #interval(
    parameter: number | string,
    level = 0.95,
    { kind = "wald", ...options }: IntervalOptions = {},
  ): [number, number] {
    const j = this.#indexOf(parameter);
    requireLevel(level);
    const evidence = this.#evidence;
    const uncertainty = this.#uncertainty;
    if (!evidence || !uncertainty) return [NaN, NaN];
    const { x } = evidence;
    const error = uncertainty.standardErrors[j];
    if (error === 0) return [x[j], x[j]];
    if (kind === "wald" || kind === "profile") {
      const t = studentQuantile((1 + level) / 2, this.#degrees(uncertainty));
      if (kind === "wald") return error < Infinity ? [x[j] - t * error, x[j] + t * error] : [-Infinity, Infinity];
      return this.#profile(uncertainty, j, error, t);
    }
    if (kind !== "bootstrap" && kind !== "resampled-newton") {
      throw badValue("bad-option", "kind", kind, '"wald", "profile", "bootstrap" or "resampled-newton"');
    }
    return percentileInterval(this.#drawsOf(kind, evidence, uncertainty, options), j, level);
  }

  /** Where the deviation is known the normal distribution holds. */
  #degrees({ deviation, degreesOfFreedom }: Uncertainty): number {
    return deviation === 1 && degreesOfFreedom <= 0 ? Infinity : Math.max(degreesOfFreedom, 0);
  }

  #profile({ deviation }: Uncertainty, j: number, error: number, t: number): [number, number] {
    const { lower, upper, residuals } = this.#problem;
    if (residuals!.loss) {
      throw new InfimumError(
        "no-profile",
        "with a robust loss a rise of the sum is no likelihood: use the kind bootstrap, or leave the loss out.",
      );
    }
    const { x, value } = this.#result;
    return profileInterval(this.#fits(), { x, value, deviation, lower, upper }, j, error, t);
  }

  #drawsOf(
    kind: "bootstrap" | "resampled-newton",
    evidence: Evidence,
    { degreesOfFreedom }: Uncertainty,
    { samples = 1000, seed = 0 }: BootstrapOptions,
  ): readonly Vector[] {
    const key = `${kind} ${samples} ${seed}`;
    let draws = this.#draws.get(key);
    if (draws === undefined) {
      draws =
        kind === "bootstrap"
          ? bootstrapFits(this.#fits(), evidence, degreesOfFreedom, { samples, seed })
          : resampledNewton(resampledResiduals(this.#fits()), evidence.x, { draws: samples, seed }).draws;
      this.#draws.set(key, draws);
    }
    return draws;
  }

  #fits(): Refits {
    this.#refits ??= new Refits(this.#problem);
    return this.#refits;
  }

  #indexOf(parameter: number | string): number {
    const { names } = this.#problem.layout;
    const j = typeof parameter === "number" ? parameter : names.indexOf(parameter);
    if (Number.isInteger(j) && j >= 0 && j < names.length) return j;
    throw new InfimumError(
      "unknown-parameter",
      `there is no parameter ${JSON.stringify(parameter)}: ${didYouMean(String(parameter), names)}`,
    );
  }
}

/** A dense Jacobian of more entries is not made for a covariance. */
const mostEntries = 2e7;

/** A summary lists at most this many parameters. */
const listedParameters = 20;

/** @throws InfimumError `bad-level` */
export function requireLevel(level: number): void {
  if (!(level > 0 && level < 1))
    throw badValue("bad-level", "the level", level, "a number between 0 and 1, such as 0.95");
}
