import type { Vector } from "../numerics/vector.ts";

/**
 * The answers given since the iteration began, as one row of numbers. A thawed run starts its iteration again and reads
 * the answers from here before it asks anybody, so no evaluation is lost however a run was stopped.
 */
export class Journal {
  #numbers = new Float64Array(64);
  /** How many numbers of the row have been used in this pass. */
  #position = 0;
  /** How many numbers are there. */
  #length = 0;

  get replaying(): boolean {
    return this.#position < this.#length;
  }

  clear(): void {
    this.#position = 0;
    this.#length = 0;
  }

  next(): number {
    return this.#numbers[this.#position++];
  }

  read(out: Vector | Int32Array): void {
    for (let i = 0; i < out.length; i++) out[i] = this.#numbers[this.#position++];
  }

  note(value: number): void {
    if (this.#position === this.#numbers.length) this.#grow(1);
    this.#numbers[this.#position++] = value;
    this.#length = this.#position;
  }

  noteAll(values: Vector | Int32Array): void {
    const count = values.length;
    if (this.#position + count > this.#numbers.length) this.#grow(count);
    for (let i = 0; i < count; i++) this.#numbers[this.#position++] = values[i];
    this.#length = this.#position;
  }

  freeze(): Vector {
    return this.#numbers.slice(0, this.#length);
  }

  thaw(numbers: Vector): void {
    this.#numbers = new Float64Array(Math.max(64, 2 * numbers.length));
    this.#numbers.set(numbers);
    this.#position = 0;
    this.#length = numbers.length;
  }

  #grow(count: number): void {
    const grown = new Float64Array(2 * (this.#position + count));
    grown.set(this.#numbers);
    this.#numbers = grown;
  }
}
