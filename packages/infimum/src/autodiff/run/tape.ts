/** A stack of numbers that grows as needed and keeps its memory between runs. */
export class Tape {
  #numbers = new Float64Array(1024);
  #length = 0;

  clear(): void {
    this.#length = 0;
  }

  push(value: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Float64Array(2 * this.#length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length++] = value;
  }

  pop(): number {
    return this.#numbers[--this.#length];
  }
}
