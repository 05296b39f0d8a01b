import fc from "fast-check";
import { expect } from "vitest";
import { distance, dot, norm, subtract, type Vector } from "../numerics/vector.ts";
import type { FeasibleSet, Term } from "../problem/terms.ts";

/** Points of n entries of every size that matters, ties and zeros included. */
export const points = (n: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.oneof(fc.double({ min: -10, max: 10, noNaN: true }), fc.constantFrom(0, -0, 1, -1, 0.5)), {
      minLength: n,
      maxLength: n,
    })
    .map((entries) => Float64Array.from(entries));

/** Each of n entries is rounded a few times in the laws below: 16 n units in the last place of the largest number. */
export const rounding = (n: number, size: number): number => 16 * n * 2 ** -53 * Math.max(1, size);

/** g(z) + |z - x|^2 / (2 stepSize), what a proximal point minimizes. */
export function proximalObjective(term: Term, x: Vector, stepSize: number, z: Vector): number {
  return term.value(z) + distance(z, x) ** 2 / (2 * stepSize);
}

/**
 * The laws every proximal map of a convex term obeys at two points: it returns the term there, may write over its
 * argument, is firmly nonexpansive, and no point found nearby has a lower objective.
 */
export function expectProximalLaws(term: Term, x: Vector, y: Vector, stepSize: number): void {
  const n = x.length;
  const px = new Float64Array(n);
  const py = new Float64Array(n);
  const returned = term.proximal(x, stepSize, px);
  expect(returned).toBeCloseTo(term.value(px), 12);
  const inPlace = x.slice();
  term.proximal(inPlace, stepSize, inPlace);
  expect(inPlace).toEqual(px);
  term.proximal(y, stepSize, py);
  expectFirmlyNonexpansive(x, y, px, py);
  const best = proximalObjective(term, x, stepSize, px);
  for (let i = 0; i < n; i++) {
    for (const change of [1e-3, -1e-3, 1e-1, -1e-1, -px[i]]) {
      const near = px.slice();
      near[i] += change;
      expect(proximalObjective(term, x, stepSize, near)).toBeGreaterThanOrEqual(best - rounding(n, Math.abs(best)));
    }
  }
}

/** |Px - Py|^2 <= <x - y, Px - Py>. */
export function expectFirmlyNonexpansive(x: Vector, y: Vector, px: Vector, py: Vector): void {
  const n = x.length;
  const apart = subtract(x, y, new Float64Array(n));
  const mapped = subtract(px, py, new Float64Array(n));
  const size = Math.max(norm(x), norm(y)) ** 2;
  expect(dot(mapped, mapped)).toBeLessThanOrEqual(dot(apart, mapped) + rounding(n, size));
}

/**
 * The laws of a projection: into the set, onto the nearest point (x - Px makes no acute angle with any direction into
 * the set, given by points of it), nonexpansive, and the same again.
 */
export function expectProjectionLaws(set: FeasibleSet, x: Vector, y: Vector, inside: readonly Vector[]): void {
  const n = x.length;
  const px = new Float64Array(n);
  const py = new Float64Array(n);
  set.project(x, px);
  set.project(y, py);
  const size = Math.max(norm(x), norm(y), norm(px), norm(py));
  expect(set.violation(px)).toBeLessThanOrEqual(rounding(n, size));
  const inPlace = x.slice();
  set.project(inPlace, inPlace);
  expect(inPlace).toEqual(px);
  expectFirmlyNonexpansive(x, y, px, py);
  const again = new Float64Array(n);
  set.project(px, again);
  expect(distance(again, px)).toBeLessThanOrEqual(rounding(n, norm(px)));
  for (const point of inside) {
    let angle = 0;
    for (let i = 0; i < n; i++) angle += (x[i] - px[i]) * (point[i] - px[i]);
    expect(angle).toBeLessThanOrEqual(rounding(n, (size + norm(point)) ** 2));
  }
}

/** No point of those given has a smaller inner product with g than the linear minimizer. */
export function expectLinearMinimizer(set: FeasibleSet, g: Vector, inside: readonly Vector[]): void {
  const best = new Float64Array(g.length);
  set.linearMinimizer!(g, best);
  expect(set.violation(best)).toBe(0);
  for (const point of inside) {
    expect(dot(g, best)).toBeLessThanOrEqual(dot(g, point) + rounding(g.length, norm(g) * norm(point)));
  }
}
