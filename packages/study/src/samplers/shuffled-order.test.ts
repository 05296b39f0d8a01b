import { expect, test } from "vitest";
import { ShuffledOrder } from "./shuffled-order.ts";

const whole = (count: number, seed: number): number[] => {
  const order = new ShuffledOrder(count, seed);
  return Array.from({ length: count }, (_, place) => order.at(place));
};

test("every integer is there once", () => {
  for (const count of [1, 2, 3, 10, 1000]) {
    expect(whole(count, 4).toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, k) => k));
  }
});

test("a place holds the same, whichever was asked first", () => {
  const expected = whole(50, 1);
  const order = new ShuffledOrder(50, 1);
  for (const place of [30, 2, 49, 0, 30]) expect(order.at(place)).toBe(expected[place]);
});

test("all orders are equally likely: the 24 of four over 12,000 seeds, by chi-square", () => {
  const counts = new Map<string, number>();
  const seeds = 12_000;
  for (let seed = 0; seed < seeds; seed++) {
    const key = whole(4, seed).join("");
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  let sum = 0;
  for (const count of counts.values()) sum += (count - seeds / 24) ** 2 / (seeds / 24);
  // the quantile of chi-square with 23 degrees of freedom that is exceeded once in a million
  expect(sum).toBeLessThan(73.2);
});

test("an order of 2^53 integers is begun at once", () => {
  const order = new ShuffledOrder(2 ** 53, 0);
  const first = Array.from({ length: 100 }, (_, place) => order.at(place));
  expect(new Set(first).size).toBe(100);
  expect(Math.max(...first)).toBeGreaterThan(2 ** 52);
});
