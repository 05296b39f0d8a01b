import type { Buffer, DataArray } from "./program.ts";
import type { Range } from "./ranges.ts";

/** True for arrays whose every entry is an integer of 32 bits by their type. */
export function holdsIntegers(array: DataArray): boolean {
  return (
    ArrayBuffer.isView(array) &&
    !(array instanceof Float64Array || array instanceof Float32Array || array instanceof Uint32Array)
  );
}

/** Data may be exchanged later, so only the type of the array says anything about its entries. */
export function rangeOf({ contents }: Buffer): Range | undefined {
  if (contents instanceof Uint8Array || contents instanceof Uint8ClampedArray) return { low: 0, high: 255 };
  if (contents instanceof Uint16Array) return { low: 0, high: 65_535 };
  if (contents instanceof Int8Array) return { low: -128, high: 127 };
  if (contents instanceof Int16Array) return { low: -32_768, high: 32_767 };
  return undefined;
}
