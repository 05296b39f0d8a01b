import { describe, expect, test } from "vitest";
import { minimize, problem } from "../../index.ts";
import { dogleg } from "./dogleg.ts";
import { gaussNewton } from "./gauss-newton.ts";
import { levenbergMarquardt } from "./levenberg-marquardt.ts";
import { trustRegionReflective } from "./trust-region-reflective.ts";
import { variableProjection } from "./variable-projection.ts";

const methods = [dogleg, gaussNewton, levenbergMarquardt, trustRegionReflective];

/**
 * Problems with known minimizers.
 *
 * @reference J. J. More, B. S. Garbow, K. E. Hillstrom, 1981, Testing unconstrained optimization software,
 * 10.1145/355934.355936
 */
const { sqrt, exp, cos, sin } = Math;
const known = [
  {
    name: "Powell's badly scaled function",
    residuals: (x: ArrayLike<number>) => [1e4 * x[0] * x[1] - 1, Math.exp(-x[0]) + Math.exp(-x[1]) - 1.0001],
    x0: [0, 1],
    least: 0,
  },
  {
    name: "Beale's function",
    residuals: (x: ArrayLike<number>) => [
      1.5 - x[0] * (1 - x[1]),
      2.25 - x[0] * (1 - x[1] ** 2),
      2.625 - x[0] * (1 - x[1] ** 3),
    ],
    x0: [1, 1],
    least: 0,
  },
  {
    name: "Bard's function",
    residuals: (x: ArrayLike<number>) =>
      [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39].map((y, i) => {
        const [u, v] = [i + 1, 15 - i];
        return y - (x[0] + u / (v * x[1] + (u < v ? u : v) * x[2]));
      }),
    x0: [1, 1, 1],
    least: 8.21487730657899e-3 / 2,
  },
  {
    name: "Kowalik and Osborne's function",
    residuals: (x: ArrayLike<number>) =>
      [0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246].map((y, i) => {
        const u = [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625][i];
        return y - (x[0] * (u ** 2 + u * x[1])) / (u ** 2 + u * x[2] + x[3]);
      }),
    x0: [0.25, 0.39, 0.415, 0.39],
    least: 3.07505603849238e-4 / 2,
  },
  {
    name: "Brown and Dennis's function, whose residuals stay large",
    residuals: (x: ArrayLike<number>) =>
      Array.from({ length: 20 }, (_, i) => {
        const t = (i + 1) / 5;
        return (x[0] + t * x[1] - exp(t)) ** 2 + (x[2] + x[3] * sin(t) - cos(t)) ** 2;
      }),
    x0: [25, 5, -5, -1],
    least: 85822.2016263563 / 2,
  },
  {
    name: "Freudenstein and Roth's function from the side of its larger minimum",
    residuals: (x: ArrayLike<number>) => [
      -13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1],
      -29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1],
    ],
    x0: [0.5, -2],
    least: 48.984253679240013 / 2,
  },
];

describe.each(methods.map((method) => [method.name, method] as const))("%s", (_name, method) => {
  test.each(known)("solves $name", ({ residuals, x0, least }) => {
    const stated = problem({ residuals, x0: Float64Array.from(x0), using: { sqrt, exp, cos, sin } });
    const r = minimize(stated, { method });
    expect(r.status).toBe("converged");
    expect(Math.abs(r.value - least)).toBeLessThanOrEqual(1e-11 * Math.max(least, 1e-3));
  });

  test("does not depend on the units of the variables", () => {
    const solve = (units: readonly number[]) =>
      minimize(
        problem({
          residuals: (x: Float64Array) => [10 * (x[1] / units[1] - (x[0] / units[0]) ** 2), 1 - x[0] / units[0]],
          x0: Float64Array.of(-1.2 * units[0], units[1]),
          using: { units },
        }),
        { method },
      );
    const plain = solve([1, 1]);
    // powers of two, so that nothing rounds otherwise
    const scaled = solve([2 ** 20, 2 ** -30]);
    expect(scaled.x[0] / 2 ** 20).toBeCloseTo(plain.x[0], 10);
    expect(scaled.x[1] * 2 ** 30).toBeCloseTo(plain.x[1], 10);
    expect(scaled.counts.iterations).toBe(plain.counts.iterations);
  });

  test("finds the solution on its bounds, and asks nothing outside", () => {
    // without bounds (1, 1); on x0 <= 1/2 the best x1 is 1/4
    const r = minimize(
      problem({
        residuals: (x: Float64Array) => [10 * (x[1] - x[0] ** 2), 1 - x[0]],
        x0: Float64Array.of(-1.2, 1),
        bounds: { lower: [-2, -2], upper: [0.5, 2] },
      }),
      { method },
    );
    expect(r.status).toBe("converged");
    expect(r.x[0]).toBe(0.5);
    expect(r.x[1]).toBeCloseTo(0.25, 12);
    expect(r.certificate).toMatchObject({ kind: "least-squares", activeBounds: 1 });
  });

  test("leaves a stationary point that is no minimum", () => {
    // the Jacobian is 0 in x[0] at 0, where (x[0]^2 - 1)^2 has its maximum
    const r = minimize(
      problem({ residuals: (x: Float64Array) => [x[0] ** 2 - 1, x[1] - 2], x0: new Float64Array(2) }),
      {
        method,
      },
    );
    expect(r.status).toBe("converged");
    expect(Math.abs(r.x[0])).toBeCloseTo(1, 12);
    expect(r.x[1]).toBeCloseTo(2, 12);
  });

  test("solves a linear problem with fewer residuals than variables", () => {
    const r = minimize(problem({ residuals: (x: Float64Array) => [x[0] + x[1] + x[2] - 3], x0: new Float64Array(3) }), {
      method,
    });
    expect(r.status).toBe("converged");
    expect(r.value).toBeLessThan(1e-25);
  });
});

describe("levenberg-marquardt", () => {
  const valley = () =>
    problem({ residuals: (x: Float64Array) => [1000 * (x[1] - x[0] ** 3), 1 - x[0]], x0: Float64Array.of(-1, -1) });

  test("follows a bent valley in fewer Jacobians with its second-order correction", () => {
    const bent = minimize(valley(), { method: levenbergMarquardt() });
    const straight = minimize(valley(), { method: levenbergMarquardt({ acceleration: false }) });
    expect(bent.status).toBe("converged");
    expect(straight.status).toBe("converged");
    expect(bent.counts.jacobian).toBeLessThan(straight.counts.jacobian);
  });

  test("has the second derivatives along a step from the formula, which saves answers of the residuals", () => {
    const residuals = (x: Float64Array) => [1000 * (x[1] - x[0] ** 3), 1 - x[0]];
    const jacobian = (x: Float64Array) => [-3000 * x[0] ** 2, -1, 1000, 0];
    const read = minimize(valley());
    const given = minimize(problem({ residuals, jacobian, x0: Float64Array.of(-1, -1) }));
    expect(read.status).toBe("converged");
    expect(given.status).toBe("converged");
    expect(read.counts.residuals).toBeLessThan(0.8 * given.counts.residuals);
  });

  test("stops where the tolerance says, and goes on to the last digits by default", () => {
    const rough = minimize(valley(), { tolerance: 1e-3 });
    const fine = minimize(valley());
    expect(rough.counts.residuals).toBeLessThan(fine.counts.residuals);
    expect(rough.measures.gradientCosine).toBeLessThanOrEqual(1e-3);
    expect(rough.summary()).toContain("gradientCosine");
  });

  test("refuses options that make no sense", () => {
    expect(() => levenbergMarquardt({ damping: 0 })).toThrow("damping is 0");
    expect(() => dogleg({ trustRadius: -1 })).toThrow("trustRadius is -1");
    expect(() => trustRegionReflective({ trustRadius: NaN })).toThrow("trustRadius is NaN");
    expect(() => variableProjection({ linear: [-1] })).toThrow("linear is -1");
  });
});

describe("variable-projection", () => {
  const t = Array.from({ length: 40 }, (_, i) => i / 10);
  const y = t.map((at) => 3 * Math.exp(-0.5 * at) + 2 * Math.exp(-4 * at) + 0.5);
  const decays = (start: number[]) =>
    problem({
      residuals: (x: Float64Array) =>
        t.map((at, i) => x[0] * Math.exp(-x[1] * at) + x[2] * Math.exp(-x[3] * at) + x[4] - y[i]),
      x0: Float64Array.from(start),
      using: { t, y },
    });

  test("does not depend on the start of the linear parameters", () => {
    const runs = [
      [1, 1, 1, 2, 1],
      [-100, 1, 50, 2, 1e4],
    ].map((start) => minimize(decays(start), { method: "variable-projection" }));
    for (const r of runs) {
      expect(r.status).toBe("converged");
      [3, 0.5, 2, 4, 0.5].forEach((each, i) => expect(r.x[i]).toBeCloseTo(each, 9));
    }
    // but for how often the last digits are polished
    expect(Math.abs(runs[0].counts.iterations - runs[1].counts.iterations)).toBeLessThanOrEqual(2);
  });

  test("takes fewer iterations than a method in all variables", () => {
    const start = [1, 1, 1, 2, 1];
    const projected = minimize(decays(start), { method: variableProjection({ linear: [0, 2, 4] }) });
    const all = minimize(decays(start), { method: levenbergMarquardt({ acceleration: false }) });
    expect(projected.status).toBe("converged");
    expect(projected.counts.iterations).toBeLessThan(all.counts.iterations);
  });

  test("solves a linear problem in one projection", () => {
    const r = minimize(
      problem({ residuals: (x: Float64Array) => [x[0] - 1, x[0] + x[1], x[1] + 2], x0: Float64Array.of(9, 9) }),
      {
        method: "variable-projection",
      },
    );
    expect(r.status).toBe("converged");
    // the normal equations 2 a + b = 1, a + 2 b = -2
    expect(r.x[0]).toBeCloseTo(4 / 3, 14);
    expect(r.x[1]).toBeCloseTo(-5 / 3, 14);
  });
});
