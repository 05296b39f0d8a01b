import fc from "fast-check";
import type { Vector } from "infimum/numerics";
import { float, space } from "infimum/space";
import { expect, test } from "vitest";
import type { EndedTrial } from "../sampler.ts";
import { axisOf } from "./axis.ts";
import { type Sample, TrialSplit } from "./trial-split.ts";

const axes = space({ x: float(0, 1) }).dimensions.map(({ domain }) => axisOf(domain));

interface Ending {
  readonly state: "complete" | "pruned" | "failed";
  readonly loss: number;
  readonly violation: number;
  readonly steps: number;
}

const ending = fc.record<Ending>({
  state: fc.constantFrom("complete", "complete", "pruned", "failed"),
  loss: fc.integer({ min: 0, max: 5 }),
  violation: fc.constantFrom(0, 0, 0, 1, 2),
  steps: fc.integer({ min: 0, max: 3 }),
});

/** A trial at x = number / 1000, by which it is known again. */
function trial(number: number, { state, loss, violation, steps }: Ending): EndedTrial {
  return {
    number,
    state,
    codes: Float64Array.of(number / 1000),
    revisions: [],
    losses: Float64Array.of(state === "failed" ? Infinity : loss),
    violation: state === "failed" ? 0 : violation,
    reports: Array.from({ length: steps }, (_, step) => ({ step, value: step === steps - 1 ? loss : 9 })),
    note: undefined,
  };
}

/** What is compared, from the most to the least important: less is better. */
function keys(number: number, { state, loss, violation, steps }: Ending): number[] {
  if (state === "failed") return [3, 0, 0, number];
  if (violation > 0) return [2, violation, loss, number];
  if (state === "complete") return [0, loss, 0, number];
  // the deepest step first; nothing is known of a trial that reported nothing
  return steps > 0 ? [1, -(steps - 1), loss, number] : [1, Infinity, Infinity, number];
}

function inTurn(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, k) => value !== b[k]);
  return at < 0 ? 0 : a[at] - b[at];
}

const numbers = ({ points, count }: Sample): number[] =>
  Array.from(points[0].subarray(0, count) as Vector, (x) => Math.round(1000 * x));

test("the good are the first of all trials in the order of what they came to, and the rest are the others", () => {
  fc.assert(
    fc.property(
      fc.array(ending, { maxLength: 60 }),
      fc.integer({ min: 0, max: 12 }),
      fc.nat(),
      (endings, count, turn) => {
        const split = new TrialSplit(axes, 1);
        const coming = endings.map((_, number) => number);
        const at = coming.length > 0 ? turn % coming.length : 0;
        // in another order than their numbers'
        for (const number of [...coming.slice(at), ...coming.slice(0, at)].toReversed()) {
          split.learn(trial(number, endings[number]));
        }
        const expected = coming.toSorted((a, b) => inTurn(keys(a, endings[a]), keys(b, endings[b])));
        const { good, rest } = split.split(count, 1000, []);
        expect(numbers(good)).toEqual(expected.slice(0, count));
        expect(numbers(rest)).toEqual(expected.slice(count));
        expect(split.answered).toBe(endings.filter(({ state }) => state !== "failed").length);
      },
    ),
  );
});

test("trials on their way are of the rest", () => {
  const split = new TrialSplit(axes, 1);
  split.learn(trial(3, { state: "complete", loss: 1, violation: 0, steps: 0 }));
  const pending = [{ number: 7, codes: Float64Array.of(0.007), note: undefined }];
  const { good, rest } = split.split(1, 1000, pending);
  expect([numbers(good), numbers(rest)]).toEqual([[3], [7]]);
});

test("of a long rest the better half of the kernels stands for itself, and the weights are those of all", () => {
  const split = new TrialSplit(axes, 1);
  for (let number = 0; number < 900; number++) {
    split.learn(trial(number, { state: "complete", loss: 900 - number, violation: 0, steps: 0 }));
  }
  const { rest } = split.split(20, 100, []);
  expect(rest.count).toBe(100);
  expect(numbers(rest).slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, k) => 879 - k));
  // the 830 behind them by 50
  expect([...rest.weights.subarray(50, 100)]).toEqual(Array.from({ length: 50 }, () => 16.6));
  expect(numbers(rest).slice(50)).toEqual(Array.from({ length: 50 }, (_, k) => 829 - Math.floor(16.6 * k)));
});

test("with several goals those of the first fronts are good, and where too few are complete, others after them", () => {
  const split = new TrialSplit(axes, 2);
  const learn = (number: number, losses: number[], violation = 0): void =>
    split.learn({
      ...trial(number, { state: "complete", loss: 0, violation, steps: 0 }),
      losses: Float64Array.from(losses),
    });
  learn(1, [3, 3]);
  learn(2, [1, 2]);
  learn(3, [2, 1]);
  learn(4, [0, 0], 2);
  learn(5, [9, 9], 1);
  const goodOf = (count: number) => numbers(split.split(count, 1000, []).good).toSorted();
  expect(goodOf(2)).toEqual([2, 3]);
  expect(goodOf(3)).toEqual([1, 2, 3]);
  expect(goodOf(4)).toEqual([1, 2, 3, 5]);
  expect(numbers(split.split(2, 1000, []).rest).toSorted()).toEqual([1, 4, 5]);
});
