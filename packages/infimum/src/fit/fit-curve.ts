import { centralJacobian } from "../autodiff/difference-derivatives.ts";
import { didYouMean } from "../did-you-mean.ts";
import { badValue, InfimumError, wrongKind } from "../error.ts";
import { requireKnownOptions } from "../minimize/options.ts";
import { studentQuantile } from "../numerics/special/student.ts";
import type { Bounds } from "../problem/bounds.ts";
import { readBounds } from "../problem/bounds.ts";
import { type Layout, layoutOf, type Parameters, type Shape } from "../problem/parameters.ts";
import { type Fit, type ParameterName, requireLevel } from "./fit.ts";
import { type FitOptions, fitFrom, fitOptionNames } from "./least-squares.ts";

/** What was measured. */
export interface Observations<X> {
  /** Where: a number for each observation, or a row of them, or whatever the model takes. */
  readonly x: ArrayLike<X>;
  /** What was seen there. */
  readonly y: ArrayLike<number>;
  /** The standard deviation of each observation, or of all: they count as 1 / sigma^2. */
  readonly sigma?: number | ArrayLike<number>;
}

export interface FitCurveOptions<P extends Parameters> extends FitOptions<P> {
  /** Parameters that keep their start. */
  readonly fixed?: readonly ParameterName<P>[];
  /** True when sigma is known; by default it is so up to a factor, which is estimated from the residuals. */
  readonly absoluteSigma?: boolean;
}

/** What a fitted curve says of one place. */
export interface Band {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

export interface BandOptions {
  /** "confidence" (the default): where the curve is; "prediction": where the next observation (of deviation sigma 1) will be. */
  readonly kind?: "confidence" | "prediction";
}

export interface CurveFit<X, P extends Parameters = any> extends Fit<P> {
  /** The fitted curve. */
  predict(x: X): number;
  /**
   * The curve at x between limits, by the delta method: plus and minus Student's quantile of its standard error.
   *
   * @param level between 0 and 1; 0.95 by default
   * @throws InfimumError `bad-level`
   */
  band(x: X, level?: number, options?: BandOptions): Band;
}

/**
 * Fits the parameters of a model to observations by least squares, and says how far they determine them.
 *
 * @param model what is seen at x with parameters p, a plain function: it is read for exact derivatives
 * @param observed x and y of the same length, and sigma where it is known
 * @param start the parameters to begin with, a (nested) record of numbers and arrays, or an array: the result has its shape
 * @throws InfimumError `data-mismatch`, `data-not-finite`, `bad-sigma`, `unknown-parameter`, and what `leastSquares` throws
 *
 * @reference D. M. Bates, D. G. Watts, 1988, Nonlinear regression analysis and its applications, 10.1002/9780470316757
 *
 * @example
 * const observed = { x: [0, 1, 2, 3, 4], y: [2.02, 1.21, 0.74, 0.44, 0.28] };
 * const r = fitCurve((t, p) => p.a * Math.exp(-p.b * t), observed, { a: 1, b: 0.1 });
 * Math.round(100 * r.params.b); // 50
 * r.standardErrors.b < 0.02; // true
 */
export function fitCurve<X, const P extends Parameters>(
  model: (x: X, p: Shape<P>) => number,
  observed: Observations<X>,
  start: P,
  options: FitCurveOptions<P> = {},
): CurveFit<X, P> {
  if (typeof model !== "function")
    throw wrongKind("not-a-function", "the model", "a function of x and parameters", model);
  const { fixed = [], absoluteSigma = false, ...rest } = options;
  requireKnownOptions(rest, fitOptionNames);
  const layout = layoutOf(start);
  const data = { x: observed.x, y: observed.y, model };
  const weights = weightsOf(requireObservations(observed));
  const bounds = fixed.length > 0 ? withFixed(options.bounds, fixed, start, layout) : options.bounds;
  const stated = { ...rest, residuals: misfits, x0: start, bounds, data, weights };
  const fit = fitFrom(stated, rest, absoluteSigma) as Fit<P>;
  const predict = (x: X): number => model(x, fit.params);
  return {
    ...fit,
    predict,
    band: (x, level = 0.95, { kind = "confidence" } = {}) => {
      requireLevel(level);
      return bandAt((p) => model(x, layout.decode(p) as Shape<P>), fit, level, kind);
    },
  };
}

/** The residuals of a curve; what it needs comes with the data, so that the reader finds it under any minifier. */
function misfits(p: unknown, { x, y, model }: { x: any; y: any; model: (x: unknown, p: unknown) => number }): number[] {
  const residuals: number[] = [];
  for (let i = 0; i < y.length; i++) residuals.push(model(x[i], p) - y[i]);
  return residuals;
}

/** Student's quantile of the standard error of a function of the parameters, by its gradient. */
function bandAt(
  curve: (p: Float64Array) => number,
  { x, covariance, deviation, degreesOfFreedom }: Fit,
  level: number,
  kind: NonNullable<BandOptions["kind"]>,
): Band {
  const n = x.length;
  const value = curve(x);
  const slopes = centralJacobian((p, out) => out.fill(curve(p)), x, 1, new Float64Array(n));
  let variance = kind === "prediction" ? deviation ** 2 : 0;
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const entry = covariance[i + j * n];
      if (entry !== 0) variance += slopes[i] * entry * slopes[j];
    }
  }
  const half = studentQuantile((1 + level) / 2, degreesOfFreedom) * Math.sqrt(variance);
  return Number.isNaN(half)
    ? { value, lower: -Infinity, upper: Infinity }
    : { value, lower: value - half, upper: value + half };
}

/** @throws InfimumError `data-mismatch`, `data-not-finite` */
function requireObservations<X>(observed: Observations<X>): Observations<X> {
  const { x, y } = observed;
  if (!(x?.length > 0) || x.length !== y?.length) {
    throw new InfimumError(
      "data-mismatch",
      `x has ${x?.length ?? "no"} entries and y ${y?.length ?? "none"}: give as many of both, one for each observation.`,
    );
  }
  for (let i = 0; i < y.length; i++) {
    if (!Number.isFinite(y[i])) throw badValue("data-not-finite", `y[${i}]`, y[i], "a number, or leave it out");
  }
  return observed;
}

/** @throws InfimumError `bad-sigma` */
function weightsOf({ y, sigma }: Observations<unknown>): Float64Array | undefined {
  if (sigma === undefined) return undefined;
  if (typeof sigma !== "number" && sigma.length !== y.length) {
    throw new InfimumError(
      "bad-sigma",
      `sigma has ${sigma.length} entries and y ${y.length}: give one for each observation, or one number.`,
    );
  }
  return Float64Array.from(y, (_, i) => {
    const deviation = typeof sigma === "number" ? sigma : sigma[i];
    if (deviation > 0 && deviation < Infinity) return 1 / deviation ** 2;
    throw badValue("bad-sigma", `sigma[${i}]`, deviation, "a positive number");
  });
}

/** Bounds that hold some parameters at their start. @throws InfimumError `unknown-parameter` */
function withFixed(
  bounds: Bounds<any> | undefined,
  fixed: readonly (number | string)[],
  start: Parameters,
  layout: Layout,
): Bounds<any> {
  const x0 = layout.encode(start, new Float64Array(layout.dimension));
  const { lower, upper } = readBounds(bounds, layout) ?? {
    lower: new Float64Array(layout.dimension).fill(-Infinity),
    upper: new Float64Array(layout.dimension).fill(Infinity),
  };
  for (const name of fixed) {
    const own = layout.names.flatMap((each, j) =>
      each === name || j === name || isPartOf(each, String(name)) ? [j] : [],
    );
    if (own.length === 0) {
      throw new InfimumError(
        "unknown-parameter",
        `fixed names ${JSON.stringify(name)}, and there is no such parameter: ${didYouMean(String(name), layout.names)}`,
      );
    }
    for (const j of own) {
      lower[j] = x0[j];
      upper[j] = x0[j];
    }
  }
  return { lower: layout.decode(lower) as any, upper: layout.decode(upper) as any };
}

/** True for the parameters of an array or a record of that name. */
function isPartOf(name: string, whole: string): boolean {
  return name.startsWith(`${whole}.`) || name.startsWith(`${whole}[`);
}
