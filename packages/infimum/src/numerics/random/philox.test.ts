import { expect, test } from "vitest";
import { philox4x32 } from "./philox.ts";

/** The lines "philox4x32 10" of `tests/kat_vectors` in Random123 1.14.0 (D. E. Shaw Research): counter, key, block. */
const knownAnswers: [counter: number[], key: number[], block: number[]][] = [
  [
    [0, 0, 0, 0],
    [0, 0],
    [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
  ],
  [
    [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
  ],
  [
    [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
    [0xa4093822, 0x299f31d0],
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  ],
];

test("the blocks are the published known answers, for signed and unsigned words", () => {
  for (const [[c0, c1, c2, c3], [k0, k1], block] of knownAnswers) {
    const out = new Uint32Array(4);
    philox4x32(c0, c1, c2, c3, k0, k1, out);
    expect([...out]).toEqual(block);
    philox4x32(c0 | 0, c1 | 0, c2 | 0, c3 | 0, k0 | 0, k1 | 0, out);
    expect([...out]).toEqual(block);
  }
});

/** The rounds written from the paper with exact products. */
function philoxByBigInt(counter: readonly number[], key: readonly number[]): number[] {
  let [c0, c1, c2, c3] = counter.map(BigInt);
  let [k0, k1] = key.map(BigInt);
  const word = 0xffffffffn;
  for (let round = 0; round < 10; round++) {
    const product0 = 0xd2511f53n * c0;
    const product1 = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [(product1 >> 32n) ^ c1 ^ k0, product1 & word, (product0 >> 32n) ^ c3 ^ k1, product0 & word];
    k0 = (k0 + 0x9e3779b9n) & word;
    k1 = (k1 + 0xbb67ae85n) & word;
  }
  return [c0, c1, c2, c3].map(Number);
}

test("the 16-bit halves multiply exactly: 2,000 chained blocks agree with exact integers", () => {
  const out = new Uint32Array(4);
  let counter = [1, 2, 3, 4];
  for (let i = 0; i < 2000; i++) {
    const key = [i, counter[0]];
    philox4x32(counter[0], counter[1], counter[2], counter[3], key[0], key[1], out);
    const exact = philoxByBigInt(counter, key);
    expect([...out]).toEqual(exact);
    counter = exact;
  }
});
