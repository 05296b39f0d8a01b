import { expect, test } from "vitest";
import { minimize, problem } from "../../index.ts";
import { variableProjection } from "../curvature/variable-projection.ts";

/** The linear parameters that a run found. */
function found(residuals: (x: Float64Array) => number[], x0: number[]): number[] {
  let linear: number[] = [];
  const watching = {
    ...variableProjection(),
    measures: (state: { linear: Int32Array; gradientCosine: number; damping: number }) => {
      linear = [...state.linear];
      return { gradientCosine: state.gradientCosine, damping: state.damping };
    },
  };
  minimize(problem({ residuals, x0: Float64Array.from(x0) }), { method: watching, budget: { iterations: 1 } });
  return linear;
}

test("the factors of curves are linear, what bends them is not", () => {
  const t = [0, 1, 2, 3];
  expect(
    found((x) => t.map((at) => x[0] * Math.exp(-x[1] * at) + x[2] * Math.exp(-x[3] * at) - 1), [1, 2, 3, 4]),
  ).toEqual([0, 2]);
});

test("of two factors of one product only one is linear", () => {
  expect(found((x) => [x[0] * x[1] - 1, x[0] + x[1] + x[2], x[2] - 3], [1, 2, 3])).toEqual([0, 2]);
});

test("all of a linear problem is linear, and nothing of one that bends everywhere", () => {
  expect(found((x) => [x[0] + 2 * x[1] - 1, x[0] - x[1], x[1]], [5, 6])).toEqual([0, 1]);
  expect(found((x) => [x[0] ** 2 - 1, Math.exp(x[1]), x[0]], [2, 1])).toEqual([]);
});
