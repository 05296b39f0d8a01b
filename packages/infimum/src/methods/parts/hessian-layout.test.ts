import { expect, test } from "vitest";
import { envelopeProduct } from "../../numerics/sparse/envelope.ts";
import { patternOfRows, symmetric } from "../../numerics/sparse/pattern.ts";
import type { Vector } from "../../numerics/vector.ts";
import { answeredView, outcomeOf } from "../fixtures/answered-view.ts";
import { askHessian, hessianLayout, inOrder, outOfOrder } from "./hessian-layout.ts";

/** A chain of n variables in a shuffled order: H has 2 + i on the diagonal and -1 beside it. */
function chain(n: number, stride: number) {
  const at = (i: number) => (stride * i) % n;
  const pattern = symmetric(
    patternOfRows(
      Array.from({ length: n }, (_, row) => {
        const i = Array.from({ length: n }, (_unused, k) => k).find((k) => at(k) === row)!;
        return i + 1 < n ? Int32Array.of(at(i + 1)) : new Int32Array(0);
      }),
      n,
    ),
  );
  const product = (v: Vector, out: Vector) => {
    for (let i = 0; i < n; i++) {
      const beside = (i > 0 ? v[at(i - 1)] : 0) + (i + 1 < n ? v[at(i + 1)] : 0);
      out[at(i)] = (2 + i) * v[at(i)] - beside;
    }
  };
  return { pattern, product };
}

test.each([
  [5, 2, true],
  [40, 7, true],
  [40, 7, false],
])("a Hessian of %i variables comes from its products whole, shuffled by %i, pattern known: %s", (n, stride, isKnown) => {
  const { pattern, product } = chain(n, stride);
  const view = answeredView(n, {
    hessianVector: (_x: Vector, v: Vector, out: Vector) => product(v, out),
  } as never);
  const layout = hessianLayout({ dimension: n, hessianPattern: isKnown ? () => pattern : undefined });
  const values = new Float64Array(layout.shape.rowStarts[n]);
  expect(outcomeOf(askHessian(view as never, layout, new Float64Array(n), values))).toBe(true);
  // three colors are the least for a chain; greedily, in a shuffled order, it may take a fourth
  expect(layout.products).toBeLessThanOrEqual(isKnown ? 4 : n);
  if (isKnown && n > 32) expect(values.length).toBe(2 * n - 1);
  const v = Float64Array.from({ length: n }, (_, k) => Math.sin(1 + k));
  const ordered = inOrder(layout, v, new Float64Array(n));
  const image = envelopeProduct(layout.shape, values, ordered, new Float64Array(n));
  const expected = new Float64Array(n);
  product(v, expected);
  outOfOrder(layout, image, new Float64Array(n)).forEach((entry, k) => expect(entry).toBeCloseTo(expected[k], 12));
});
