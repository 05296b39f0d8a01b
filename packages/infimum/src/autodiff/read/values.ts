import type { Shape } from "./shapes.ts";
import type { FunctionSource } from "./source.ts";
import type { FunctionSyntax } from "./syntax.ts";
import type { Block, Memory, Scalar, Traced } from "./traced.ts";

/** What a name or a field holds; an ordinary value, or one of the kinds below. */
export type Value =
  | undefined
  | null
  | string
  | Scalar
  | ArrayValue
  | EntriesValue
  | RecordValue
  | CollectionValue
  | Accessor
  | ClassValue
  | RegularExpression
  | Closure
  | Intrinsic
  | Poison;

/** A variable or the field of a record: what can be assigned. */
export class Cell {
  value: Value;
  readonly serial: number;
  /** The node that declares it: the same for the cells of every call and iteration. */
  readonly declaration: object | undefined;
  readonly constant: boolean;

  constructor(value: Value, serial: number, declaration?: object, constant = false) {
    this.value = value;
    this.serial = serial;
    this.declaration = declaration;
    this.constant = constant;
  }
}

/** Where the entries of an array are: as values of the reading, or in memory, where an index may be traced. */
export type Storage = Items | Stored;

export interface Items {
  readonly items: Value[];
}

/** Entries `first`, `first + 1`, ... of a memory; where `of` is an array or a record, entries of that shape. */
export interface Stored {
  readonly of: Shape;
  readonly first: Scalar;
  readonly length: number;
  /** False for the point and data, which are copied before they are changed. */
  readonly writable: boolean;
}

/**
 * The kind of typed array, which says how what is stored is rounded; undefined for ordinary arrays. "narrow": of integers of
 * other than 32 bits with sign, which wrap around in their own ways and are only read.
 */
export type ElementKind = "float64" | "float32" | "integer" | "narrow" | undefined;

export class ArrayValue {
  storage: Storage;
  /**
   * True where its entries are also those of something else (the caller's data, a row of an array in memory, a part of a
   * typed array), so that it can be given no storage of its own.
   */
  shared = false;
  /** The kind of typed array, or undefined for an ordinary one. */
  readonly typed: ElementKind;
  readonly serial: number;
  /** The block in which it was made: where it can be put into memory. */
  readonly block: Block;

  constructor(storage: Storage, serial: number, block: Block, typed: ElementKind) {
    this.storage = storage;
    this.serial = serial;
    this.block = block;
    this.typed = typed;
  }

  get length(): number {
    return "items" in this.storage ? this.storage.items.length : this.storage.length;
  }
}

/** What `entries()` and `keys()` give: a look at an array that is alive. */
export class EntriesValue {
  readonly array: ArrayValue;
  readonly isKeys: boolean;

  constructor(array: ArrayValue, isKeys: boolean) {
    this.array = array;
    this.isKeys = isKeys;
  }
}

export class RecordValue {
  /** True for records of the caller, which a function must not change. */
  frozen = false;
  readonly fields: Map<string, Cell>;
  readonly serial: number;
  /** Where fields are looked for that it has not itself: those of its class. */
  readonly prototype: RecordValue | undefined;

  constructor(fields: Map<string, Cell>, serial: number, prototype?: RecordValue) {
    this.fields = fields;
    this.serial = serial;
    this.prototype = prototype;
  }
}

/** What the names of private fields begin with: no other name does. */
export const privateMark = "\0#";

/** A field that is computed when it is read, or that does something when it is assigned. */
export class Accessor {
  readonly get: Closure | undefined;
  readonly set: Closure | undefined;

  constructor(get: Closure | undefined, set: Closure | undefined) {
    this.get = get;
    this.set = set;
  }
}

/** A `Map` or a `Set`: a record whose fields are named by texts that stand for the keys. */
export class CollectionValue {
  readonly store: RecordValue;
  readonly isSet: boolean;
  /** The keys by what stands for them; of those that are gone too. */
  readonly keys = new Map<string, Value>();

  constructor(store: RecordValue, isSet: boolean) {
    this.store = store;
    this.isSet = isSet;
  }
}

/** A class of the function that is read. */
export class ClassValue {
  readonly prototype: RecordValue;
  readonly statics: RecordValue;
  readonly parent: ClassValue | undefined;
  /** The scope of its methods. */
  readonly scope: object;
  readonly source: FunctionSource;
  construct: Closure | undefined;
  /** What instances begin with: names, and the syntax of their values. */
  readonly fields: [name: string, value: object | undefined][] = [];

  constructor(parts: Pick<ClassValue, "prototype" | "statics" | "parent" | "scope" | "source">) {
    this.prototype = parts.prototype;
    this.statics = parts.statics;
    this.parent = parts.parent;
    this.scope = parts.scope;
    this.source = parts.source;
  }
}

/** A regular expression, over texts that are known. */
export class RegularExpression {
  readonly pattern: RegExp;

  constructor(pattern: RegExp) {
    this.pattern = pattern;
  }
}

/** The fields of a record as JavaScript lists them: whole numbers first, in their order; none that are private. */
export function fieldsInOrder({ fields }: RecordValue): [string, Cell][] {
  const isNumber = (name: string): boolean => /^(0|[1-9]\d*)$/.test(name);
  const all = [...fields].filter(([name]) => !name.startsWith(privateMark));
  const numbers = all.filter(([name]) => isNumber(name)).toSorted(([a], [b]) => Number(a) - Number(b));
  return [...numbers, ...all.filter(([name]) => !isNumber(name))];
}

/** A function of the reading: its syntax and the scope it was made in. */
export class Closure {
  readonly syntax: FunctionSyntax;
  readonly scope: object;
  readonly source: FunctionSource;

  constructor(syntax: FunctionSyntax, scope: object, source: FunctionSource) {
    this.syntax = syntax;
    this.scope = scope;
    this.source = source;
  }
}

/** Something of the language itself: `Math`, `Array.from`, the method of an array. */
export class Intrinsic {
  readonly name: string;
  readonly call: ((args: readonly Value[], node: object) => Value) | undefined;
  readonly construct: ((args: readonly Value[], node: object) => Value) | undefined;
  readonly fields: ReadonlyMap<string, Value>;

  constructor(
    name: string,
    parts: {
      call?: (args: readonly Value[], node: object) => Value;
      construct?: (args: readonly Value[], node: object) => Value;
      fields?: ReadonlyMap<string, Value>;
    },
  ) {
    this.name = name;
    this.call = parts.call;
    this.construct = parts.construct;
    this.fields = parts.fields ?? new Map();
  }
}

/** Stands for a value that a rolled loop cannot give: reading it makes the loop be unrolled. */
export class Poison {
  readonly loop: object;

  constructor(loop: object) {
    this.loop = loop;
  }
}

export type { Memory, Traced };
