import { expect, test } from "vitest";
import { arctan, cauchy, huber, softL1 } from "../losses/robust.ts";
import type { RobustLoss } from "../problem/robust-loss.ts";
import { fitCurve } from "./fit-curve.ts";

/** A decay with two observations that are far off. */
const x = Array.from({ length: 15 }, (_, i) => i / 3);
const y = x.map((t, i) => 2.5 * Math.exp(-0.8 * t) + 0.3 + 0.04 * Math.sin(11 * i));
y[4] += 1.5;
y[9] -= 1;

/** Costs and parameters of SciPy 1.17.1's least_squares (trf, f_scale 0.1, tolerances 1e-15) on the same data. */
const known: readonly (readonly [RobustLoss | "linear", number, readonly number[]])[] = [
  ["linear", 1.5048124106714789, [2.90075106, 0.5080797728, -0.1138468526]],
  [huber(0.1), 0.2474072130095795, [2.513436804, 0.757085812, 0.2659609072]],
  [softL1(0.1), 0.2379505410005947, [2.516455454, 0.7539583498, 0.263209445]],
  [cauchy(0.1), 0.05485024380472367, [2.491224585, 0.786230578, 0.2931118603]],
  [arctan(0.1), 0.020209271240713624, [2.488009428, 0.7885857279, 0.2957439722]],
];

const methods = ["levenberg-marquardt", "trust-region-reflective", "dogleg", "inexact-levenberg-marquardt"] as const;
const runs = known.flatMap(([loss, cost, p]) =>
  methods.map((method) => [method, typeof loss === "string" ? loss : loss.name, loss, cost, p] as const),
);

test.each(runs)("%s with the loss %s finds what SciPy finds", (method, _name, loss, cost, p) => {
  const r = fitCurve((t, [a, b, c]) => a * Math.exp(-b * t) + c, { x, y }, [2, 1, 0.2], { loss, method });
  expect(r.status).toBe("converged");
  expect(Math.abs(r.value / cost - 1)).toBeLessThan(1e-11);
  // a cost to all its digits has half of them in the parameters
  p.forEach((entry, j) => expect(r.x[j]).toBeCloseTo(entry, 6));
});
