import { alike } from "./array-making.ts";
import { added, times, toMemory } from "./arrays.ts";
import { Obstacle } from "./obstacle.ts";
import type { Carrying, Reading, Transaction } from "./reading.ts";
import type { Leaf } from "./shapes.ts";
import { CannotMerge, CannotRoll, NeedsMemory, NeedsRoom, Throws } from "./signals.ts";
import { type Block, isIndex, isScalar, isTraced, type Memory, type Scalar, Traced } from "./traced.ts";
import { type ArrayValue, type Cell, Poison, type Stored, type Value } from "./values.ts";
import { type TakenApart, takeApart } from "./whole-values.ts";

/** The indices of a loop: from `start` while below `end` (above, where the stride is negative). */
export interface Span {
  readonly start: Scalar;
  readonly end: Scalar;
  readonly stride: number;
}

/** How often a body is tried before its loop is unrolled: each time something more is known to be carried. */
const mostAttempts = 12;

/** A loop that has failed so often is not tried again: what it is in may be unrolled, and its body would be tried each time. */
const mostFailures = 3;

/**
 * Executes the body of a loop once for all iterations, with a traced index. What the body assigns of what lives outside is
 * carried from one iteration to the next; a variable to which every iteration adds the same integer becomes a function of
 * the index. Everything is taken back where the body does what cannot be done for all iterations at once.
 *
 * @param key what stands for the loop: its syntax
 * @returns undefined when the loop is rolled, else why it cannot be
 */
export function roll(reading: Reading, key: object, span: Span, body: (index: Traced) => void): Error | undefined {
  const { unrolled, failures } = reading.experience;
  const failed = failures.get(key) ?? 0;
  if (unrolled.has(key) || failed >= mostFailures) return new CannotRoll("it has been tried before, in vain");
  const { trace } = reading;
  const mark = trace.mark;
  const whole = reading.begin();
  try {
    new Rolling(reading, key, span, body).run();
    reading.commit(whole);
    return undefined;
  } catch (error) {
    const outward = error instanceof NeedsMemory || error instanceof NeedsRoom;
    const isExpected =
      error instanceof CannotRoll ||
      error instanceof CannotMerge ||
      error instanceof Obstacle ||
      error instanceof Throws;
    reading.rollback(whole);
    trace.cut(mark);
    if (outward || !isExpected) throw error;
    failures.set(key, failed + 1);
    return error;
  }
}

class Rolling {
  readonly #reading: Reading;
  readonly #key: object;
  readonly #span: Span;
  readonly #body: (index: Traced) => void;
  readonly #outside: Block;
  readonly #carried = new Map<Cell, Carrying>();
  /** Variables that had no number before, so that their value is that of the last iteration, if it is a number. */
  readonly #fresh = new Map<Cell, Carrying | undefined>();
  /** Arrays and records of numbers that each iteration makes anew: their numbers are carried one by one. */
  readonly #wholes = new Map<
    Cell,
    { readonly form: string; readonly taken: TakenApart; readonly parts: readonly Cell[] }
  >();
  readonly #growing = new Map<ArrayValue, { readonly memory: Memory; readonly before: number }>();

  constructor(reading: Reading, key: object, span: Span, body: (index: Traced) => void) {
    this.#reading = reading;
    this.#key = key;
    this.#span = span;
    this.#body = body;
    this.#outside = reading.trace.current;
    for (const [declaration, carrying] of reading.experience.carried.get(key) ?? []) {
      const cell = reading.cells.get(declaration);
      if (cell !== undefined && isScalar(cell.value)) this.#carried.set(cell, carrying);
    }
  }

  run(): void {
    try {
      for (let attempt = 0; attempt < mostAttempts; attempt++) {
        try {
          if (this.#attempt()) return;
        } catch (error) {
          this.#prepareFor(error);
        }
      }
      throw new CannotRoll("what it carries does not settle");
    } finally {
      for (const array of this.#growing.keys()) this.#reading.growths.delete(array);
    }
  }

  /** Puts into memory what lives outside and needs to be there; rethrows what is for somebody further out. */
  #prepareFor(error: unknown): void {
    const isSignal = error instanceof NeedsMemory || error instanceof NeedsRoom;
    if (!isSignal || error.array.block !== this.#outside) throw error;
    if (error instanceof NeedsMemory) toMemory(this.#reading, error.array);
    else this.#makeRoom(error.array);
  }

  /** Gives an array the length it has after the loop. */
  #makeRoom(array: ArrayValue): void {
    const reading = this.#reading;
    const count = this.#count();
    const { storage } = array;
    if (typeof count !== "number" || !("items" in storage) || storage.items.some((item) => !isScalar(item))) {
      throw new CannotRoll("an array grows by an unknown number, or is none of numbers");
    }
    const before = storage.items.length;
    const filled = reading.array([...storage.items, ...alike(count, undefined)], array.typed);
    toMemory(reading, filled);
    reading.restore(array, filled.storage);
    const { of } = filled.storage as Stored;
    this.#growing.set(array, { memory: (of as Leaf).memory, before });
  }

  #attempt(): boolean {
    const reading = this.#reading;
    const { trace } = reading;
    const place = trace.place;
    const changes = reading.begin();
    const block = trace.open("loop");
    const index = trace.defined("parameter", { integer: true });
    let isOpen = true;
    const close = (): void => {
      isOpen = false;
      trace.close(block);
      reading.rollback(changes);
      trace.place = place;
    };
    try {
      const parameters = this.#enter(index, block);
      this.#body(index);
      this.#requireRollable(changes);
      this.#takeWholesApart();
      if (!this.#learn(changes, parameters)) return false;
      const next = Array.from(parameters.keys(), (cell) => cell.value as Scalar);
      const finals = new Map(Array.from(this.#fresh.keys(), (cell) => [cell, cell.value]));
      close();
      this.#record(index, block, parameters, next, finals);
      return true;
    } finally {
      if (isOpen) close();
    }
  }

  #requireRollable({ arrays, records }: Transaction): void {
    if (arrays.size > 0) throw new CannotRoll("an array is changed");
    if (records.size > 0) throw new CannotRoll("a record gains or loses fields");
    for (const array of this.#growing.keys()) {
      if (this.#reading.growths.get(array)?.pushes !== 1) throw new CannotRoll("an array does not grow by one");
    }
  }

  /** Gives what is carried the values it has within an iteration. */
  #enter(index: Traced, block: Block): Map<Cell, Scalar> {
    const reading = this.#reading;
    for (const [array, { memory, before }] of this.#growing) {
      reading.growths.set(array, { memory, block, at: added(reading, this.#iteration(index), before), pushes: 0 });
    }
    for (const cell of this.#fresh.keys()) reading.write(cell, new Poison(this.#key));
    const parameters = new Map<Cell, Scalar>();
    for (const [cell, { kind, integer, adds }] of this.#carried) {
      const parameter =
        adds === undefined
          ? reading.trace.defined("parameter", { kind, integer })
          : this.#induced(cell.value as Scalar, adds, this.#iteration(index));
      parameters.set(cell, parameter);
      reading.write(cell, parameter);
    }
    this.#putWholesTogether();
    return parameters;
  }

  #putWholesTogether(): void {
    const reading = this.#reading;
    for (const [cell, { taken, parts }] of this.#wholes) {
      reading.write(
        cell,
        taken.rebuild(
          reading,
          parts.map(({ value }) => value as Scalar),
        ),
      );
    }
  }

  #takeWholesApart(): void {
    const reading = this.#reading;
    for (const [cell, { form, parts }] of this.#wholes) {
      const taken = takeApart(cell.value);
      if (taken?.form !== form) throw new CannotRoll("an array or record does not keep its form");
      for (const [k, part] of parts.entries()) reading.write(part, taken.numbers[k]);
    }
  }

  /** Carries the numbers of an array or record, where each iteration makes one of the same form. */
  #carryWhole(cell: Cell, before: Value, value: Value): boolean {
    const taken = takeApart(before);
    if (taken === undefined || takeApart(value)?.form !== taken.form) return false;
    const parts = taken.numbers.map((number) => this.#reading.cell(number));
    this.#wholes.set(cell, { form: taken.form, taken, parts });
    return true;
  }

  /** The number of iterations before the one with this index; for strides of 1 and -1. */
  #iteration(index: Scalar): Scalar {
    const { start, stride } = this.#span;
    const { trace } = this.#reading;
    if (stride === 1) return start === 0 ? index : trace.binary("sub", index, start);
    if (stride === -1) return trace.binary("sub", start, index);
    throw new CannotRoll("iterations are counted by a stride that is not 1 or -1");
  }

  #induced(first: Scalar, adds: number, iterations: Scalar): Scalar {
    const reading = this.#reading;
    return added(reading, first, times(reading, iterations, adds));
  }

  /** Compares what was assigned with what was expected to be; true when it is as expected. */
  #learn(changes: Transaction, parameters: ReadonlyMap<Cell, Scalar>): boolean {
    let asExpected = true;
    for (const [cell, before] of changes.cells) {
      const { value } = cell;
      const parameter = parameters.get(cell);
      if (this.#wholes.has(cell)) continue;
      if (this.#fresh.has(cell)) this.#fresh.set(cell, isScalar(value) ? carryingOf(value, value) : undefined);
      else if (parameter === undefined) {
        if (Object.is(value, before)) continue;
        if (isScalar(before) && isScalar(value)) this.#carried.set(cell, carryingOf(before, value));
        else if (this.#carryWhole(cell, before, value)) asExpected = false;
        else if (isScalar(before) || typeof this.#count() !== "number")
          throw new CannotRoll("a variable is not always a number");
        else this.#fresh.set(cell, undefined);
        asExpected = false;
      } else if (!this.#isAsExpected(cell, parameter, value)) asExpected = false;
    }
    return asExpected;
  }

  #isAsExpected(cell: Cell, parameter: Scalar, value: Value): boolean {
    const known = this.#carried.get(cell) as Carrying;
    if (!isScalar(value)) throw new CannotRoll("a variable is not always a number");
    if (Object.is(value, parameter)) {
      this.#carried.delete(cell);
      return false;
    }
    const adds = constantStep(value, parameter);
    if (known.adds !== undefined) {
      if (adds === known.adds) return true;
      this.#carried.set(cell, { ...known, adds: undefined });
      this.#uneven.add(cell);
      return false;
    }
    const canBeInduced = known.integer && Math.abs(this.#span.stride) === 1 && !this.#uneven.has(cell);
    if (adds !== undefined && canBeInduced) {
      this.#carried.set(cell, { ...known, adds });
      return false;
    }
    const now = carryingOf(parameter, value);
    if (now.kind === known.kind && now.integer === known.integer) return true;
    this.#carried.set(cell, now);
    return false;
  }
  /** Variables that were once thought to grow by a constant. */
  readonly #uneven = new Set<Cell>();

  /** How many iterations there are. */
  #count(): Scalar {
    const { start, end, stride } = this.#span;
    if (typeof start === "number" && typeof end === "number") return Math.max(0, Math.ceil((end - start) / stride));
    const { trace } = this.#reading;
    return trace.binary("max", stride === 1 ? trace.binary("sub", end, start) : trace.binary("sub", start, end), 0);
  }

  #record(
    index: Traced,
    body: Block,
    parameters: ReadonlyMap<Cell, Scalar>,
    next: readonly Scalar[],
    finals: ReadonlyMap<Cell, Value>,
  ): void {
    const reading = this.#reading;
    const { trace } = reading;
    const lines: { cell: Cell; carrying: Carrying; first: Scalar; parameter: Traced; next: Scalar }[] = [];
    for (const [k, [cell, parameter]] of [...parameters].entries()) {
      const carrying = this.#carried.get(cell) as Carrying;
      if (carrying.adds !== undefined) continue;
      lines.push({ cell, carrying, first: cell.value as Scalar, parameter: parameter as Traced, next: next[k] });
    }
    for (const [cell, carrying] of this.#fresh) {
      if (carrying === undefined) continue;
      const parameter = trace.defined("parameter", carrying);
      const first = carrying.kind === "condition" ? false : 0;
      lines.push({ cell, carrying, first, parameter, next: finals.get(cell) as Scalar });
    }
    const results = lines.map(({ carrying }) => trace.defined("result", carrying));
    trace.current.entries.push({
      entry: "loop",
      ...this.#span,
      index,
      initial: lines.map(({ first }) => first),
      carried: lines.map(({ parameter }) => parameter),
      body,
      next: lines.map((line) => line.next),
      results,
      place: trace.place,
    });
    for (const [k, { cell }] of lines.entries()) reading.write(cell, results[k]);
    for (const [cell, { adds }] of this.#carried) {
      if (adds !== undefined) reading.write(cell, this.#induced(cell.value as Scalar, adds, this.#count()));
    }
    for (const [cell, carrying] of this.#fresh) {
      if (carrying === undefined) reading.write(cell, new Poison(this.#key));
    }
    this.#putWholesTogether();
    this.#remember();
  }

  #remember(): void {
    const known = new Map<object, Carrying>();
    for (const [cell, carrying] of this.#carried) if (cell.declaration) known.set(cell.declaration, carrying);
    this.#reading.experience.carried.set(this.#key, known);
  }
}

function carryingOf(before: Scalar, value: Scalar): Carrying {
  const isCondition = isConditional(before) && isConditional(value);
  return {
    kind: isCondition ? "condition" : "number",
    integer: !isCondition && isIndex(before) && isIndex(value),
    adds: undefined,
  };
}

/** The integer that was added to a variable in one iteration; undefined where something else happened to it. */
function constantStep(value: Scalar, before: Scalar): number | undefined {
  if (!isTraced(value) || (value.operation !== "add" && value.operation !== "sub")) return undefined;
  const [base, step] = value.operands;
  if (!Object.is(base, before) || typeof step !== "number" || !isIndex(step)) return undefined;
  return value.operation === "add" ? step : -step;
}

function isConditional(scalar: Scalar): boolean {
  return typeof scalar === "boolean" || (isTraced(scalar) && scalar.kind === "condition");
}
