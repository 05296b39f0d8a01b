import type { Vector } from "../src/numerics/vector.ts";

/** What the broken methods share. */
export const common = {
  version: 1,
  title: "Breaks a promise",
  needs: ["gradient"],
  options: { stepSize: 1e-3 },
} as const;

/** A gradient step, for the parts of a method that are not broken. */
export function descend(x: Vector, gradient: Vector, stepSize: number): void {
  const size = Math.max(1, ...gradient.map(Math.abs));
  for (let i = 0; i < x.length; i++) x[i] -= (stepSize * gradient[i]) / size;
}
