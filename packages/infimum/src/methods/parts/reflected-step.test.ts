import { expect, test } from "vitest";
import { RandomStream } from "../../numerics/random/stream.ts";
import { dot, type Vector } from "../../numerics/vector.ts";
import { type ReflectionModel, reflectedStep } from "./reflected-step.ts";

const scratch = () => new Float64Array(2);

/** g'p + p'Hp / 2 in two variables. */
function model(gradient: Vector, [a, b, c]: readonly number[]): ReflectionModel {
  const curvature = (p: Vector, q: Vector) => a * p[0] * q[0] + b * (p[0] * q[1] + p[1] * q[0]) + c * p[1] * q[1];
  const slope = (p: Vector) => dot(gradient, p);
  return { gradient, lengths: Float64Array.of(1, 1), slope, curvature, value: (p) => slope(p) + curvature(p, p) / 2 };
}

test("a step that stays inside is left as it is", () => {
  const p = Float64Array.of(0.2, -0.1);
  const box = { lower: Float64Array.of(-1, -1), upper: Float64Array.of(1, 1) };
  reflectedStep(model(Float64Array.of(-1, 1), [1, 0, 1]), box, new Float64Array(2), 10, 0.99, p, scratch);
  expect([...p]).toEqual([0.2, -0.1]);
});

test("a step that hits a bound is never worse than its cut, stays inside and within the region", () => {
  const stream = new RandomStream().key(1, "boxes", 0, 0);
  let better = 0;
  for (let k = 0; k < 300; k++) {
    const gradient = Float64Array.of(stream.normal(), stream.normal());
    const quadratic = model(gradient, [1 + stream.uniform(), stream.uniform() - 0.5, 1 + stream.uniform()]);
    const x = Float64Array.of(stream.uniform(), stream.uniform());
    const box = { lower: new Float64Array(2), upper: Float64Array.of(1, 1) };
    const radius = 3 * stream.uniform();
    const angle = 6.3 * stream.uniform();
    const p = Float64Array.of(radius * Math.cos(angle), radius * Math.sin(angle));
    const room = Math.min(...[0, 1].map((j) => (p[j] > 0 ? (1 - x[j]) / p[j] : -x[j] / p[j])));
    const cut = p.map((entry) => Math.min(1, 0.995 * room) * entry);
    reflectedStep(quadratic, box, x, radius, 0.995, p, scratch);
    for (const j of [0, 1]) expect(x[j] + p[j] > 0 && x[j] + p[j] < 1).toBe(true);
    expect(Math.hypot(...p)).toBeLessThanOrEqual(radius * (1 + 1e-12));
    expect(quadratic.value(p)).toBeLessThanOrEqual(quadratic.value(cut) + 1e-12);
    if (quadratic.value(p) < quadratic.value(cut) - 1e-3) better++;
  }
  expect(better).toBeGreaterThan(30);
});
