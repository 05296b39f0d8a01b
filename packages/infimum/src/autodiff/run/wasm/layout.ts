import type { Buffer, Program } from "../../program/program.ts";

/** Where things are in the memory of a compiled program, in bytes. Everything starts at a multiple of 8. */
export class Layout {
  /** The scalars it answers with. */
  readonly results: number;
  readonly #buffers: number[] = [];
  readonly #spilled = new Map<number, number>();
  /** All outputs, one after the other: they are cleared together. */
  readonly outputs: { readonly start: number; readonly end: number };
  #end = 64;

  constructor(program: Program) {
    this.results = this.#take(8 * program.results.length);
    for (const buffer of program.inputs) this.#place(buffer);
    const start = this.#end;
    for (const buffer of program.outputs) this.#place(buffer);
    this.outputs = { start, end: this.#end };
    for (const buffer of [...program.locals, ...program.data]) this.#place(buffer);
  }

  /** Where the free memory starts: the tape is there. */
  get end(): number {
    return this.#end;
  }

  addressOf(buffer: Buffer): number {
    return this.#buffers[buffer.id];
  }

  /** The place of a value that several functions use. */
  spill(value: { readonly id: number }): number {
    let place = this.#spilled.get(value.id);
    if (place === undefined) {
      place = this.#take(8);
      this.#spilled.set(value.id, place);
    }
    return place;
  }

  #place(buffer: Buffer): void {
    this.#buffers[buffer.id] = this.#take(buffer.length * (buffer.element === "float" ? 8 : 4));
  }

  #take(bytes: number): number {
    const start = this.#end;
    this.#end = start + 8 * Math.ceil(bytes / 8);
    return start;
  }
}
