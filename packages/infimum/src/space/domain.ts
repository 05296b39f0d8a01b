import { badValue, InfimumError } from "../error.ts";
import { type ChoiceValue, optionIndex, textOf } from "./choice-value.ts";

/** What one variable ranges over. Its *code* is the number itself, or for a choice the index of the option. */
export type Domain = FloatDomain | IntDomain | ChoiceDomain;

/** Real numbers in [low, high]; with a `step` only low, low + step, ..., and high is the last of them. */
export interface FloatDomain {
  readonly kind: "float";
  readonly low: number;
  readonly high: number;
  /** True when factors matter, not differences. */
  readonly log: boolean;
  readonly step: number | undefined;
}

/** Whole numbers low, low + step, ..., high. */
export interface IntDomain {
  readonly kind: "int";
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly step: number;
}

/** One of several options without an order. */
export interface ChoiceDomain {
  readonly kind: "choice";
  readonly options: readonly ChoiceValue[];
}

/** How many codes a domain has: Infinity for real numbers. */
export function levelsOf(domain: Domain): number {
  if (domain.kind === "choice") return domain.options.length;
  const { low, high, step } = domain;
  if (low === high) return 1;
  if (step === undefined) return Infinity;
  return Math.floor(stepsBetween(low, high, step) + slack(domain)) + 1;
}

/** The code of the level with that number, 0 to levels - 1. */
export function codeOfLevel(domain: Domain, level: number): number {
  if (domain.kind === "choice") return level;
  const { kind, low, high, step = 0 } = domain;
  return Math.min(high, kind === "float" ? afterSteps(low, step, level) : low + level * step);
}

/** The number of the level nearest to a code. */
export function levelOf(domain: Domain, code: number): number {
  return domain.kind === "choice" ? code : Math.round(stepsBetween(domain.low, code, domain.step ?? 1));
}

/**
 * The code at `unit` in [0, 1]: equal lengths of the unit interval are equally likely codes, on the logarithmic scale where
 * the domain has one (there a level has the values that are nearest to it). `unit` outside is moved to the nearest end.
 */
export function fromUnit(domain: Domain, unit: number): number {
  const inside = Math.min(1, Math.max(0, unit));
  const levels = levelsOf(domain);
  if (levels === 1) return codeOfLevel(domain, 0);
  if (domain.kind === "choice" || !domain.log) {
    if (levels < Infinity) return codeOfLevel(domain, Math.min(levels - 1, Math.floor(inside * levels)));
    const { low, high } = domain as FloatDomain;
    return Math.min(high, Math.max(low, low * (1 - inside) + high * inside));
  }
  const [bottom, top] = logRange(domain);
  // the logarithm and its inverse round: the ends are exact all the same
  if (inside === 0) return domain.low;
  if (inside === 1) return domain.high;
  return nearestCode(domain, Math.exp(bottom * (1 - inside) + top * inside));
}

/** The middle of what `fromUnit` maps to the code; by it the code is found again, whole numbers up to about 10^13. */
export function toUnit(domain: Domain, code: number): number {
  const levels = levelsOf(domain);
  if (levels === 1) return 0.5;
  if (domain.kind === "choice" || !domain.log) {
    if (levels < Infinity) return (levelOf(domain, code) + 0.5) / levels;
    const { low, high } = domain as FloatDomain;
    const width = high - low;
    // halves where the width of the range overflows
    return width < Infinity ? (code - low) / width : (code / 2 - low / 2) / (high / 2 - low / 2);
  }
  const [bottom, top] = logRange(domain);
  if (domain.step === undefined) return (Math.log(code) - bottom) / (top - bottom);
  const below = code <= domain.low ? bottom : Math.log(code - domain.step / 2);
  const above = code >= domain.high ? top : Math.log(code + domain.step / 2);
  return ((below + above) / 2 - bottom) / (top - bottom);
}

/** The code of the domain nearest to a number. */
export function nearestCode(domain: Exclude<Domain, ChoiceDomain>, value: number): number {
  const inside = Math.min(domain.high, Math.max(domain.low, value));
  if (domain.step === undefined || inside === domain.high) return inside;
  return codeOfLevel(domain, levelOf(domain, inside));
}

/** The logarithms of the ends of the range that is cut into codes: half a step beyond the outermost levels. */
export function logRange({ low, high, step }: FloatDomain | IntDomain): readonly [number, number] {
  if (step === undefined) return [Math.log(low), Math.log(high)];
  // a positive lower end even for steps of more than twice the lowest value, and a finite upper one
  return [Math.log(Math.max(low - step / 2, low / 2)), Math.log(Math.min(Number.MAX_VALUE, high + step / 2))];
}

/** The code of a value. @throws InfimumError `not-in-space` when the domain does not have it */
export function codeOf(domain: Domain, value: unknown, name: string): number {
  if (domain.kind === "choice") {
    const index = optionIndex(domain.options, value);
    if (index >= 0) return index;
    const known = domain.options.map((option) => textOf(option)).join(", ");
    throw new InfimumError("not-in-space", `${name} is ${textOf(value) ?? String(value)}: give one of ${known}.`);
  }
  const { kind, low, high, step } = domain;
  const isNumber = typeof value === "number";
  if (isNumber && value >= low && value <= high && step === undefined) return value;
  if (isNumber && step !== undefined) {
    const code = nearestCode(domain, value);
    // a sum of steps may differ from the level by rounding
    if (Math.abs(code - value) <= step * slack(domain)) return code;
  }
  const ofSteps = step === undefined || step === 1 ? "" : ` in steps of ${step}`;
  throw badValue(
    "not-in-space",
    name,
    value,
    `a ${kind === "int" ? "whole " : ""}number from ${low} to ${high}${ofSteps}`,
  );
}

/** The value that a code stands for. @throws InfimumError `not-in-space` when it is no code of the domain */
export function valueOf(domain: Domain, code: number, name: string): unknown {
  if (domain.kind === "choice") {
    if (Object.hasOwn(domain.options, code)) return domain.options[code];
  } else if (nearestCode(domain, code) === code) return code;
  throw badValue(
    "not-in-space",
    `the code of ${name}`,
    code,
    domain.kind === "choice"
      ? `the index of one of its ${domain.options.length} options`
      : `one of its numbers from ${domain.low} to ${domain.high}`,
  );
}

/** Not (to - from) / step where that overflows. */
function stepsBetween(from: number, to: number, step: number): number {
  const width = to - from;
  return Math.abs(width) < Infinity ? width / step : to / step - from / step;
}

/** What rounding may make of a whole number of steps: of a step such as 0.1, and of the ends of the range. */
function slack({ low, high, step = 1 }: FloatDomain | IntDomain): number {
  return 1e-9 + (4 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high))) / step;
}

/**
 * low + level step, where both are decimals the decimal as people write it: three steps of 0.1 are 0.3, not
 * 0.30000000000000004. In whole numbers of the last decimal place, one division rounds to the nearest float64.
 */
function afterSteps(low: number, step: number, level: number): number {
  for (let scale = 1; scale <= 1e12; scale *= 10) {
    const from = Math.round(low * scale);
    const by = Math.round(step * scale);
    if (from / scale !== low || by / scale !== step) continue;
    const sum = from + level * by;
    return Number.isSafeInteger(sum) ? sum / scale : low + level * step;
  }
  return low + level * step;
}
