import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answeredView, outcomeOf } from "../fixtures/answered-view.ts";
import { type LineFunction, moreThuente } from "../fixtures/line-functions.ts";
import { searchAlong } from "../fixtures/search-along.ts";
import { newTrial } from "./line-search.ts";
import { type StrongWolfeOptions, strongWolfe } from "./strong-wolfe.ts";

function search(phi: LineFunction, firstStep: number, options?: StrongWolfeOptions, claimed = phi(0)) {
  return searchAlong(strongWolfe(options), phi, firstStep, claimed);
}

describe("on the six functions of Moré and Thuente", () => {
  for (const { name, phi, sufficientDecrease, curvature } of moreThuente) {
    test(`the strong Wolfe conditions hold at the step: ${name}`, () => {
      for (const firstStep of [1e-3, 1e-1, 1e1, 1e3]) {
        const { line } = search(phi, firstStep, { sufficientDecrease, curvature });
        const [value, slope] = phi(0);
        const [newValue, newSlope] = phi(line!.step);
        expect(line!.outcome).toBe("accepted");
        expect(newValue).toBeLessThanOrEqual(value + sufficientDecrease * line!.step * slope);
        expect(Math.abs(newSlope)).toBeLessThanOrEqual(curvature * Math.abs(slope));
        expect([line!.value, line!.slope, line!.point[0], line!.gradient[0]]).toEqual([
          newValue,
          newSlope,
          line!.step,
          newSlope,
        ]);
      }
    });
  }

  test("the search needs no more evaluations than the published one, all in all", () => {
    let ours = 0;
    let published = 0;
    for (const { phi, sufficientDecrease, curvature, published: counts } of moreThuente) {
      [1e-3, 1e-1, 1e1, 1e3].forEach((firstStep, k) => {
        ours += search(phi, firstStep, { sufficientDecrease, curvature }).asked;
        published += counts[k];
      });
    }
    expect(ours).toBeLessThanOrEqual(published);
  });
});

test("the strong Wolfe conditions hold on random smooth functions that are bounded below", () => {
  const size = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(size, size, size), { maxLength: 4 }),
      fc.double({ min: 0.05, max: 5, noNaN: true }),
      fc.double({ min: -3, max: 1, noNaN: true }),
      fc.constantFrom(0.1, 0.5, 0.9),
      (waves, bowl, exponent, curvature) => {
        const phi: LineFunction = (t) => {
          let [value, slope] = [bowl * (t - 1) ** 2, 2 * bowl * (t - 1)];
          for (const [amplitude, frequency, phase] of waves) {
            value += amplitude * Math.sin(frequency * t + phase);
            slope += amplitude * frequency * Math.cos(frequency * t + phase);
          }
          return [value, slope];
        };
        const [value, slope] = phi(0);
        fc.pre(slope < -1e-3);
        const { line } = search(phi, 10 ** exponent, { curvature });
        expect(line!.outcome).toBe("accepted");
        const [newValue, newSlope] = phi(line!.step);
        // the search allows for 64 roundings of the value
        expect(newValue).toBeLessThanOrEqual(value + 1e-4 * line!.step * slope + 2e-14 * Math.abs(value));
        expect(Math.abs(newSlope)).toBeLessThanOrEqual(curvature * Math.abs(slope));
      },
    ),
    { numRuns: 300 },
  );
});

test("a first step that satisfies the conditions costs one evaluation", () => {
  expect(search((t) => [(t - 1) ** 2, 2 * (t - 1)], 1).asked).toBe(1);
});

test("a region without values is a step too long", () => {
  // -log(1 - t) - 5 t has its minimizer at 4/5 and no value from 1 on
  const barrier: LineFunction = (t) => (t < 1 ? [-Math.log(1 - t) - 5 * t, 1 / (1 - t) - 5] : [Infinity, 0]);
  for (const firstStep of [1, 100, 1e6]) {
    const { line } = search(barrier, firstStep, { curvature: 0.1 });
    expect(line!.outcome).toBe("accepted");
    expect(Math.abs(barrier(line!.step)[1])).toBeLessThanOrEqual(0.4);
  }
});

test("where the decrease is less than the rounding of the value, the slope decides", () => {
  // from 1e-10 beside the minimizer the value is 1000 everywhere, and the slope changes its sign in between
  const drowned: LineFunction = (t) => [1000 + (t - 1e-10) ** 2, 2 * (t - 1e-10)];
  const { line, asked } = search(drowned, 3e-10, { curvature: 0.1 });
  expect(line!.outcome).toBe("accepted");
  expect(line!.value).toBe(1000);
  expect(Math.abs(line!.slope)).toBeLessThanOrEqual(0.1 * 2e-10);
  expect(asked).toBeLessThanOrEqual(3);
});

test("a value that falls on and on ends the search as endless, with what was reached", () => {
  const { line, asked } = search((t) => [-t, -1], 1);
  expect(line!.outcome).toBe("endless");
  // ten strides, each four times the one before
  expect(line!.step).toBeGreaterThan(4 ** 10);
  expect(line!.value).toBe(-line!.step);
  expect(asked).toBe(11);
  expect(search((t) => [-(t ** 4), -4 * t ** 3], 1e70, undefined, [0, -1]).line!.outcome).toBe("endless");
});

test("a direction along which the value only rises gives nothing, in a bounded number of trials", () => {
  const { line, asked } = search((t) => [1 + t, 1], 1, undefined, [1, -1]);
  expect(line).toBeUndefined();
  expect(asked).toBeLessThanOrEqual(40);
  expect(search(() => [Infinity, 0], 1, undefined, [1, -1]).line).toBeUndefined();
});

test("when the curvature condition cannot be met, the best decrease is returned", () => {
  // a kink: the slope is -1 or 1 everywhere
  const kink: LineFunction = (t) => [Math.abs(t - 0.3), t < 0.3 ? -1 : 1];
  const { line } = search(kink, 1, { trials: 12 });
  expect(line!.outcome).toBe("decrease");
  expect(line!.value).toBeLessThan(0.3);
  expect([line!.value, line!.slope]).toEqual(kink(line!.point[0]));
  expect(line!.gradient[0]).toBe(line!.slope);
});

test("a search that is told how far it may go ends there, where the value still falls, and no further is asked", () => {
  const asked: number[] = [];
  const view = answeredView(1, {
    gradient(x, out) {
      asked.push(x[0]);
      out[0] = -1;
      return -x[0];
    },
  });
  const at = (step: number) => ({
    ...newTrial(view, step),
    value: -step,
    slope: -1,
    point: Float64Array.of(step),
    gradient: Float64Array.of(-1),
  });
  const search = strongWolfe();
  const found = (first: number) =>
    outcomeOf(search.goOn(view, Float64Array.of(0), Float64Array.of(1), 0, -1, at(first), 7));
  expect(found(1)).toMatchObject({ outcome: "decrease", step: 7, value: -7 });
  expect(asked).toEqual([5, 7]);
  expect(found(7)).toMatchObject({ outcome: "decrease", step: 7 });
  expect(asked).toEqual([5, 7]);
});
