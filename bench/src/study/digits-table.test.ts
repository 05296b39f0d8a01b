import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { digitsError, digitsSpace, eachCodes, leastDigitsError, validationImages } from "./digits-table.ts";
import { countWrong, splitDigits } from "./make-digits-table.ts";

const csv = readFileSync(new URL("../../../examples/data/digits.csv", import.meta.url), "utf8");

test("every network of the grid has an entry of its own, in the order of its codes", () => {
  const all = [...eachCodes()];
  expect(all).toHaveLength(10 * 3 * 4 * 3 * 4 * 2);
  expect(new Set(all.map((codes) => codes.join())).size).toBe(all.length);
  for (const codes of all) {
    expect([...digitsSpace.encode(digitsSpace.decode(codes))]).toEqual([...codes]);
    expect(digitsError(codes)).toBeGreaterThanOrEqual(leastDigitsError);
    // chance is 0.9, and the worst class is not much rarer
    expect(digitsError(codes)).toBeLessThan(0.93);
  }
});

test("training a network again gives what the table says", () => {
  const { training, validation } = splitDigits(csv);
  for (const params of [
    { rate: -2, width: 3, decay: -4, batch: 5, momentum: 0.3, activation: "tanh" },
    { rate: -4, width: 4, decay: -3, batch: 4, momentum: 0.9, activation: "relu" },
  ] as const) {
    const codes = digitsSpace.encode(params);
    // engines differ in the last place of exp and tanh, which may move an image or two over a boundary
    expect(Math.abs(countWrong(codes, training, validation) - digitsError(codes) * validationImages)).toBeLessThan(4);
  }
});

test("images are for training or for validation, never both", () => {
  const { training, validation } = splitDigits(csv);
  expect(training.labels.length + validation.labels.length).toBe(1797);
  const total = (labels: Uint8Array, digit: number): number => labels.filter((label) => label === digit).length;
  // the counts of the ten digits in the whole set, as published with it
  const published = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180];
  published.forEach((count, digit) => {
    expect(total(training.labels, digit) + total(validation.labels, digit)).toBe(count);
  });
});
