import type { ProgramBuilder } from "../program/builder.ts";
import type { Value } from "../program/value.ts";
import type { Structure } from "./structure.ts";

/**
 * The derivatives of the answer with respect to the values of a program, as far as they have been passed on, each with the condition
 * under which it comes from a use that was made.
 */
export class Adjoints {
  readonly #build: ProgramBuilder;
  readonly #structure: Structure;
  /** By the id of the value of the program; undefined is 0. */
  readonly #values: (Value | undefined)[] = [];
  /** Undefined where it always is. */
  readonly #picks: (Value | undefined)[] = [];

  constructor(build: ProgramBuilder, structure: Structure) {
    this.#build = build;
    this.#structure = structure;
  }

  /** What is there now, to be put back by `putBack`. */
  snapshot(values: readonly Value[]): (readonly [Value | undefined, Value | undefined])[] {
    return values.map(({ id }) => [this.#values[id], this.#picks[id]] as const);
  }

  putBack(values: readonly Value[], snapshot: readonly (readonly [Value | undefined, Value | undefined])[]): void {
    values.forEach(({ id }, k) => {
      [this.#values[id], this.#picks[id]] = snapshot[k];
    });
  }

  /** Nothing has been passed on to a value yet. */
  clear({ id }: Value): void {
    this.#values[id] = undefined;
  }

  setCondition({ id }: Value, pick: Value): void {
    this.#picks[id] = pick;
  }

  add(value: Value, term: Value | undefined, pick: Value): void {
    if (term === undefined || value.constant !== undefined || !this.#structure.isActive(value)) return;
    const { id } = value;
    const before = this.#values[id];
    this.#picks[id] = before === undefined ? pick : this.#build.or(this.conditionOf(value), pick);
    this.#values[id] = before === undefined ? term : this.#build.binary("add", before, term);
  }

  of(value: Value): Value | undefined {
    return value.constant === undefined ? this.#values[value.id] : undefined;
  }

  ofOrZero(value: Value): Value {
    return this.of(value) ?? this.#build.constant(0);
  }

  /** The condition under which the adjoint of a value comes from a use. */
  conditionOf(value: Value): Value {
    if (this.of(value) === undefined) return this.#build.condition(false);
    return this.#picks[value.id] ?? this.always;
  }

  get always(): Value {
    return this.#build.condition(true);
  }

  /** The adjoints of values and then their conditions, to be carried through a loop or out of an arm. */
  stateOf(values: readonly Value[]): Value[] {
    return [...values.map((value) => this.ofOrZero(value)), ...values.map((value) => this.conditionOf(value))];
  }

  restore(values: readonly Value[], state: readonly Value[]): void {
    values.forEach(({ id }, k) => {
      this.#values[id] = state[k];
      this.#picks[id] = state[values.length + k];
    });
  }

  /** The adjoint of a value is one of another's, as it is. */
  pass(from: Value, to: Value): void {
    this.add(to, this.of(from), this.conditionOf(from));
  }
}
