import fc from "fast-check";
import { expect, test } from "vitest";
import { cholesky } from "../../numerics/dense/cholesky.ts";
import { plainProduct, randomMatrix, withSpectrum } from "../../numerics/fixtures/known-matrices.ts";
import { ConjugateGradientProcess } from "../../numerics/krylov/conjugate-gradient.ts";
import { dot, move, norm, scale, subtract, type Vector } from "../../numerics/vector.ts";
import { bfgsUpdate, initialScale, positiveCurvature, setToIdentity, symmetricProduct } from "./bfgs-update.ts";

/** The whole matrix of which h holds the lower triangle. */
function full(h: Vector, n: number): Vector {
  return h.map((_, k) => {
    const [i, j] = [k % n, Math.floor(k / n)];
    return i >= j ? h[i + j * n] : h[j + i * n];
  });
}

function productOf(h: Vector, n: number, v: Vector): Vector {
  const product = new Float64Array(n);
  symmetricProduct(h, n, v, product);
  return product;
}

/** A symmetric positive definite H with NaN in its upper triangle, and s, y with s'y > 0. */
const cases = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.nat(1e6)).map(([n, seed]) => {
  const spectrum = Array.from({ length: n }, (_, i) => 1 + i);
  const h = withSpectrum(spectrum, seed).map((entry, k) => (k % n < Math.floor(k / n) ? NaN : entry));
  const s = randomMatrix(n, 1, seed + 1);
  const other = randomMatrix(n, 1, seed + 2);
  // y = s + a multiple of what is orthogonal to s, so that s'y = s's
  const y = move(move(other, -dot(other, s) / dot(s, s), s, new Float64Array(n)), 1, s, new Float64Array(n));
  return { n, h, s, y };
});

test("the product reads the lower triangle alone and is that of the whole matrix", () => {
  fc.assert(
    fc.property(cases, ({ n, h, s }) => {
      const product = productOf(h, n, s);
      const expected = plainProduct(full(h, n), s, n, n, 1);
      // sums of n terms of size at most 8 |s|
      expect(norm(subtract(product, expected, expected))).toBeLessThanOrEqual(1e-14 * n * 8 * norm(s));
    }),
  );
});

test("the product comes with its form v'H v, and with the other sign where that is wanted", () => {
  fc.assert(
    fc.property(cases, ({ n, h, s }) => {
      const product = productOf(h, n, s);
      expect(symmetricProduct(h, n, s, new Float64Array(n))).toBe(dot(s, product));
      const opposite = new Float64Array(n);
      expect(symmetricProduct(h, n, s, opposite, -1)).toBe(-dot(s, product));
      for (let i = 0; i < n; i++) expect(opposite[i]).toBe(-product[i]);
    }),
  );
});

test("after an update the secant equation H y = s holds, and H stays positive definite", () => {
  fc.assert(
    fc.property(cases, ({ n, h, s, y }) => {
      expect(bfgsUpdate(h, n, s, y, new Float64Array(n))).toBe(true);
      const image = productOf(h, n, y);
      // the entries of H grow to about |y|^2 |H| |s|^2 / (s'y)^2, which are multiplied by y
      const size = norm(y) * (1 + (8 * dot(y, y)) / dot(s, s) + 8);
      expect(norm(subtract(image, s, image))).toBeLessThanOrEqual(1e-14 * n * size);
      expect(cholesky(full(h, n), n, new Float64Array(n * n))).toBeTruthy();
    }),
  );
});

test("the update is (I - s y'/s'y) H (I - y s'/s'y) + s s'/s'y", () => {
  fc.assert(
    fc.property(cases, ({ n, h, s, y }) => {
      const before = full(h, n);
      const projection = before.map(
        (_, k) => (k % n === Math.floor(k / n) ? 1 : 0) - (s[k % n] * y[Math.floor(k / n)]) / dot(s, y),
      );
      const transposed = projection.map((_, k) => projection[Math.floor(k / n) + (k % n) * n]);
      const expected = plainProduct(plainProduct(projection, before, n, n, n), transposed, n, n, n).map(
        (entry, k) => entry + (s[k % n] * s[Math.floor(k / n)]) / dot(s, y),
      );
      bfgsUpdate(h, n, s, y, new Float64Array(n));
      const size = norm(before) * (1 + (norm(s) * norm(y)) / dot(s, y)) ** 2 + 1;
      expect(norm(subtract(full(h, n), expected, expected))).toBeLessThanOrEqual(1e-14 * n * size);
    }),
  );
});

test("with exact line searches on a quadratic the steps are those of conjugate gradients, and after n steps H is the inverse", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), fc.nat(1e6), (n, seed) => {
      const a = withSpectrum(
        Array.from({ length: n }, (_, i) => 1 + i),
        seed,
      );
      const b = randomMatrix(n, 1, seed + 3);
      const conjugate = new ConjugateGradientProcess(b, { relativeTolerance: 0, iterations: n });
      const h = new Float64Array(n * n);
      setToIdentity(h, n, 1);
      const x = new Float64Array(n);
      let gradient = scale(b, -1, new Float64Array(n));
      for (let k = 0; k < n; k++) {
        const direction = scale(productOf(h, n, gradient), -1, new Float64Array(n));
        const image = plainProduct(a, direction, n, n, 1);
        const t = -dot(gradient, direction) / dot(direction, image);
        const step = scale(direction, t, new Float64Array(n));
        const change = scale(image, t, new Float64Array(n));
        expect(bfgsUpdate(h, n, step, change, new Float64Array(n))).toBe(true);
        move(x, 1, step, x);
        gradient = move(gradient, 1, change, new Float64Array(n));
        conjugate.advance(plainProduct(a, conjugate.direction, n, n, 1));
        // equal but for rounding, which errors of conjugacy amplify at condition 8
        expect(norm(subtract(x, conjugate.solution, new Float64Array(n)))).toBeLessThanOrEqual(1e-9 * norm(b));
      }
      const product = plainProduct(full(h, n), a, n, n, n);
      for (let k = 0; k < n * n; k++) expect(Math.abs(product[k] - (k % (n + 1) === 0 ? 1 : 0))).toBeLessThan(1e-7);
    }),
    { numRuns: 50 },
  );
});

test("a pair without positive curvature, or one that overflows, leaves H alone", () => {
  const h = Float64Array.of(2, 1, 1, 3);
  const work = new Float64Array(2);
  const pairs: [number[], number[]][] = [
    [
      [1, 0],
      [-1, 0],
    ],
    [
      [1, 0],
      [0, 1],
    ],
    [
      [1, 0],
      [0, 0],
    ],
    [
      [1, 1e17],
      [1, -1e-17],
    ],
    [
      [1e-200, 0],
      [1e-200, 0],
    ],
    [
      [1e200, 0],
      [1e200, 0],
    ],
    [
      [1e-160, 0],
      [1e-130, 1e200],
    ],
    [
      [NaN, 0],
      [1, 1],
    ],
  ];
  for (const [s, y] of pairs) {
    expect(bfgsUpdate(h, 2, Float64Array.from(s), Float64Array.from(y), work)).toBe(false);
    expect([...h]).toEqual([2, 1, 1, 3]);
  }
  expect(positiveCurvature(Float64Array.of(1, 2), Float64Array.of(3, 4))).toBe(11);
});

test("the first scale lies between the inverses of the extreme curvatures, and is 1 where there is none", () => {
  fc.assert(
    fc.property(fc.nat(1e6), (seed) => {
      const a = withSpectrum([2, 3, 5], seed);
      const s = randomMatrix(3, 1, seed + 1);
      const gamma = initialScale(s, plainProduct(a, s, 3, 3, 1));
      expect(gamma).toBeGreaterThanOrEqual((1 / 5) * (1 - 1e-12));
      expect(gamma).toBeLessThanOrEqual((1 / 2) * (1 + 1e-12));
    }),
  );
  expect(initialScale(Float64Array.of(1), Float64Array.of(0))).toBe(1);
  expect(initialScale(Float64Array.of(1), Float64Array.of(-1))).toBe(1);
  expect(initialScale(Float64Array.of(1e-200), Float64Array.of(1e-200))).toBe(1);
});
