import { toMemory } from "./arrays.ts";
import { Obstacle } from "./obstacle.ts";
import type { Reading } from "./reading.ts";
import { CannotMerge, CannotRoll, NeedsMemory, Throws } from "./signals.ts";
import { type Block, isScalar, isTraced, type Scalar, Traced } from "./traced.ts";
import { ArrayValue, type Cell, RecordValue, type Storage, type Value } from "./values.ts";

/** One value of two, as the branch decides. @throws CannotMerge where there is no such value */
export type Choose = (a: Value, b: Value) => Value;

interface Arm<T> {
  readonly block: Block;
  readonly outcome: T;
  readonly cells: ReadonlyMap<Cell, Value>;
  readonly arrays: ReadonlyMap<ArrayValue, Storage>;
}

/**
 * Executes both arms of a branch and merges what they assign and what they give. Where that cannot be (one arm leaves
 * the loop, say), the arm at the point of the reading is executed under a guard; an arm that throws is guarded against.
 */
export function branch<T>(
  reading: Reading,
  node: object,
  condition: Traced,
  arms: readonly [then: () => T, otherwise: () => T],
  mergeOutcomes: (a: T, b: T, choose: Choose) => T,
): T {
  const { trace } = reading;
  const place = reading.place(node);
  const mark = trace.mark;
  const whole = reading.begin();
  try {
    const [then, otherwise] = bothArms(reading, arms);
    trace.place = place;
    if (then instanceof Throws || otherwise instanceof Throws) {
      if (then instanceof Throws && otherwise instanceof Throws) throw then;
      const expected = otherwise instanceof Throws;
      reading.rollback(whole);
      trace.cut(mark);
      if (condition.value === !expected) throw expected ? otherwise : then;
      trace.guard(condition, expected, "the function throws otherwise");
      return arms[expected ? 0 : 1]();
    }
    const outcome = merge(reading, condition, then, otherwise, mergeOutcomes);
    reading.commit(whole);
    return outcome;
  } catch (error) {
    const isGuardable = error instanceof CannotMerge || error instanceof Obstacle || error instanceof CannotRoll;
    if (!isGuardable) throw error;
    reading.rollback(whole);
    trace.cut(mark);
    return guarded(reading, node, condition, arms, error);
  }
}

function guarded<T>(
  reading: Reading,
  node: object,
  condition: Traced,
  arms: readonly [() => T, () => T],
  why: Error,
): T {
  let taken: boolean;
  try {
    taken = reading.decide(condition, node, "the branch taken");
  } catch (error) {
    // what is in the way of merging says more than that the branch cannot be decided here
    if (why instanceof Obstacle && (error instanceof CannotRoll || error instanceof CannotMerge)) throw why;
    throw error;
  }
  return arms[taken ? 0 : 1]();
}

function bothArms<T>(
  reading: Reading,
  [then, otherwise]: readonly [() => T, () => T],
): [Arm<T> | Throws, Arm<T> | Throws] {
  for (;;) {
    try {
      return [runArm(reading, then), runArm(reading, otherwise)];
    } catch (error) {
      if (!(error instanceof NeedsMemory) || error.array.block !== reading.trace.current) throw error;
      toMemory(reading, error.array);
    }
  }
}

function runArm<T>(reading: Reading, body: () => T): Arm<T> | Throws {
  const { trace } = reading;
  const changes = reading.begin();
  const block = trace.open("arm");
  try {
    const outcome = body();
    if (changes.records.size > 0) throw new CannotMerge("a record gains or loses fields in one arm");
    const cells = new Map(Array.from(changes.cells.keys(), (cell) => [cell, cell.value]));
    const arrays = new Map(Array.from(changes.arrays.keys(), (array) => [array, array.storage]));
    return { block, outcome, cells, arrays };
  } catch (error) {
    if (error instanceof Throws) return error;
    throw error;
  } finally {
    reading.rollback(changes);
    trace.close(block);
  }
}

function merge<T>(
  reading: Reading,
  condition: Traced,
  then: Arm<T>,
  otherwise: Arm<T>,
  mergeOutcomes: (a: T, b: T, choose: Choose) => T,
): T {
  const { trace } = reading;
  const choices: { a: Scalar; b: Scalar; result: Traced }[] = [];
  const choose: Choose = (a, b) => {
    if (Object.is(a, b)) return a;
    if (isScalar(a) && isScalar(b)) {
      const known = choices.find((choice) => Object.is(choice.a, a) && Object.is(choice.b, b));
      if (known) return known.result;
      const result = trace.defined("result", resultOf(condition, a, b));
      choices.push({ a, b, result });
      return result;
    }
    return chooseWhole(reading, a, b, choose);
  };
  const outcome = mergeOutcomes(then.outcome, otherwise.outcome, choose);
  const assigned = new Map<Cell, Value>();
  for (const cell of new Set([...then.cells.keys(), ...otherwise.cells.keys()])) {
    const a = then.cells.has(cell) ? then.cells.get(cell) : cell.value;
    const b = otherwise.cells.has(cell) ? otherwise.cells.get(cell) : cell.value;
    assigned.set(cell, choose(a, b));
  }
  const changed = new Map<ArrayValue, Storage>();
  for (const array of new Set([...then.arrays.keys(), ...otherwise.arrays.keys()])) {
    const a = then.arrays.get(array) ?? array.storage;
    const b = otherwise.arrays.get(array) ?? array.storage;
    changed.set(array, chooseStorage(a, b, choose));
  }
  const nothingHappens = choices.length === 0 && !hasEffect(then.block) && !hasEffect(otherwise.block);
  if (!nothingHappens) {
    trace.current.entries.push({
      entry: "branch",
      condition,
      whenTrue: then.block,
      whenFalse: otherwise.block,
      trueResults: choices.map(({ a }) => a),
      falseResults: choices.map(({ b }) => b),
      results: choices.map(({ result }) => result),
      place: trace.place,
    });
  }
  for (const [cell, value] of assigned) reading.write(cell, value);
  for (const [array, storage] of changed) reading.restore(array, storage);
  return outcome;
}

function resultOf(
  condition: Traced,
  a: Scalar,
  b: Scalar,
): { kind: "number" | "condition"; integer: boolean; value?: number | boolean } {
  const kind = isCondition(a) && isCondition(b) ? "condition" : "number";
  const taken = condition.value === undefined ? undefined : condition.value ? a : b;
  const value = isTraced(taken) ? taken.value : taken;
  return {
    kind,
    integer: kind === "number" && isInteger(a) && isInteger(b),
    value: value === undefined || kind === "condition" ? value : Number(value),
  };
}

function isCondition(scalar: Scalar): boolean {
  return typeof scalar === "boolean" || (isTraced(scalar) && scalar.kind === "condition");
}

function isInteger(scalar: Scalar): boolean {
  return isTraced(scalar) ? scalar.integer : typeof scalar === "number" && scalar === (scalar | 0);
}

/** Arrays and records that the arms have made, entry by entry. */
function chooseWhole(reading: Reading, a: Value, b: Value, choose: Choose): Value {
  if (a instanceof ArrayValue && b instanceof ArrayValue && a.typed === b.typed) {
    const merged = chooseStorage(a.storage, b.storage, choose) as { items: Value[] };
    return reading.array(merged.items, a.typed);
  }
  if (
    a instanceof RecordValue &&
    b instanceof RecordValue &&
    a.prototype === b.prototype &&
    [...a.fields.keys()].join() === [...b.fields.keys()].join()
  ) {
    return reading.record(
      Array.from(a.fields, ([name, cell]) => [name, choose(cell.value, b.fields.get(name)?.value)] as const),
      a.prototype,
    );
  }
  throw new CannotMerge("the arms give values of different kinds");
}

function chooseStorage(a: Storage, b: Storage, choose: Choose): Storage {
  if (a === b) return a;
  if (!("items" in a && "items" in b) || a.items.length !== b.items.length) {
    throw new CannotMerge("the arms leave arrays of different lengths, or put one into memory");
  }
  return { items: a.items.map((item, i) => choose(item, b.items[i])) };
}

/** True where an arm does more than compute values. */
function hasEffect(block: Block): boolean {
  return block.entries.some(({ entry }) => entry !== "value" && entry !== "memory");
}

/** True where everything that was recorded in a block computes values that cannot fail and of which none is needed inside. */
export function isHarmless(block: Block): boolean {
  return block.entries.every((entry) => entry.entry === "value" && entry.traced.operation !== "load");
}
