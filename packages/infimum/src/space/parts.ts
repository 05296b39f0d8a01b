import { didYouMean } from "../did-you-mean.ts";
import { badValue, InfimumError, wrongKind } from "../error.ts";
import { type ChoiceValue, isPlainRecord, ownCopy, textOf } from "./choice-value.ts";
import { codeOfLevel, type Domain, type FloatDomain, type IntDomain, levelsOf } from "./domain.ts";

/** What a space is made of, by the key that tells it from a record of a caller's own. */
export const partKind = Symbol.for("infimum.space.part");

/** A variable that takes values of type T. */
export interface Variable<T> {
  readonly [partKind]: "variable";
  readonly domain: Domain;
  /** Where a search starts; the middle of the range, or the first option, when left out. */
  readonly start: T | undefined;
  /** For inference only. */
  readonly value?: T;
}

/** A part that is there only while its condition holds. */
export interface Conditional<Part extends SpacePart> {
  readonly [partKind]: "conditional";
  readonly condition: Condition;
  readonly part: Part;
}

/** One of several records, with its name as `kind`. */
export interface Variant<Arms extends { readonly [kind: string]: SpaceRecord }> {
  readonly [partKind]: "variant";
  readonly arms: Arms;
}

export interface SpaceRecord {
  readonly [name: string]: SpacePart;
}

export type SpacePart = Variable<any> | Conditional<any> | Variant<any> | SpaceRecord;

/** Choices beside the conditional part (or further out) by name, each with the option, or options, at which it is there. */
export interface Condition {
  readonly [name: string]: ChoiceValue;
}

/** The values that a part of a space describes. */
export type ValueOf<Part> =
  Part extends Variable<infer T>
    ? T
    : Part extends Conditional<infer Inner>
      ? ValueOf<Inner> | undefined
      : Part extends Variant<infer Arms>
        ? { [Kind in keyof Arms]: Flat<{ kind: Kind } & RecordOf<Arms[Kind]>> }[keyof Arms]
        : Part extends SpaceRecord
          ? RecordOf<Part>
          : never;

/** The record that a record of parts describes. */
export type RecordOf<Parts> = { -readonly [Name in keyof Parts]: ValueOf<Parts[Name]> };

type Flat<T> = { [Name in keyof T]: T[Name] };

export interface RangeOptions {
  /** Search by factors, not differences: both ends have to be positive. False when left out. */
  readonly log?: boolean;
  /** Only low, low + step, ... up to high. Any real number, or for `int` every whole one, when left out. */
  readonly step?: number;
  /** Where a search starts; the middle of the range when left out. */
  readonly start?: number;
}

/**
 * A real number from `low` to `high`.
 *
 * @throws InfimumError `bad-range`, `bad-step`, `unknown-option`
 *
 * @example
 * const search = space({ rate: float(1e-5, 1e-1, { log: true }) });
 */
export function float(low: number, high: number, options: RangeOptions = {}): Variable<number> {
  const { log = false, step, start } = knownOptions(options);
  requireRange("float", low, high, log, Number.isFinite, "finite numbers");
  requireStep("float", low, high, step, Number.isFinite, "a positive number");
  return { [partKind]: "variable", domain: toItsLastLevel({ kind: "float", low, high, log, step }), start };
}

/**
 * A whole number from `low` to `high`, both included.
 *
 * @throws InfimumError `bad-range`, `bad-step`, `unknown-option`
 */
export function int(low: number, high: number, options: RangeOptions = {}): Variable<number> {
  const { log = false, step = 1, start } = knownOptions(options);
  requireRange("int", low, high, log, Number.isSafeInteger, "whole numbers");
  if (high - low > Number.MAX_SAFE_INTEGER) {
    throw new InfimumError("bad-range", `int(${low}, ${high}) has more than 2^53 numbers: use float.`);
  }
  requireStep("int", low, high, step, Number.isSafeInteger, "a positive whole number");
  return { [partKind]: "variable", domain: toItsLastLevel({ kind: "int", low, high, log, step }), start };
}

/**
 * One of several options that have no order: strings, numbers, booleans, null, or lists and records of them. A search
 * starts from the first.
 *
 * @throws InfimumError `bad-choice` without an option, with one twice, or with one that JSON does not carry
 */
export function choice<const Options extends readonly ChoiceValue[]>(...options: Options): Variable<Options[number]> {
  if (options.length === 0) throw new InfimumError("bad-choice", "a choice needs at least one option.");
  const own = options.map(ownCopy);
  const texts = own.map(textOf);
  const twice = texts.find((text, index) => texts.indexOf(text) !== index);
  if (twice !== undefined) throw new InfimumError("bad-choice", `the option ${twice} is there twice: give it once.`);
  return { [partKind]: "variable", domain: { kind: "choice", options: own }, start: undefined };
}

/**
 * A part that is there only while choices beside it (or in an enclosing record) have the given values; elsewhere it is
 * undefined. An array of values means any of them. On a variant, the condition is the name of an arm.
 *
 * @throws InfimumError `bad-condition`
 *
 * @example
 * const search = space({
 *   optimizer: choice("adam", "sgd"),
 *   momentum: when({ optimizer: "sgd" }, float(0, 0.99)), // number | undefined
 * });
 */
export function when<Part extends SpacePart>(condition: Condition, part: Part): Conditional<Part> {
  if (!isPlainRecord(condition) || Object.keys(condition).length === 0) {
    throw new InfimumError(
      "bad-condition",
      'a condition names a choice and its value: when({ optimizer: "sgd" }, ...).',
    );
  }
  return { [partKind]: "conditional", condition, part };
}

/**
 * One of several records, told apart by `kind`: a discriminated union. A search starts from the first.
 *
 * @throws InfimumError `bad-choice`, `not-a-space`
 *
 * @example
 * const search = space({ rule: variant({ adam: {}, sgd: { momentum: float(0, 0.99) } }) });
 * // { rule: { kind: "adam" } | { kind: "sgd"; momentum: number } }
 */
export function variant<const Arms extends { readonly [kind: string]: SpaceRecord }>(arms: Arms): Variant<Arms> {
  if (!isPlainRecord(arms)) throw wrongKind("not-a-space", "a variant", "a record of its arms", arms);
  if (Object.keys(arms).length === 0) throw new InfimumError("bad-choice", "a variant needs at least one arm.");
  for (const [kind, arm] of Object.entries(arms)) {
    if (!isPlainRecord(arm) || partKind in arm) {
      throw new InfimumError("not-a-space", `the arm "${kind}" of a variant has to be a record of parts.`);
    }
    if (Object.hasOwn(arm, "kind")) {
      throw new InfimumError(
        "bad-choice",
        `the arm "${kind}" has an entry "kind": that is the name of the arm; rename it.`,
      );
    }
  }
  return { [partKind]: "variant", arms };
}

const optionNames = ["log", "step", "start"];

function knownOptions(options: RangeOptions): RangeOptions {
  for (const name of Object.keys(options)) {
    if (optionNames.includes(name)) continue;
    throw new InfimumError("unknown-option", `a range has no option "${name}": ${didYouMean(name, optionNames)}`);
  }
  return options;
}

function requireRange(
  name: string,
  low: number,
  high: number,
  log: boolean,
  isOne: (value: unknown) => boolean,
  what: string,
): void {
  if (!isOne(low) || !isOne(high) || low > high) {
    throw new InfimumError("bad-range", `${name}(${low}, ${high}) is no range: give ${what}, the lower first.`);
  }
  if (log && low <= 0) {
    throw new InfimumError("bad-range", `${name}(${low}, ${high}) is logarithmic: both ends have to be positive.`);
  }
}

function requireStep(
  name: string,
  low: number,
  high: number,
  step: number | undefined,
  isOne: (value: unknown) => boolean,
  what: string,
): void {
  if (step === undefined) return;
  if (!isOne(step) || !(step > 0)) throw badValue("bad-step", `the step of ${name}(${low}, ${high})`, step, what);
  if (name === "float" && step < 16 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high))) {
    throw badValue(
      "bad-step",
      `the step of float(${low}, ${high})`,
      step,
      "one that tells float64 numbers of that size apart, or none",
    );
  }
}

/** The range ends at its last level, so that what is said of its ends holds of values it has. */
function toItsLastLevel<D extends FloatDomain | IntDomain>(domain: D): D {
  const levels = levelsOf(domain);
  return levels < Infinity ? { ...domain, high: codeOfLevel(domain, levels - 1) } : domain;
}
