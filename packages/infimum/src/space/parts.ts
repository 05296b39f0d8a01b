import { badValue, InfimumError } from "../error.ts";
import type { ChoiceValue, Domain } from "./domain.ts";

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
        ? { [Kind in keyof Arms]: { kind: Kind } & Flat<RecordOf<Arms[Kind]>> }[keyof Arms]
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
 * @throws InfimumError `bad-range`, `bad-step`
 *
 * @example
 * const search = space({ rate: float(1e-5, 1e-1, { log: true }) });
 */
export function float(low: number, high: number, options: RangeOptions = {}): Variable<number> {
  const { log = false, step, start } = options;
  requireRange("float", low, high, log, Number.isFinite, "finite numbers");
  requireStep(step);
  return { [partKind]: "variable", domain: { kind: "float", low, high, log, step }, start };
}

/**
 * A whole number from `low` to `high`, both included.
 *
 * @throws InfimumError `bad-range`, `bad-step`
 */
export function int(low: number, high: number, options: RangeOptions = {}): Variable<number> {
  const { log = false, step = 1, start } = options;
  requireRange("int", low, high, log, Number.isSafeInteger, "whole numbers");
  requireStep(step);
  if (!Number.isSafeInteger(step)) throw badValue("bad-step", "the step of an int", step, "a whole number");
  return { [partKind]: "variable", domain: { kind: "int", low, high, log, step }, start };
}

/**
 * One of several options that have no order: strings, numbers, booleans, null, or lists and records of them.
 *
 * @throws InfimumError `bad-choice` without an option, or with one twice
 */
export function choice<const Options extends readonly ChoiceValue[]>(...options: Options): Variable<Options[number]> {
  const texts = options.map((option) => JSON.stringify(option));
  const twice = texts.find((text, index) => texts.indexOf(text) !== index);
  if (options.length === 0) throw new InfimumError("bad-choice", "a choice needs at least one option.");
  if (twice !== undefined) throw new InfimumError("bad-choice", `the option ${twice} is there twice: give it once.`);
  return { [partKind]: "variable", domain: { kind: "choice", options }, start: undefined };
}

/**
 * A part that is there only while choices beside it (or in an enclosing record) have the given values; elsewhere it is
 * undefined. An array of values means any of them.
 *
 * @example
 * const search = space({
 *   optimizer: choice("adam", "sgd"),
 *   momentum: when({ optimizer: "sgd" }, float(0, 0.99)), // number | undefined
 * });
 */
export function when<Part extends SpacePart>(condition: Condition, part: Part): Conditional<Part> {
  if (Object.keys(condition).length === 0) {
    throw new InfimumError(
      "bad-condition",
      'a condition names a choice and its value: when({ optimizer: "sgd" }, ...).',
    );
  }
  return { [partKind]: "conditional", condition, part };
}

/**
 * One of several records, told apart by `kind`: a discriminated union.
 *
 * @example
 * const search = space({ rule: variant({ adam: {}, sgd: { momentum: float(0, 0.99) } }) });
 * // { rule: { kind: "adam" } | { kind: "sgd"; momentum: number } }
 */
export function variant<const Arms extends { readonly [kind: string]: SpaceRecord }>(arms: Arms): Variant<Arms> {
  if (Object.keys(arms).length === 0) throw new InfimumError("bad-choice", "a variant needs at least one arm.");
  for (const [kind, arm] of Object.entries(arms)) {
    if (Object.hasOwn(arm, "kind")) {
      throw new InfimumError(
        "bad-choice",
        `the arm "${kind}" has an entry "kind": that is the name of the arm; rename it.`,
      );
    }
  }
  return { [partKind]: "variant", arms };
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

function requireStep(step: number | undefined): void {
  if (step !== undefined && !(step > 0 && step < Infinity))
    throw badValue("bad-step", "step", step, "a positive number");
}
