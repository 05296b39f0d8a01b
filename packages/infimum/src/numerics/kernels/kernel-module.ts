import type { Floats } from "../kernel-choice.ts";
import type { KernelExports } from "./kernel-exports.ts";
import { moduleBytes } from "./module-bytes.ts";

/** Memory that is never exceeded: it is kept for as long as the process lives, since WebAssembly gives none back. */
const mostBytes = 2 ** 26;
const pageBytes = 2 ** 16;

/** Below this length a loop copies faster than `set`. */
const shortLine = 48;

/** What is used of the global `WebAssembly`, which not every engine has. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

let compiled: object | undefined;

/**
 * The kernels with a memory of their own, in which nothing but the area from `firstFree` on may be written.
 *
 * @throws whatever the engine throws where WebAssembly or its vectors are absent or forbidden
 */
export function kernelInstance(): KernelExports {
  const { WebAssembly } = globalThis as { WebAssembly?: Engine };
  if (!WebAssembly) throw new Error("this engine has none");
  compiled ??= new WebAssembly.Module(Uint8Array.from(atob(moduleBytes), (character) => character.charCodeAt(0)));
  return new WebAssembly.Instance(compiled).exports as KernelExports;
}

/** The compiled kernels and the memory they work in; no view of it leaves a kernel. */
export class KernelModule {
  readonly exports: KernelExports;
  readonly #first: number;
  #next = 0;
  #float64: Float64Array;
  #float32: Float32Array;

  /** @throws whatever the engine throws where WebAssembly or its vectors are absent or forbidden */
  constructor() {
    this.exports = kernelInstance();
    this.#first = this.exports.firstFree();
    this.#float64 = new Float64Array(this.exports.memory.buffer);
    this.#float32 = new Float32Array(this.exports.memory.buffer);
  }

  /**
   * Frees all that was taken and makes sure that areas of these sizes can be taken; false when there is not so much.
   * Everything copied in before is lost.
   */
  reserve(...sizes: number[]): boolean {
    this.#next = this.#first;
    const wanted = sizes.reduce((sum, bytes) => sum + aligned(bytes), this.#first);
    if (wanted > mostBytes) return false;
    const { memory } = this.exports;
    const missing = wanted - memory.buffer.byteLength;
    if (missing <= 0) return true;
    try {
      memory.grow(Math.ceil(missing / pageBytes));
    } catch {
      return false;
    }
    this.#float64 = new Float64Array(memory.buffer);
    this.#float32 = new Float32Array(memory.buffer);
    return true;
  }

  /** The address of an area that `reserve` made sure of, aligned to 16 bytes. */
  take(bytes: number): number {
    const address = this.#next;
    this.#next += aligned(bytes);
    return address;
  }

  /** Copies `lines` lines of `length` entries, `stride` apart, to `address`, one after the other. */
  copyIn(values: Floats, offset: number, length: number, lines: number, stride: number, address: number): void {
    copyLines(
      values,
      offset,
      length,
      lines,
      stride,
      this.#memoryLike(values),
      address / values.BYTES_PER_ELEMENT,
      length,
    );
  }

  /** Copies lines that stand one after the other at `address` to `values`, where they are `stride` apart. */
  copyOut(address: number, values: Floats, offset: number, length: number, lines: number, stride: number): void {
    const memory = this.#memoryLike(values);
    copyLines(memory, address / values.BYTES_PER_ELEMENT, length, lines, length, values, offset, stride);
  }

  /** Writes +0 to `count` entries of the precision of `values`. */
  clear(values: Floats, address: number, count: number): void {
    const first = address / values.BYTES_PER_ELEMENT;
    this.#memoryLike(values).fill(0, first, first + count);
  }

  /** Copies entries that are `step` apart; lines are `stride` apart. */
  gather(
    values: Floats,
    offset: number,
    step: number,
    length: number,
    lines: number,
    stride: number,
    address: number,
  ): void {
    const memory = this.#memoryLike(values);
    let to = address / values.BYTES_PER_ELEMENT;
    for (let line = 0; line < lines; line++) {
      let from = offset + line * stride;
      for (let i = 0; i < length; i++) {
        memory[to++] = values[from];
        from += step;
      }
    }
  }

  #memoryLike(values: Floats): Floats {
    return values instanceof Float32Array ? this.#float32 : this.#float64;
  }
}

function aligned(bytes: number): number {
  return Math.ceil(bytes / 16) * 16;
}

function copyLines(
  from: Floats,
  fromOffset: number,
  length: number,
  lines: number,
  fromStride: number,
  to: Floats,
  toOffset: number,
  toStride: number,
): void {
  if (lines === 0 || length === 0) return;
  if (fromStride === length && toStride === length) {
    to.set(from.subarray(fromOffset, fromOffset + length * lines), toOffset);
    return;
  }
  for (let line = 0; line < lines; line++) {
    const source = fromOffset + line * fromStride;
    const target = toOffset + line * toStride;
    if (length >= shortLine) to.set(from.subarray(source, source + length), target);
    else for (let i = 0; i < length; i++) to[target + i] = from[source + i];
  }
}

let opened: KernelModule | undefined;
let obstacle: string | undefined;

/** The kernels, compiled at the first call (a few milliseconds); undefined where the engine has or allows none. */
export function kernelModule(): KernelModule | undefined {
  if (opened === undefined && obstacle === undefined) {
    try {
      opened = new KernelModule();
    } catch (error) {
      obstacle = error instanceof Error ? error.message : String(error);
    }
  }
  return opened;
}

/** Which code computes, and why it is not WebAssembly. */
export type KernelBackend = { readonly name: "wasm" } | { readonly name: "typescript"; readonly why: string };

/** Whether this engine runs the kernels; compiles them when nothing has done so before. */
export function kernelBackend(): KernelBackend {
  return kernelModule() ? { name: "wasm" } : { name: "typescript", why: `no WebAssembly with vectors: ${obstacle}` };
}
