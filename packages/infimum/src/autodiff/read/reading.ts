import { Obstacle, type Place } from "./obstacle.ts";
import type { Scope } from "./scopes.ts";
import type { Shape } from "./shapes.ts";
import { CannotMerge, CannotRoll, MustUnroll, NeedsMemory } from "./signals.ts";
import type { FunctionSource } from "./source.ts";
import { Trace } from "./trace.ts";
import { type Block, isTraced, type Memory, type Scalar, Traced } from "./traced.ts";
import {
  ArrayValue,
  Cell,
  type ElementKind,
  type Items,
  Poison,
  RecordValue,
  type Storage,
  type Value,
} from "./values.ts";

/** How a loop carries a variable: as an integer or not, and by how much each iteration adds where it adds a constant. */
export interface Carrying {
  readonly kind: "number" | "condition";
  readonly integer: boolean;
  readonly adds: number | undefined;
}

/** What is known of the loops and branches of a function from earlier attempts to read it. */
export interface Experience {
  /** Loops that have to be unrolled. */
  readonly unrolled: Set<object>;
  /** How often a loop could not be rolled. */
  readonly failures: Map<object, number>;
  /** What each loop carries: the nodes that declare it, and whether it is an integer. */
  readonly carried: Map<object, Map<object, Carrying>>;
}

/** Changes of what existed before, so that they can be taken back. */
export interface Transaction {
  readonly since: number;
  readonly cells: Map<Cell, Value>;
  readonly arrays: Map<ArrayValue, Storage>;
  readonly records: Map<RecordValue, Map<string, Cell>>;
}

/** The array that a rolled loop pushes to. */
export interface Growth {
  readonly memory: Memory;
  /** The body of the loop. */
  readonly block: Block;
  readonly at: Scalar;
  pushes: number;
}

/** How deep functions may call each other. */
const deepestCall = 2000;

/** How many iterations of loops are unrolled. */
const mostIterations = 100_000;

/** The state of one reading of a function at one point. */
export class Reading {
  readonly trace: Trace;
  readonly experience: Experience;
  /** Runs what has been recorded at the point, for values that loops and memory give. */
  readonly evaluate: (trace: Trace, wanted: Traced) => number | boolean;
  readonly growths = new Map<ArrayValue, Growth>();
  /** The last cell made for each declaration. */
  readonly cells = new Map<object, Cell>();
  source: FunctionSource;
  /** The names that the function takes from outside and `using` does not give. */
  unknownNames: readonly string[] = [];
  /** The scope of what `using` names. */
  outerScope: Scope | undefined;
  /** What is part of the language, by name. */
  readonly globals = new Map<string, Value>();
  #serial = 0;
  #ticks = 0;
  #depth = 0;
  readonly #transactions: Transaction[] = [];

  constructor(
    source: FunctionSource,
    x: Float64Array,
    experience: Experience,
    evaluate: (trace: Trace, wanted: Traced) => number | boolean,
  ) {
    this.source = source;
    this.trace = new Trace(x);
    this.experience = experience;
    this.evaluate = evaluate;
  }

  // ---- places and obstacles -----------------------------------------------------------------------------------

  at(node: object): void {
    this.trace.place = this.source.place(node);
  }

  place(node: object): Place {
    return this.source.place(node);
  }

  /** The names from outside that nobody has given, this one first. */
  missing(name: string): readonly string[] {
    return [...new Set([name, ...this.unknownNames])];
  }

  /** Counts an iteration of a loop that is unrolled. */
  tick(node: object): void {
    if (++this.#ticks <= mostIterations) return;
    throw this.obstacle(
      node,
      `loops are unrolled for more than ${mostIterations.toLocaleString("en")} iterations`,
      "write long loops as for (let i = 0; i < n; i++) over typed arrays, without break",
    );
  }

  obstacle(node: object, what: string, remedy: string): Obstacle {
    return new Obstacle(what, remedy, this.place(node));
  }

  /** Interprets the body of a function of another source, or of this one. */
  within<T>(source: FunctionSource, node: object, body: () => T): T {
    if (++this.#depth > deepestCall) {
      this.#depth = 0;
      throw this.obstacle(
        node,
        `functions call each other more than ${deepestCall} deep`,
        "write the recursion as a loop",
      );
    }
    const outer = this.source;
    this.source = source;
    try {
      return body();
    } finally {
      this.source = outer;
      this.#depth--;
    }
  }

  // ---- making ---------------------------------------------------------------------------------------------------

  cell(value: Value, declaration?: object, constant = false): Cell {
    const cell = new Cell(value, this.#serial++, declaration, constant);
    if (declaration) this.cells.set(declaration, cell);
    return cell;
  }

  array(items: Value[], typed?: ElementKind): ArrayValue {
    return new ArrayValue({ items }, this.#serial++, this.trace.current, typed);
  }

  view(of: Shape, first: Scalar, length: number, typed: ElementKind, writable = false): ArrayValue {
    return new ArrayValue({ of, first, length, writable }, this.#serial++, this.trace.current, typed);
  }

  record(fields: Iterable<readonly [string, Value]>, prototype?: RecordValue): RecordValue {
    const cells = new Map<string, Cell>();
    for (const [name, value] of fields) cells.set(name, this.cell(value));
    return new RecordValue(cells, this.#serial++, prototype);
  }

  // ---- changing what exists, in a way that can be taken back ------------------------------------------------------

  get depth(): number {
    return this.#transactions.length;
  }

  begin(): Transaction {
    const transaction = { since: this.#serial, cells: new Map(), arrays: new Map(), records: new Map() };
    this.#transactions.push(transaction);
    return transaction;
  }

  /** Takes back all that the transaction, the innermost one, has changed. */
  rollback(transaction: Transaction): void {
    while (this.#transactions.length > 0) {
      const last = this.#transactions.pop() as Transaction;
      for (const [cell, value] of last.cells) cell.value = value;
      for (const [array, storage] of last.arrays) array.storage = storage;
      for (const [record, fields] of last.records) {
        record.fields.clear();
        for (const [name, cell] of fields) record.fields.set(name, cell);
      }
      if (last === transaction) return;
    }
  }

  /** Keeps what the transaction, the innermost one, has changed: the one around it can still take it back. */
  commit(transaction: Transaction): void {
    this.#transactions.pop();
    const outer = this.#transactions.at(-1);
    if (outer === undefined) return;
    for (const [cell, value] of transaction.cells) {
      if (cell.serial < outer.since && !outer.cells.has(cell)) outer.cells.set(cell, value);
    }
    for (const [array, storage] of transaction.arrays) {
      if (array.serial < outer.since && !outer.arrays.has(array)) outer.arrays.set(array, storage);
    }
    for (const [record, fields] of transaction.records) {
      if (record.serial < outer.since && !outer.records.has(record)) outer.records.set(record, fields);
    }
  }

  read(cell: Cell): Value {
    const { value } = cell;
    if (value instanceof Poison) throw new MustUnroll(value.loop);
    return value;
  }

  write(cell: Cell, value: Value): void {
    const transaction = this.#transactions.at(-1);
    if (transaction && cell.serial < transaction.since && !transaction.cells.has(cell)) {
      transaction.cells.set(cell, cell.value);
    }
    cell.value = value;
  }

  /** The items of an array that are about to be changed. */
  touch(array: ArrayValue): Value[] {
    const transaction = this.#transactions.at(-1);
    const { storage } = array;
    if (!("items" in storage)) throw new CannotRoll("an array in memory cannot change its length");
    if (array.shared) this.#refuseChange("an array");
    if (this.trace.current.loopsSince(array.block)) throw new NeedsMemory(array);
    if (transaction && array.serial < transaction.since && !transaction.arrays.has(array)) {
      transaction.arrays.set(array, { items: storage.items.slice() });
    }
    return (array.storage as Items).items;
  }

  /** Gives an array other storage. */
  restore(array: ArrayValue, storage: Storage): void {
    const transaction = this.#transactions.at(-1);
    if (transaction && array.serial < transaction.since && !transaction.arrays.has(array)) {
      const before = array.storage;
      transaction.arrays.set(array, "items" in before ? { items: before.items.slice() } : before);
    }
    array.storage = storage;
  }

  #refuseChange(what: string): never {
    throw new Obstacle(
      `${what} of using or data is changed`,
      "copy it first, with slice() or { ...record }",
      this.trace.place,
    );
  }

  setField(record: RecordValue, name: string, value: Value): void {
    if (record.frozen) this.#refuseChange("a record");
    const known = record.fields.get(name);
    if (known) {
      this.write(known, value);
      return;
    }
    this.#touchFields(record);
    record.fields.set(name, this.cell(value));
  }

  deleteField(record: RecordValue, name: string): void {
    if (record.frozen) this.#refuseChange("a record");
    this.#touchFields(record);
    record.fields.delete(name);
  }

  #touchFields(record: RecordValue): void {
    const transaction = this.#transactions.at(-1);
    if (transaction && record.serial < transaction.since && !transaction.records.has(record)) {
      transaction.records.set(record, new Map(record.fields));
    }
  }

  // ---- from traced to ordinary ------------------------------------------------------------------------------------

  /** What a condition is at the point of this reading; the record holds only where it is the same. */
  decide(condition: Traced | boolean, node: object, note: string): boolean {
    if (typeof condition === "boolean") return condition;
    const value = Boolean(this.valueHere(condition, node));
    this.at(node);
    this.trace.guard(condition, value, note);
    return value;
  }

  /** The number a scalar is at the point of this reading; the record holds only where it is the same. */
  settle(scalar: Scalar, node: object): number {
    if (!isTraced(scalar)) return Number(scalar);
    const number = this.trace.number(scalar) as Traced;
    const value = this.valueHere(number, node) as number;
    if (Number.isNaN(value))
      throw this.obstacle(
        node,
        "a number that decides what is executed is NaN here",
        "start where the function is defined",
      );
    this.at(node);
    this.trace.guard(this.trace.compare("eq", number, value) as Traced, true, "a number that decides what is executed");
    return value;
  }

  valueHere(traced: Traced, node: object): number | boolean {
    if (traced.value !== undefined) return traced.value;
    const { current, root } = this.trace;
    if (current.loopsSince(root)) throw new CannotRoll("what is executed depends on a value within a loop");
    if (current !== root) throw new CannotMerge("what is executed depends on a value within an arm");
    this.at(node);
    traced.value = this.evaluate(this.trace, traced);
    return traced.value;
  }
}
