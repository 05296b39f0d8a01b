import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pullback } from "../derivatives/pullback.ts";
import { differentiateArrays } from "../differentiate/differentiate-arrays.ts";
import { trace } from "../differentiate/trace.ts";
import { TracedProgram } from "../differentiate/traced-programs.ts";
import { treeOf } from "../differentiate/tree.ts";
import type { Case, Cases } from "../fixtures/case.ts";
import { ComplexDual } from "../fixtures/complex-dual.ts";
import { Draw } from "../fixtures/draw.ts";
import { elementwiseCases } from "../fixtures/elementwise-cases.ts";
import { matrixCases } from "../fixtures/matrix-cases.ts";
import { movementCases } from "../fixtures/movement-cases.ts";
import { PlainArray, total } from "../fixtures/plain-array.ts";
import { reductionCases } from "../fixtures/reduction-cases.ts";
import { sizeOf } from "../graph/node.ts";
import * as arrays from "../index.ts";
import { array, type NumericArray } from "../values/numeric-array.ts";

const cases: { readonly [name: string]: Cases } = {
  ...elementwiseCases,
  ...reductionCases,
  ...movementCases,
  ...matrixCases,
};

/** What of the module is not one function of arrays. */
const others = new Set([
  "elementwise",
  "array",
  "zeros",
  "ones",
  "fill",
  "evaluated",
  "differentiateArrays",
  "overArrays",
  "TracedArray",
]);

test("every operation is in the table", () => {
  const names = Object.keys(arrays).filter((name) => !others.has(name));
  expect(Object.keys(cases).toSorted()).toEqual(names.toSorted());
});

/**
 * Relative to the largest of the numbers that belong together: what cancels in one of them is as large as the others. Where all are 0
 * it is the direct loops that cancel numbers of about 1.
 */
function expectClose(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  expect(actual.length, what).toBe(expected.length);
  const size = Math.max(1e-2, ...expected.map(Math.abs));
  expected.forEach((number, k) => {
    const error = Math.abs(actual[k] - number) / size;
    expect(error, `${what}: ${actual[k]} for ${number}`).toBeLessThanOrEqual(1e-12);
  });
}

/** The operands of the direct loops, moving along two directions. */
function moving(given: Case["operands"], first: NumericArray[], second: NumericArray[]): PlainArray[] {
  return given.map(({ shape, numbers }, k) => {
    const entries = Array.from(numbers, (value, i) => ComplexDual.of(value, first[k].entries[i], second[k].entries[i]));
    return new PlainArray(shape, entries);
  });
}

/** Their results are integers, which have no precision. */
const indexing = new Set(["argsort", "argmax", "argmin"]);

describe.each(Object.entries(cases))("%s", (name, draws) => {
  test("its values and both derivatives are those of direct loops in complex numbers, to 1e-12", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const draw = new Draw(seed);
        const { operands, traced, direct } = draws(draw);
        const alike = (low: number, high: number): NumericArray[] =>
          operands.map(({ shape }) => array(draw.numbers(shape, low, high), { shape }));
        const point = operands.map(({ shape, numbers }) => array(numbers, { shape }));
        const [u, v] = [alike(-1, 1), alike(-1, 1)];
        const f = differentiateArrays((list) => traced(...(list as arrays.TracedArray[])), point);
        const expected = direct(...moving(operands, u, v));

        const result = f.result(point);
        expect(result.shape).toEqual(expected.shape);
        expectClose(
          result.entries,
          expected.numbers.map(({ value }) => value),
          "values",
        );
        const pushed = expected.numbers.map(({ first }) => first);
        expectClose(f.jacobianVector(point, u).entries, pushed, "forward");

        const weights = array(draw.numbers(expected.shape, -1, 1), { shape: expected.shape });
        const pulled = f.vectorJacobian(point, weights) as NumericArray[];
        // the gradient of the sum of the results times weights: entry by entry along each direction of one operand
        const weighed = (list: PlainArray[]): ComplexDual =>
          total(direct(...list).numbers.map((number, k) => number.times(weights.entries[k])));
        operands.forEach(({ shape }, k) => {
          const gradient = Array.from({ length: sizeOf(shape) }, (_, i) => {
            const unit = operands.map((operand) =>
              array(new Float64Array(sizeOf(operand.shape)), { shape: operand.shape }),
            );
            unit[k].entries[i] = 1;
            return weighed(moving(operands, unit, v)).first;
          });
          expectClose(pulled[k].entries, gradient, `reverse by operand ${k}`);
        });

        const objective = differentiateArrays(
          (list) => arrays.sum(arrays.multiply(traced(...(list as arrays.TracedArray[])), weights)),
          point,
        );
        const product = objective.hessianVector(point, v) as NumericArray[];
        const again = reverseOverReverse(traced, weights, point, v);
        operands.forEach(({ shape }, k) => {
          const column = Array.from({ length: sizeOf(shape) }, (_, i) => {
            const unit = operands.map((operand) =>
              array(new Float64Array(sizeOf(operand.shape)), { shape: operand.shape }),
            );
            unit[k].entries[i] = 1;
            return weighed(moving(operands, unit, v)).second;
          });
          expectClose(product[k].entries, column, `forward over reverse by operand ${k}`);
          expectClose(again[k], column, `reverse over reverse by operand ${k}`);
        });
      }),
      { numRuns: 40 },
    );
  });

  test("in float32 everything is that of float64 to some roundings", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const draw = new Draw(seed);
        const { operands, traced } = draws(draw);
        const point = operands.map(({ shape, numbers }) =>
          array(Float32Array.from(numbers), { shape, precision: "float64" }),
        );
        const call = (list: unknown): arrays.Operand => traced(...(list as arrays.TracedArray[]));
        const double = differentiateArrays(call, point);
        const single = differentiateArrays(call, point, { precision: "float32" });
        const [expected, actual] = [double, single].map((f) => f.result(point));
        expect(actual.precision).toBe(indexing.has(name) ? "float64" : "float32");
        const size = Math.max(1, ...expected.entries.map(Math.abs));
        expected.entries.forEach((number, k) => {
          expect(Math.abs(actual.entries[k] - number) / size).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 20 },
    );
  });
});

/** The Hessian of the weighted sum of the results times v, as the gradient of the gradient times v. */
function reverseOverReverse(
  traced: Case["traced"],
  weights: NumericArray,
  point: NumericArray[],
  v: NumericArray[],
): readonly ArrayLike<number>[] {
  const tree = treeOf("the point", point);
  const { graph, parameters, result } = trace(
    (list) => arrays.sum(arrays.multiply(traced(...(list as arrays.TracedArray[])), weights)),
    tree,
    undefined,
  );
  const one = graph.fill(1, result.shape, result.precision);
  const gradient = pullback(graph, [result], [one], parameters);
  const directions = v.map(({ entries, shape }) => graph.constant(entries, shape));
  const program = new TracedProgram(
    { inputs: graph.inputs, outputs: pullback(graph, gradient, directions, parameters) },
    0,
  );
  point.forEach(({ entries }, k) => {
    program.evaluator.set(k, entries);
  });
  return program.run();
}
