import type { RandomStream, Vector } from "infimum/numerics";
import { type Domain, fromUnit, levelsOf, type Space, toUnit } from "infimum/space";
import { truncatedNormalQuantile } from "../tpe/truncated-normal.ts";
import { fitTruncatedNormal, largestDeviation, logDensity, type TruncatedNormal } from "./truncated-normal-fit.ts";

/** What one dimension is drawn from: ranges on the unit scale, choices by the probability of each option. */
type Marginal =
  | ({ readonly kind: "range" } & TruncatedNormal)
  | { readonly kind: "choice"; readonly probabilities: readonly number[] }
  /** It has one value. */
  | { readonly kind: "fixed" };

/** A density of independent dimensions. */
export type Density = readonly Marginal[];

/** How much of the fit enters the density; 1: all of it. */
export interface Smoothing {
  readonly mean: number;
  readonly deviation: number;
  /** Of the probabilities of options. */
  readonly choice: number;
}

/** What stays possible however much the elites agree. */
export interface Exploration {
  /** The least deviation of a range on the unit scale. */
  readonly deviation: number;
  /** The probability of an option drawn uniformly instead. */
  readonly choice: number;
}

/** Nearly uniform about the start of the space. */
export function firstDensity({ dimensions }: Space): Density {
  return dimensions.map(({ domain, start }): Marginal => {
    const levels = levelsOf(domain);
    if (levels === 1) return { kind: "fixed" };
    if (domain.kind === "choice")
      return { kind: "choice", probabilities: Array.from({ length: levels }, () => 1 / levels) };
    return { kind: "range", mean: toUnit(domain, start), deviation: largestDeviation };
  });
}

/** Draws the codes of all dimensions, those that are not there included: one random number each. */
export function drawCodes(density: Density, { dimensions }: Space, random: RandomStream): Vector {
  const codes = new Float64Array(density.length);
  for (let i = 0; i < codes.length; i++) {
    const marginal = density[i];
    const { domain } = dimensions[i];
    if (marginal.kind === "fixed") codes[i] = fromUnit(domain, 0.5);
    else if (marginal.kind === "choice") codes[i] = random.choice(marginal.probabilities);
    else codes[i] = fromUnit(domain, truncatedNormalQuantile(marginal.mean, marginal.deviation, random.uniform()));
  }
  return codes;
}

/**
 * The density refitted to elites: the most likely one (truncated normals; frequencies of options), blended with the one
 * before. Each dimension is fitted to the elites in which it is there, and stays as it was where there are none.
 */
export function refit(
  before: Density,
  { dimensions }: Space,
  elites: readonly Vector[],
  smoothing: Smoothing,
  exploration: Exploration,
): Density {
  return before.map((marginal, i) => {
    const codes = elites.map((elite) => elite[i]).filter((code) => !Number.isNaN(code));
    if (codes.length === 0 || marginal.kind === "fixed") return marginal;
    const { domain } = dimensions[i];
    if (marginal.kind === "choice") {
      const probabilities = frequencies(codes, marginal.probabilities.length, exploration.choice);
      return {
        kind: "choice",
        probabilities: probabilities.map((p, k) => blend(marginal.probabilities[k], p, smoothing.choice)),
      };
    }
    const fitted = fitTruncatedNormal(
      codes.map((code) => toUnit(domain, code)),
      leastDeviation(domain, exploration),
    );
    return {
      kind: "range",
      mean: blend(marginal.mean, fitted.mean, smoothing.mean),
      deviation: blend(marginal.deviation, fitted.deviation, smoothing.deviation),
    };
  });
}

/** The mean logarithm of the density at points, on the unit scale, dimensions that are not there left out. */
export function meanLogLikelihood(density: Density, { dimensions }: Space, points: readonly Vector[]): number {
  let sum = 0;
  for (const codes of points) {
    density.forEach((marginal, i) => {
      if (Number.isNaN(codes[i])) return;
      if (marginal.kind === "choice") sum += Math.log(marginal.probabilities[codes[i]]);
      else if (marginal.kind === "range") sum += logDensity(marginal, toUnit(dimensions[i].domain, codes[i]));
    });
  }
  return sum / points.length;
}

/** With a third of a cell's width to either side the neighbours of a level are drawn one time in ten. */
function leastDeviation(domain: Domain, { deviation }: Exploration): number {
  const cells = levelsOf(domain);
  return cells === Infinity ? deviation : Math.min(largestDeviation, Math.max(deviation, 0.3 / cells));
}

function frequencies(codes: readonly number[], options: number, uniformShare: number): number[] {
  const counts = Array.from({ length: options }, () => 0);
  for (const code of codes) counts[code]++;
  return counts.map((count) => ((1 - uniformShare) * count) / codes.length + uniformShare / options);
}

function blend(before: number, fitted: number, share: number): number {
  return (1 - share) * before + share * fitted;
}
