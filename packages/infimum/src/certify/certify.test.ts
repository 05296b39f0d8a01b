import fc from "fast-check";
import { expect, test } from "vitest";
import type { Definition } from "../conformance/case.ts";
import { finish } from "../conformance/drivers.ts";
import { absoluteValues, ball, quadratic, rosenbrock } from "../conformance/functions.ts";
import { intercept } from "../conformance/intercept.ts";
import type { Vector } from "../numerics/vector.ts";
import { problem } from "../problem/problem.ts";
import type { NoCertificate, RayCertificate, StationaryCertificate } from "../run/certificate.ts";
import { method, type Verdict } from "../run/method.ts";
import { Run } from "../run/run.ts";
import { certifier } from "./certify.ts";

/** Looks at its start and at one point, and ends there with any verdict: whatever a method may claim. */
const claim = method({
  name: "claim",
  version: 1,
  title: "Claims a verdict",
  needs: ["value"],
  handles: ["bounds", "terms"],
  options: { x: [] as readonly number[], stop: "settled" as Verdict["stop"] },
  *start(view) {
    return { value: yield* view.value(view.x0) };
  },
  *step(_state, view, { x, stop }) {
    yield* view.value(Float64Array.from(x));
    return { stop, why: "it is claimed" };
  },
});

function certified(
  definition: Definition,
  x: readonly number[],
  stop: Verdict["stop"] = "settled",
  tolerance?: number,
) {
  let calls = 0;
  const counted = intercept(definition, (_call, answer) => {
    calls++;
    return answer();
  });
  const run = finish(new Run(problem(counted), claim({ x, stop }), { certifier: certifier(tolerance) }));
  return { run, certificate: run.certificate, calls: calls - 2 };
}

function stationary(definition: Definition, x: readonly number[], tolerance?: number): StationaryCertificate {
  const { certificate } = certified(definition, x, "settled", tolerance);
  if (certificate.kind !== "stationary" && certificate.kind !== "minimum") throw new Error(certificate.text);
  return certificate;
}

/** (sum of w_i x_i^2) / 2, started where it is worse than at any point near 0. */
function bowl(weights: readonly number[], more: Partial<Definition> = {}): Definition {
  const value = (x: Vector) => weights.reduce((sum, weight, i) => sum + (weight * x[i] ** 2) / 2, 0);
  return {
    x0: Float64Array.from(weights, (weight) => (weight < 0 ? 0 : 1)),
    objective: value,
    gradient: (x: Vector, out: Vector) => {
      weights.forEach((weight, i) => {
        out[i] = weight * x[i];
      });
      return value(x);
    },
    ...more,
  };
}

test("the minimum of a quadratic is certified as one, with its smallest curvature", () => {
  const weight = fc.double({ min: 0.1, max: 100, noNaN: true });
  fc.assert(
    fc.property(fc.array(weight, { minLength: 1, maxLength: 8 }), (weights) => {
      const certificate = stationary(
        bowl(weights),
        weights.map(() => 0),
      );
      expect(certificate).toMatchObject({ kind: "minimum", holds: true, gradientNorm: 0, activeBounds: 0 });
      const off = Math.abs(certificate.smallestCurvature! - Math.min(...weights));
      expect(off).toBeLessThanOrEqual(certificate.curvatureError!);
      // the products are differences of gradients: good to a millionth of the largest curvature
      expect(certificate.curvatureError!).toBeLessThanOrEqual(1e-6 * Math.max(...weights) + 1e-9);
    }),
  );
});

test("products and Hessians that are given leave rounding as the only error", () => {
  const weights = [3, 0.5, 8];
  const product = (_x: Vector, v: Vector, out: Vector) => weights.forEach((weight, i) => void (out[i] = weight * v[i]));
  const hessian = () => [3, 0, 0, 0, 0.5, 0, 0, 0, 8];
  for (const more of [{ hessianVector: product }, { hessian }]) {
    const certificate = stationary(bowl(weights, more), [0, 0, 0]);
    expect(Math.abs(certificate.smallestCurvature! - 0.5)).toBeLessThanOrEqual(1e-14);
    expect(certificate.curvatureError!).toBeLessThanOrEqual(1e-13);
  }
});

test("the gradient that is certified is that of the closed form", () => {
  const point = fc.tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }));
  const definition = { x0: Float64Array.of(-30, 1), objective: rosenbrock.value, gradient: rosenbrock.gradient };
  fc.assert(
    fc.property(point, (x) => {
      const exact = new Float64Array(2);
      const value = rosenbrock.gradient(Float64Array.from(x), exact);
      const certificate = stationary(definition, x);
      expect(certificate.gradientNorm).toBeCloseTo(Math.max(...exact.map(Math.abs)), 10);
      const relative = Math.max(...exact.map((entry, i) => Math.abs(entry) * Math.max(1, Math.abs(x[i]))));
      expect(certificate.relativeGradient).toBeCloseTo(relative / Math.max(1, value), 10);
      expect(certificate.holds).toBe(certificate.relativeGradient <= 1e-8);
    }),
  );
});

test("without a gradient, differences certify to the tolerance that they can bear, and no curvature", () => {
  const { objective } = bowl([1, 4]);
  const at = (x: number[]) => stationary({ x0: Float64Array.of(9, 9), objective }, x);
  expect(at([0, 0])).toMatchObject({
    kind: "stationary",
    holds: true,
    tolerance: 1e-6,
    derivatives: "finite-difference",
  });
  expect(at([1e-7, 1e-8])).toMatchObject({ holds: true });
  expect(at([1e-5, 0])).toMatchObject({ holds: false });
  expect(at([0, 0]).smallestCurvature).toBeUndefined();
});

test("a saddle is stationary, no minimum, and is called a saddle", () => {
  for (const weights of [[1, -1], [5, 2, -1e-3], [-1]]) {
    const certificate = stationary(
      bowl(weights),
      weights.map(() => 0),
    );
    expect(certificate).toMatchObject({ kind: "stationary", holds: true });
    expect(certificate.smallestCurvature!).toBeCloseTo(Math.min(...weights), 5);
    expect(certificate.text).toContain("so this is a saddle and not a minimum");
  }
});

test("a Hessian that is singular proves no minimum: the curvature is 0 within its error", () => {
  const certificate = stationary(bowl([2, 0, 1]), [0, 0, 0]);
  expect(certificate).toMatchObject({ kind: "stationary", holds: true });
  expect(Math.abs(certificate.smallestCurvature!)).toBeLessThanOrEqual(certificate.curvatureError!);
  expect(certificate.text).toContain("smallest curvature 0 within");
});

test("an objective that is constant is stationary everywhere", () => {
  const constant = {
    x0: Float64Array.of(1, 2),
    objective: () => 7,
    gradient: (_x: Vector, out: Vector) => (out.fill(0), 7),
  };
  expect(stationary(constant, [3, 4])).toMatchObject({ kind: "stationary", holds: true, gradientNorm: 0 });
});

test("in many variables the smallest curvature is bounded from above, with an error that says how far it may be", () => {
  const weights = Array.from({ length: 200 }, (_, i) => 1 + i);
  const certificate = stationary(
    bowl(weights),
    weights.map(() => 0),
  );
  expect(Math.abs(certificate.smallestCurvature! - 1)).toBeLessThanOrEqual(certificate.curvatureError!);
  expect(certificate.evaluations).toBe(1 + 10);
});

test("on active bounds only the free variables have to be flat and curved upwards", () => {
  // the first variable is pushed against its lower bound, the second is free, the third is fixed
  const definition: Definition = {
    x0: Float64Array.of(2, 3, 5),
    objective: ([a, b, c]: Vector) => a - a ** 2 / 20 + b ** 2 + c,
    gradient: ([a, b, c]: Vector, out: Vector) => {
      out.set([1 - a / 10, 2 * b, 1]);
      return a - a ** 2 / 20 + b ** 2 + c;
    },
    bounds: { lower: [1, -4, 5], upper: [3, 4, 5] },
  };
  const certificate = stationary(definition, [1, 0, 5]);
  expect(certificate).toMatchObject({ kind: "minimum", holds: true, activeBounds: 2, gradientNorm: 0 });
  expect(certificate.smallestCurvature!).toBeCloseTo(2, 5);
});

test("a gradient that pushes inwards from a bound is not stationary", () => {
  const inwards = bowl([1], { x0: Float64Array.of(3), bounds: { lower: 2, upper: 4 } });
  expect(stationary(inwards, [2])).toMatchObject({ holds: true, activeBounds: 1 });
  const outwards = bowl([1], { x0: Float64Array.of(3), bounds: { lower: -4, upper: 2.5 } });
  expect(stationary({ ...outwards, x0: Float64Array.of(2.5) }, [2.4])).toMatchObject({ holds: false, activeBounds: 0 });
});

test("near a bound the projected gradient is at most the distance to it", () => {
  const definition: Definition = {
    x0: Float64Array.of(1),
    objective: ([x]: Vector) => 100 * x,
    gradient: (x: Vector, out: Vector) => (out.fill(100), 100 * x[0]),
    bounds: { lower: 0 },
  };
  expect(stationary(definition, [1e-9]).gradientNorm).toBeCloseTo(1e-9, 15);
});

test("the certificate counts what it cost, a value and a gradient that come apart as two", () => {
  const { objective, gradient } = bowl([1, 2, 3]);
  const kinds: Partial<Definition>[] = [
    { objective, gradient },
    { objective, gradient: (x: Vector, out: Vector) => void (gradient as (x: Vector, out: Vector) => number)(x, out) },
    { objective },
    { objective, gradient, hessian: () => [1, 0, 0, 0, 2, 0, 0, 0, 3] },
  ];
  for (const kind of kinds) {
    const { certificate, calls } = certified({ x0: Float64Array.of(1, 1, 1), ...kind }, [0, 0, 0]);
    expect(certificate.evaluations).toBe(calls);
  }
});

test("a point where derivatives are not finite has no certificate, and the reason is told", () => {
  const definition: Definition = {
    x0: Float64Array.of(1),
    objective: ([x]: Vector) => Math.sqrt(x),
    gradient: ([x]: Vector, out: Vector) => {
      out[0] = 0.5 / Math.sqrt(x);
      return Math.sqrt(x);
    },
  };
  const { certificate, run } = certified(definition, [0]);
  expect(certificate).toMatchObject({ kind: "none", reason: "the gradient at the point is not finite" });
  expect(run.stopping.status).toBe("settled");
});

test("a black box is not certified", () => {
  const { certificate } = certified({ ...bowl([1]), gradient: undefined, derivatives: "none" }, [0]);
  expect((certificate as NoCertificate).reason).toContain("black box");
});

test("converged is said only where the certificate holds", () => {
  expect(certified(bowl([1]), [0]).run.stopping.status).toBe("converged");
  const { stopping } = certified(bowl([1]), [0.1]).run;
  expect(stopping.status).toBe("settled");
  expect(stopping.message).toMatch(/^it is claimed; not certified: relative gradient 0\.1.* > 1e-8/);
  expect(certified(bowl([1]), [0.1], "stalled").run.stopping.status).toBe("stalled");
  expect(certified(bowl([1]), [0], "stalled").run.stopping.status).toBe("converged");
});

test("the tolerance is the caller's, but differences are trusted no further than they reach", () => {
  expect(stationary(bowl([1]), [1e-4], 1e-3).holds).toBe(true);
  expect(stationary({ ...bowl([1]), gradient: undefined }, [0], 1e-12).tolerance).toBe(1e-6);
});

// ---- terms and sets -----------------------------------------------------------------------------------------------

test("with absolute values, the closed form is certified: soft thresholding of the centre", () => {
  // (x - c)^2 / 2 + w |x| has its minimum at sign(c) max(|c| - w, 0)
  fc.assert(
    fc.property(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: 0.1, max: 2, noNaN: true }), (c, w) => {
      const solution = Math.sign(c) * Math.max(0, Math.abs(c) - w);
      const definition: Definition = {
        x0: Float64Array.of(50),
        objective: ([x]: Vector) => (x - c) ** 2 / 2,
        gradient: ([x]: Vector, out: Vector) => {
          out[0] = x - c;
          return (x - c) ** 2 / 2;
        },
        plus: [absoluteValues(w)],
      };
      expect(stationary(definition, [solution])).toMatchObject({ kind: "stationary", holds: true });
      // prox(x - g) is the solution itself wherever x is, so the residual is the distance to it
      expect(stationary(definition, [solution + 0.25]).gradientNorm).toBeCloseTo(0.25, 12);
    }),
  );
});

test("within a ball, the nearest point to the centre is certified", () => {
  const { value, gradient } = quadratic(2, 1);
  // the centre (1, -1/2) lies outside the ball of radius 1/2
  const length = Math.hypot(1, 0.5);
  const solution = [0.5 / length, -0.25 / length];
  const definition: Definition = { x0: new Float64Array(2), objective: value, gradient, within: ball(0.5) };
  expect(stationary(definition, solution)).toMatchObject({ holds: true });
  expect(stationary(definition, [0.1, 0.1])).toMatchObject({ holds: false });
});

test("absolute values and bounds together are certified by clipping", () => {
  const definition: Definition = {
    ...bowl([1, 1], { x0: Float64Array.of(0.5, 2), plus: [absoluteValues(0.1)] }),
    bounds: { lower: [0.5, -3], upper: [2, 3] },
  };
  expect(stationary(definition, [0.5, 0])).toMatchObject({ holds: true });
});

// ---- rays ---------------------------------------------------------------------------------------------------------

function ray(
  value: (x: Vector) => number,
  from: readonly number[],
  to: readonly number[],
  more: Partial<Definition> = {},
) {
  const definition: Definition = { x0: Float64Array.from(from), objective: value, ...more };
  return certified(definition, to, "unbounded");
}

test("an objective that falls without end is certified by a ray, with its direction and what was seen", () => {
  const { certificate, run } = ray(([a, b]) => -3 * a - 4 * b, [0, 0], [3, 4]);
  expect(certificate).toMatchObject({ kind: "ray", holds: true });
  const { direction, samples } = certificate as RayCertificate;
  expect(direction[0]).toBeCloseTo(0.6, 14);
  expect(direction[1]).toBeCloseTo(0.8, 14);
  for (const [t, seen] of samples) expect(seen).toBeCloseTo(-25 - 5 * t, 6);
  expect(run.stopping.status).toBe("unbounded");
});

test("faster than linear is without end too, up to the range of float64", () => {
  expect(ray(([a]) => -(a ** 3), [0], [10]).certificate).toMatchObject({ holds: true });
  expect(ray(([a]) => -Math.exp(a), [0], [10]).certificate).toMatchObject({ holds: true });
});

test.each<[string, (x: Vector) => number]>([
  ["that turns upwards", ([a]) => (a - 40) ** 2],
  ["with a floor", ([a]) => Math.exp(-a / 10)],
  ["that falls ever more slowly", ([a]) => -Math.sqrt(a)],
  ["that falls to minus infinity, ever more slowly", ([a]) => -Math.log1p(a)],
  ["with a far floor", ([a]) => Math.max(-a, -2000)],
  ["that is not defined beyond some point", ([a]) => (a > 1000 ? NaN : -a)],
])("an objective %s has no ray, and the run is not called unbounded", (_what, value) => {
  const { certificate, run } = ray(value, [1], [10]);
  expect(certificate).toMatchObject({ kind: "ray", holds: false });
  expect(run.stopping.status).toBe("stalled");
});

test("a ray keeps the bounds, and proves nothing where they end it", () => {
  const asked: number[] = [];
  const value = ([a]: Vector) => {
    asked.push(a);
    return -a;
  };
  const { certificate } = ray(value, [0], [10], { bounds: { upper: 10.5 } });
  expect(certificate.holds).toBe(false);
  expect(Math.max(...asked)).toBeLessThanOrEqual(10.5);
});

test("a ray looks at the whole objective, terms included", () => {
  // a / 2 - 0.6 |a| falls by a tenth of a for a > 0; a / 2 - 0.4 |a| rises
  const withTerm = (weight: number) =>
    ray(([a]) => a / 2, [1], [10], { plus: [{ ...absoluteValues(1), value: ([a]: Vector) => -weight * Math.abs(a) }] });
  expect(withTerm(0.6).certificate).toMatchObject({ kind: "ray", holds: true });
  expect(withTerm(0.4).certificate.holds).toBe(false);
});

test("a set ends a ray: nothing outside it counts", () => {
  const { certificate } = ray(([a]) => -a, [0], [0.3], { within: ball(0.5) });
  expect(certificate.holds).toBe(false);
});

test("a maximum is certified as the minimum of the negative", () => {
  const definition = bowl([-1, -3], { goal: "maximize", x0: Float64Array.of(1, 1) });
  const certificate = stationary(definition, [0, 0]);
  expect(certificate).toMatchObject({ kind: "minimum", holds: true });
  expect(certificate.smallestCurvature!).toBeCloseTo(1, 5);
});
