import { expect, test } from "vitest";
import { answerTo, viewOf } from "../../../test/asked.ts";
import { absoluteValues, ball, quadratic } from "../../conformance/functions.ts";
import type { Vector } from "../../numerics/vector.ts";
import { problem } from "../problem.ts";
import type { Term } from "../terms.ts";
import { termsInObjective } from "./terms-in-objective.ts";

/** weight |x|^2 / 2. */
function squares(weight: number): Term {
  return {
    name: "squares",
    separable: true,
    value: (x) => (weight * x.reduce((sum, entry) => sum + entry ** 2, 0)) / 2,
    proximal: (x, _stepSize, out) => {
      out.set(x);
      return 0;
    },
    addGradient: (x, out) => {
      for (let i = 0; i < x.length; i++) out[i] += weight * x[i];
    },
    addHessianVector: (_x, v, out) => {
      for (let i = 0; i < v.length; i++) out[i] += weight * v[i];
    },
  };
}

const { value, gradient } = quadratic(2, 4);
const x = Float64Array.of(2, -1);
const v = Float64Array.of(1, 3);

function stated(plus: readonly Term[]) {
  return problem({
    x0: Float64Array.of(0, 0),
    objective: value,
    gradient,
    hessianVector: (_x: Vector, direction: Vector, out: Vector) => {
      out[0] = direction[0];
      out[1] = 4 * direction[1];
    },
    plus,
  });
}

test("smooth terms are added to values, batches, gradients and products", () => {
  const view = viewOf(termsInObjective(stated([squares(3), squares(2)])));
  // 5 |x|^2 / 2 = 12.5
  expect(answerTo(view.value(x))).toBe(value(x) + 7.5 + 5);
  const values = new Float64Array(2);
  answerTo(view.values([x, v], values));
  expect(values).toEqual(Float64Array.of(value(x) + 7.5 + 5, value(v) + 15 + 10));
  const expected = new Float64Array(2);
  gradient(x, expected);
  const out = new Float64Array(2);
  expect(answerTo(view.gradient(x, out))).toBe(value(x) + 12.5);
  expect(out).toEqual(Float64Array.of(expected[0] + 5 * x[0], expected[1] + 5 * x[1]));
  answerTo(view.hessianVector(x, v, out));
  expect(out).toEqual(Float64Array.of(1 + 5, 12 + 15));
});

test("terms with kinks leave the values and no derivatives", () => {
  const wrapped = termsInObjective(stated([absoluteValues(2)]));
  expect([...wrapped.oracles]).toEqual(["value", "values"]);
  expect(answerTo(viewOf(wrapped).value(x))).toBe(value(x) + 6);
});

test("an invalid gradient stays invalid, with nothing added to its zeros", () => {
  const broken = problem({ x0: Float64Array.of(1, 1), objective: () => NaN, gradient: () => NaN, plus: [squares(1)] });
  const out = new Float64Array(2);
  expect(answerTo(viewOf(termsInObjective(broken)).gradient(x, out))).toBe(Infinity);
  expect(out).toEqual(Float64Array.of(0, 0));
});

test("a set cannot be added: the error names a method that keeps points within it", () => {
  const within = problem({ x0: Float64Array.of(0, 0), objective: value, within: ball(1) });
  expect(() => termsInObjective(within)).toThrow(
    expect.objectContaining({ code: "set-not-handled", message: expect.stringContaining("proximal-gradient") }),
  );
});

test("without terms the problem stays as it is", () => {
  const plain = stated([]);
  expect(termsInObjective(plain)).toBe(plain);
});
