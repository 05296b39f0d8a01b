import { InfimumError } from "../error.ts";

/** What a state may be made of: it survives JSON bit for bit. */
export type Plain =
  | number
  | string
  | boolean
  | null
  | undefined
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint8Array
  | readonly Plain[]
  | { readonly [key: string]: Plain };

const arrays = { f64: Float64Array, f32: Float32Array, i32: Int32Array, u32: Uint32Array, u8: Uint8Array } as const;
type ArrayKind = keyof typeof arrays;

/**
 * Plain data as JSON can carry them: what JSON would lose (NaN, infinities, -0, undefined, typed arrays) becomes a
 * record with the single key `$`, or `$` and `data`. Names in records that begin with `$` get one more.
 *
 * @throws InfimumError `not-plain-data` for functions, class instances, symbols and bigints
 */
export function encode(value: unknown): unknown {
  if (typeof value === "number") {
    if (Object.is(value, -0)) return { $: "-0" };
    return Number.isFinite(value) ? value : { $: String(value) };
  }
  if (value === undefined) return { $: "undefined" };
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  if (typeof value !== "object") throw notPlain(typeof value);
  if (Array.isArray(value)) return value.map(encode);
  if (ArrayBuffer.isView(value)) return encodeArray(value);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw notPlain(prototype?.constructor?.name ?? "an instance");
  return mapRecord(value, (key) => (key.startsWith("$") ? `$${key}` : key), encode);
}

/** The inverse of `encode`. */
export function decode(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(decode);
  const { $: kind, data } = value as { $?: unknown; data?: unknown };
  if (typeof kind === "string") {
    if (typeof data === "string") return decodeArray(kind as ArrayKind, data);
    return kind === "undefined" ? undefined : Number(kind);
  }
  return mapRecord(value, (key) => (key.startsWith("$") ? key.slice(1) : key), decode);
}

/** Built from entries, so that a name such as `__proto__` is an entry like any other. */
function mapRecord(record: object, rename: (key: string) => string, map: (entry: unknown) => unknown): object {
  return Object.fromEntries(Object.entries(record).map(([key, entry]) => [rename(key), map(entry)]));
}

function encodeArray(array: ArrayBufferView): { $: ArrayKind; data: string } {
  for (const kind of Object.keys(arrays) as ArrayKind[]) {
    if (array instanceof arrays[kind]) {
      const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
      let text = "";
      for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
      return { $: kind, data: btoa(text) };
    }
  }
  throw notPlain(array.constructor.name);
}

function decodeArray(kind: ArrayKind, data: string): Plain {
  const text = atob(data);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new arrays[kind](bytes.buffer);
}

function notPlain(what: string): InfimumError {
  return new InfimumError(
    "not-plain-data",
    `a state holds ${what}, which cannot be frozen: keep numbers, strings, arrays, records and typed arrays in it.`,
  );
}
