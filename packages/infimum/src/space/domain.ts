import { badValue, InfimumError } from "../error.ts";

/** A value a choice can take: what JSON carries. */
export type ChoiceValue =
  | string
  | number
  | boolean
  | null
  | readonly ChoiceValue[]
  | { readonly [name: string]: ChoiceValue };

/** What one variable ranges over. Its *code* is the number itself, or for a choice the index of the option. */
export type Domain = FloatDomain | IntDomain | ChoiceDomain;

/** Real numbers in [low, high]; with a `step` only low, low + step, ... */
export interface FloatDomain {
  readonly kind: "float";
  readonly low: number;
  readonly high: number;
  /** True when factors matter, not differences. */
  readonly log: boolean;
  readonly step: number | undefined;
}

/** Whole numbers low, low + step, ... up to high. */
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
  if (domain.low === domain.high) return 1;
  if (domain.step === undefined) return Infinity;
  // a float step such as 0.1 does not divide exactly
  return Math.floor((domain.high - domain.low) / domain.step + 1e-9) + 1;
}

/** The code of the level with that number, 0 to levels - 1. */
export function codeOfLevel(domain: Domain, level: number): number {
  if (domain.kind === "choice") return level;
  return Math.min(domain.high, domain.low + level * (domain.step ?? 0));
}

/** The number of the level nearest to a code. */
export function levelOf(domain: Domain, code: number): number {
  if (domain.kind === "choice") return code;
  return Math.round((code - domain.low) / (domain.step ?? 1));
}

/**
 * The code at `unit` in [0, 1]: equal lengths of the unit interval are equally likely codes, on the logarithmic scale where
 * the domain has one. `unit` outside is moved to the nearest end.
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
  const value = Math.exp(bottom * (1 - inside) + top * inside);
  return levels < Infinity ? nearestCode(domain, value) : Math.min(domain.high, Math.max(domain.low, value));
}

/** The middle of what `fromUnit` maps to the code. */
export function toUnit(domain: Domain, code: number): number {
  const levels = levelsOf(domain);
  if (levels === 1) return 0.5;
  if (domain.kind === "choice" || !domain.log) {
    if (levels < Infinity) return (levelOf(domain, code) + 0.5) / levels;
    const { low, high } = domain as FloatDomain;
    // in this order, so that the widest of ranges does not overflow
    return code / (high - low) - low / (high - low);
  }
  const [bottom, top] = logRange(domain);
  return (Math.log(code) - bottom) / (top - bottom);
}

/** The code of the domain nearest to a number. */
export function nearestCode(domain: Exclude<Domain, ChoiceDomain>, value: number): number {
  if (levelsOf(domain) === Infinity) return Math.min(domain.high, Math.max(domain.low, value));
  return codeOfLevel(domain, Math.min(levelsOf(domain) - 1, Math.max(0, levelOf(domain, value))));
}

/** The logarithms of the ends of the range that is cut into codes: half a step beyond the outermost levels. */
export function logRange({ low, high, step }: FloatDomain | IntDomain): readonly [number, number] {
  if (step === undefined) return [Math.log(low), Math.log(high)];
  // a positive lower end even for steps of more than twice the lowest value
  return [Math.log(Math.max(low - step / 2, low / 2)), Math.log(high + step / 2)];
}

/** The code of a value. @throws InfimumError `not-in-space` when the domain does not have it */
export function codeOf(domain: Domain, value: unknown, name: string): number {
  if (domain.kind === "choice") {
    const text = JSON.stringify(value);
    const index = domain.options.findIndex((option) => option === value || JSON.stringify(option) === text);
    if (index >= 0) return index;
    const known = domain.options.map((option) => JSON.stringify(option)).join(", ");
    throw new InfimumError("not-in-space", `${name} is ${text ?? String(value)}: give one of ${known}.`);
  }
  const what = domain.kind === "int" ? "a whole number" : "a number";
  if (typeof value !== "number" || !(value >= domain.low && value <= domain.high)) {
    throw badValue("not-in-space", name, value, `${what} from ${domain.low} to ${domain.high}`);
  }
  if (domain.step === undefined) return value;
  const code = nearestCode(domain, value);
  // a sum of steps may differ from the level by rounding
  if (Math.abs(code - value) <= 1e-9 * domain.step) return code;
  throw badValue("not-in-space", name, value, `${domain.low} plus a multiple of ${domain.step}`);
}

/** The value that a code stands for. */
export function valueOf(domain: Domain, code: number): unknown {
  return domain.kind === "choice" ? domain.options[code] : code;
}
