import { InfimumError } from "../../error.ts";
import type { DataArray } from "../program/program.ts";
import { longArray } from "./arrays.ts";
import { globalNamed } from "./globals.ts";
import { Obstacle } from "./obstacle.ts";
import type { Reading } from "./reading.ts";
import { Scope } from "./scopes.ts";
import type { Shape } from "./shapes.ts";
import { type FunctionSource, sourceOf } from "./source.ts";
import type { Memory } from "./traced.ts";
import { Closure, type ElementKind, Intrinsic, type Value } from "./values.ts";

/** Numbers of the caller in memory, and how to find them in other data of the same structure. */
export interface DataBinding {
  readonly memory: Memory;
  /** Where they stand among the data. */
  readonly path: readonly (string | number)[];
  /** @throws InfimumError `data-mismatch` */
  gather(data: unknown): DataArray;
}

/**
 * The caller's data as the function sees them: numbers become memory that can be exchanged.
 *
 * @param path where they stand among all data, for several arguments of them
 */
export function bindData(
  reading: Reading,
  data: unknown,
  path: readonly number[] = [],
): { value: Value; bindings: DataBinding[] } {
  const bindings: DataBinding[] = [];
  const value = bind(reading, data, { path, bindings });
  return { value, bindings };
}

/** An outer value that `using` names: numbers and short arrays are taken for what they are, once. */
export function bindOuter(reading: Reading, outer: unknown): Value {
  return bind(reading, outer, undefined);
}

interface Exchangeable {
  readonly path: readonly (string | number)[];
  readonly bindings: DataBinding[];
}

function bind(reading: Reading, value: unknown, within: Exchangeable | undefined): Value {
  switch (typeof value) {
    case "number":
      return within ? inMemory(reading, value, { structure: "number" }, within) : value;
    case "undefined":
    case "boolean":
    case "string":
      return value;
    case "function":
      return functionValue(reading, value as (...args: never[]) => unknown);
    case "object":
      break;
    default:
      throw new Obstacle(`data hold a ${typeof value}`, "give numbers, arrays and plain objects");
  }
  if (value === null) return null;
  const inner = (key: string | number): Exchangeable | undefined =>
    within && { path: [...within.path, key], bindings: within.bindings };
  if (isArray(value)) {
    const structure = within || value.length > longArray ? structureOf(value) : undefined;
    if (structure !== undefined) return inMemory(reading, value, structure, within);
    const items = Array.from(value as ArrayLike<unknown>, (entry, i) => bind(reading, entry, inner(i)));
    const array = reading.array(items, elementKindOf(value));
    array.shared = true;
    return array;
  }
  if (!isPlain(value)) {
    throw new Obstacle(
      `data or using hold an object of the class ${value.constructor?.name ?? "unknown"}`,
      "give numbers, arrays and plain objects",
    );
  }
  const record = reading.record(
    Object.entries(value).map(([name, entry]) => [name, bind(reading, entry, inner(name))] as const),
  );
  record.frozen = true;
  return record;
}

const sources = new WeakMap<object, FunctionSource>();

/** The source of a function, read once. */
export function sourceOnce(f: (...args: never[]) => unknown): FunctionSource {
  let source = sources.get(f);
  if (source === undefined) {
    source = sourceOf(f);
    sources.set(f, source);
  }
  return source;
}

function functionValue(reading: Reading, f: (...args: never[]) => unknown): Value {
  for (const holder of ["Math", "Number"] as const) {
    const own = globalThis[holder] as unknown as Record<string, unknown>;
    if (f.name in own && own[f.name] === f) {
      return (globalNamed(reading, holder)!.value as Intrinsic).fields.get(f.name);
    }
  }
  const source = sourceOnce(f);
  return new Closure(source.syntax, reading.outerScope ?? new Scope(undefined), source);
}

// ---- structures -----------------------------------------------------------------------------------------------

type Structure =
  | { readonly structure: "number" }
  | { readonly structure: "array"; readonly length: number; readonly typed: ElementKind; readonly of: Structure }
  | { readonly structure: "record"; readonly fields: readonly (readonly [string, Structure])[] };

const number: Structure = { structure: "number" };

/** What nested data look like where they look the same everywhere; undefined where they do not. */
function structureOf(value: unknown): Structure | undefined {
  if (typeof value === "number") return number;
  if (typeof value !== "object" || value === null) return undefined;
  if (isArray(value)) {
    const { length } = value as ArrayLike<unknown>;
    if (length === 0) return undefined;
    const typed = elementKindOf(value);
    if (ArrayBuffer.isView(value)) return { structure: "array", length, typed, of: number };
    const of = structureOf(value[0]);
    if (of === undefined) return undefined;
    for (let i = 1; i < length; i++) if (!conforms(value[i], of)) return undefined;
    return { structure: "array", length, typed, of };
  }
  if (!isPlain(value)) return undefined;
  const fields: [string, Structure][] = [];
  for (const [name, entry] of Object.entries(value)) {
    const structure = structureOf(entry);
    if (structure === undefined) return undefined;
    fields.push([name, structure]);
  }
  return { structure: "record", fields };
}

function conforms(value: unknown, structure: Structure): boolean {
  switch (structure.structure) {
    case "number":
      return typeof value === "number";
    case "array": {
      if (
        typeof value !== "object" ||
        value === null ||
        !isArray(value) ||
        value.length !== structure.length ||
        elementKindOf(value) !== structure.typed
      )
        return false;
      if (ArrayBuffer.isView(value)) return true;
      for (let i = 0; i < value.length; i++) if (!conforms(value[i], structure.of)) return false;
      return true;
    }
    case "record": {
      if (typeof value !== "object" || value === null || !isPlain(value)) return false;
      const record = value as Record<string, unknown>;
      return (
        Object.keys(value).length === structure.fields.length &&
        structure.fields.every(([name, of]) => Object.hasOwn(record, name) && conforms(record[name], of))
      );
    }
  }
}

function inMemory(reading: Reading, value: unknown, structure: Structure, within: Exchangeable | undefined): Value {
  const shape = shapeOf(value, structure, [], (memory, fields) => {
    within?.bindings.push({
      memory,
      path: within.path,
      gather: (data) => {
        const found = entryAt(data, within.path);
        if (!conforms(found, structure)) {
          throw new InfimumError(
            "data-mismatch",
            `the data at ${within.path.join(".") || "the top"} have another structure than those that the function was read with: give as many numbers in the same places.`,
          );
        }
        return numbersOf(found, structure, fields);
      },
    });
  });
  if (structure.structure === "number") return reading.trace.load((shape as { memory: Memory }).memory, 0);
  const { of, length, typed } = shape as Shape & { shape: "array" };
  const view = reading.view(of, 0, length, typed);
  view.shared = true;
  return view;
}

/** The shape of a structure: one memory for each place where it has numbers. */
function shapeOf(
  whole: unknown,
  structure: Structure,
  fields: readonly string[],
  made: (memory: Memory, fields: readonly string[]) => void,
): Shape {
  const build = (part: Structure, inside: readonly string[]): Shape => {
    switch (part.structure) {
      case "number": {
        const contents = numbersOf(whole, structure, inside);
        const memory: Memory = { role: "data", length: contents.length, fill: 0, contents, single: false };
        made(memory, inside);
        return { shape: "leaf", memory, base: 0 };
      }
      case "array":
        return { shape: "array", length: part.length, of: build(part.of, inside), typed: part.typed };
      case "record":
        return {
          shape: "record",
          fields: new Map(part.fields.map(([name, of]) => [name, build(of, [...inside, name])])),
        };
    }
  };
  return build(structure, fields);
}

/** The numbers at one place of a structure, row by row; a typed array alone is taken as it is. */
function numbersOf(value: unknown, structure: Structure, fields: readonly string[]): DataArray {
  if (ArrayBuffer.isView(value)) return value as unknown as DataArray;
  const out = new Float64Array(sizeOf(structure, fields));
  let position = 0;
  const visit = (part: unknown, shape: Structure, rest: readonly string[]): void => {
    if (shape.structure === "number") out[position++] = part as number;
    else if (shape.structure === "record") {
      const [name, ...inner] = rest;
      const of = shape.fields.find(([field]) => field === name) as readonly [string, Structure];
      visit((part as Record<string, unknown>)[name], of[1], inner);
    } else {
      const entries = part as ArrayLike<unknown>;
      if (shape.of.structure === "number")
        for (let i = 0; i < shape.length; i++) out[position++] = entries[i] as number;
      else for (let i = 0; i < shape.length; i++) visit(entries[i], shape.of, rest);
    }
  };
  visit(value, structure, fields);
  return out;
}

function sizeOf(structure: Structure, fields: readonly string[]): number {
  if (structure.structure === "number") return 1;
  if (structure.structure === "array") return structure.length * sizeOf(structure.of, fields);
  const [name, ...rest] = fields;
  return sizeOf((structure.fields.find(([field]) => field === name) as readonly [string, Structure])[1], rest);
}

function entryAt(data: unknown, path: readonly (string | number)[]): unknown {
  let entry = data;
  for (const key of path) entry = (entry as Record<string | number, unknown> | undefined)?.[key];
  return entry;
}

function isArray(value: object): value is unknown[] {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

export function elementKindOf(value: object): ElementKind {
  if (Array.isArray(value)) return undefined;
  if (value instanceof Float64Array) return "float64";
  if (value instanceof Float32Array) return "float32";
  return value instanceof Int32Array ? "integer" : "narrow";
}
