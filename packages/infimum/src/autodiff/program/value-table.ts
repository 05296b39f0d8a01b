import type { Key } from "./key.ts";
import type { Value } from "./value.ts";

const fields = 4;

/**
 * Values by their keys. The table is most of the time it takes to build a long program, so it is one of its own: keys are
 * integers side by side, collisions go to the next place, and it doubles when it is half full.
 */
export class ValueTable {
  #keys = new Int32Array(0);
  #values: (Value | undefined)[] = [];
  #count = 0;

  find(key: Key): Value | undefined {
    return this.#count === 0 ? undefined : this.#values[this.#placeOf(key)];
  }

  set(key: Key, value: Value): void {
    if (2 * this.#count >= this.#values.length) this.#grow();
    const place = this.#placeOf(key);
    if (this.#values[place] === undefined) this.#count++;
    this.#values[place] = value;
    const at = fields * place;
    [this.#keys[at], this.#keys[at + 1], this.#keys[at + 2], this.#keys[at + 3]] = [key.code, key.a, key.b, key.c];
  }

  /** Where the key is, or the free place where it would be. */
  #placeOf({ code, a, b, c }: Key): number {
    const [keys, values] = [this.#keys, this.#values];
    const last = values.length - 1;
    // odd multipliers spread neighboring ids; the high bits are the best mixed
    let hash =
      Math.imul(code, 0x9e3779b1) ^ Math.imul(a, 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35) ^ Math.imul(c, 0x27d4eb2f);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let place = (hash ^ (hash >>> 13)) & last;
    while (values[place] !== undefined) {
      const at = fields * place;
      if (keys[at] === code && keys[at + 1] === a && keys[at + 2] === b && keys[at + 3] === c) break;
      place = (place + 1) & last;
    }
    return place;
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values];
    const size = Math.max(16, 2 * values.length);
    this.#keys = new Int32Array(fields * size);
    this.#values = [];
    this.#values.length = size;
    this.#count = 0;
    for (let place = 0; place < values.length; place++) {
      const [value, at] = [values[place], fields * place];
      if (value === undefined) continue;
      this.set({ code: keys[at], a: keys[at + 1], b: keys[at + 2], c: keys[at + 3] }, value);
    }
  }
}
