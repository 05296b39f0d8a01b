import { expect, it } from "vitest";
import { interleave, type Line } from "./interleave.ts";

/** Calls before the first round of a line whose first call fills its share. */
const warmUps = 1 + 10;

/** A line on a clock of its own: the k-th call takes `factor(k)` times its cost. */
function pretended(name: string, cost: number, calls: string[], factor: (call: number) => number = () => 1): Line {
  let call = 0;
  return {
    name,
    take(repeats) {
      calls.push(name);
      return repeats * cost * factor(call++);
    },
  };
}

it("finds the time of one repeat, with as many repeats as fill the share of a round", async () => {
  const [fast, slow] = await interleave([pretended("fast", 2e-6, []), pretended("slow", 0.5, [])], {
    rounds: 5,
    seconds: 0.01,
  });
  expect(fast.median).toBeCloseTo(2e-6, 12);
  expect(fast.repeats).toBe(5000);
  expect(slow).toMatchObject({ median: 0.5, minimum: 0.5, spread: 0, repeats: 1, rounds: 5 });
});

it("takes the lines in turn, and every other round backwards", async () => {
  const calls: string[] = [];
  const lines = ["a", "b", "c"].map((name) => pretended(name, 1, calls));
  await interleave(lines, { rounds: 2, seconds: 1 });
  expect(calls.slice(-6)).toEqual(["a", "b", "c", "c", "b", "a"]);
});

it("keeps the median and the minimum when one round is disturbed", async () => {
  const disturbed = pretended("disturbed", 1, [], (call) => (call === warmUps + 2 ? 100 : 1));
  const [timing] = await interleave([disturbed], { rounds: 7, seconds: 1 });
  expect(timing.median).toBe(1);
  expect(timing.minimum).toBe(1);
  expect(timing.spread).toBe(0);
});

it("shows the noise as the middle half of the rounds", async () => {
  const noisy = pretended("noisy", 1, [], (call) => (call < warmUps ? 1 : 1 + (call - warmUps)));
  const [timing] = await interleave([noisy], { rounds: 5, seconds: 1 });
  // 1, 2, 3, 4, 5: quartiles 2 and 4 about the median 3
  expect(timing).toMatchObject({ median: 3, minimum: 1, spread: 2 / 3 });
});
