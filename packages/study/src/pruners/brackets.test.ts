import { expect, test } from "vitest";
import { bracketSizes, DeepeningBrackets, RepeatedBrackets } from "./brackets.ts";
import { table } from "./fixtures/hyperband-table.ts";
import { Ladder } from "./ladder.ts";

const total = 143;

function countOf(numbers: readonly number[]): number[] {
  const counts: number[] = [];
  for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1;
  return counts;
}

test("the brackets of Hyperband have the sizes of the paper's table", () => {
  expect(bracketSizes(3, 4)).toEqual(table.map(([size]) => size));
  const ladder = new Ladder({ minimum: 1, eta: 3 });
  for (const sizes of table) {
    for (let k = 1; k < sizes.length; k++) expect(ladder.share(sizes[k - 1])).toBe(sizes[k]);
  }
});

test("the number of rungs is the logarithm of the maximum, also where rounding would make it one less", () => {
  const lastRungs = (minimum: number, eta: number, ...maxima: number[]) =>
    maxima.map((maximum) => new Ladder({ minimum, eta }).lastRung(maximum));
  expect(lastRungs(1, 3, 1, 2, 3, 80, 81, 82, 243)).toEqual([0, 0, 1, 3, 4, 4, 5]);
  // 0.1 * 3 * 3 * 3 * 3 is 8.100000000000001
  expect(lastRungs(0.1, 3, 8.1)).toEqual([4]);
  expect(lastRungs(1, 2.5, 39.0625)).toEqual([4]);
  expect(lastRungs(1, 3, Infinity)).toEqual([Infinity]);
});

test("as many trials as all brackets have fill each of them, again and again", () => {
  const brackets = new RepeatedBrackets(3, 4);
  for (const group of [0, 1, 2]) {
    const numbers = Array.from({ length: total }, (_, i) => brackets.of(group * total + i));
    expect(countOf(numbers)).toEqual([81, 34, 15, 8, 5]);
  }
});

test("brackets take turns: after any number of trials each has its part within one", () => {
  const brackets = new RepeatedBrackets(3, 4);
  const counts = [0, 0, 0, 0, 0];
  for (let number = 0; number < total; number++) {
    counts[brackets.of(number)]++;
    counts.forEach((count, bracket) => {
      expect(Math.abs(count - ((number + 1) * table[bracket][0]) / total)).toBeLessThanOrEqual(1.5);
    });
  }
});

test("the bracket of a trial does not depend on which was asked for before", () => {
  const [forward, backward] = [new RepeatedBrackets(3, 3), new RepeatedBrackets(3, 3)];
  const numbers = Array.from({ length: 100 }, (_, i) => i);
  const expected = numbers.map((number) => forward.of(number));
  expect(
    numbers
      .toReversed()
      .map((number) => backward.of(number))
      .toReversed(),
  ).toEqual(expected);
});

test("deepening brackets are those of Hyperband at every maximum, and no trial ever changes its own", () => {
  for (const eta of [2, 2.5, 3, 4]) {
    const brackets = new DeepeningBrackets(eta);
    for (let lastRung = 0, before = 0; lastRung <= 5; lastRung++) {
      const sizes = bracketSizes(eta, lastRung);
      const all = sizes.reduce((sum, size) => sum + size);
      const numbers = Array.from({ length: all }, (_, number) => brackets.of(number));
      expect(countOf(numbers)).toEqual(sizes);
      expect(all).toBeGreaterThan(before);
      before = all;
      sizes.forEach((size, bracket) => {
        const members = brackets.members(bracket, lastRung);
        expect(members).toHaveLength(size);
        expect(members).toEqual(numbers.flatMap((each, number) => (each === bracket ? [number] : [])));
      });
    }
  }
});

test("a bracket that begins above the last rung has no trials", () => {
  expect(new DeepeningBrackets(3).members(3, 2)).toEqual([]);
});
