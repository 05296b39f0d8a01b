/** Bytes of a module under construction. */
export class Bytes {
  #bytes = new Uint8Array(256);
  #length = 0;
  static readonly #float = new DataView(new ArrayBuffer(8));

  get length(): number {
    return this.#length;
  }

  byte(value: number): this {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
    return this;
  }

  append(values: Bytes | readonly number[]): this {
    const bytes = values instanceof Bytes ? values.finish() : values;
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** An integer without sign of up to 32 bits, in LEB128. */
  unsigned(value: number): this {
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return this.byte(rest);
  }

  /** An integer with sign of up to 32 bits, in LEB128. */
  signed(value: number): this {
    let rest = value | 0;
    // the last byte carries the sign in its second highest bit
    while (rest < -0x40 || rest > 0x3f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    return this.byte(rest & 0x7f);
  }

  float(value: number): this {
    Bytes.#float.setFloat64(0, value, true);
    for (let k = 0; k < 8; k++) this.byte(Bytes.#float.getUint8(k));
    return this;
  }

  /** An instruction on vectors. */
  vector(instruction: number): this {
    return this.byte(0xfd).unsigned(instruction);
  }

  name(text: string): this {
    const encoded = new TextEncoder().encode(text);
    return this.unsigned(encoded.length).append([...encoded]);
  }

  /** A list with its length in front. */
  list<Item>(items: readonly Item[], write: (item: Item) => void): this {
    this.unsigned(items.length);
    for (const item of items) write(item);
    return this;
  }

  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(2 * (this.#length + count));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
