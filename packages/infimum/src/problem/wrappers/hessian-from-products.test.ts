import { expect, test } from "vitest";
import { answerTo, watchedRun } from "../../../test/asked.ts";
import { rosenbrock } from "../../conformance/functions.ts";
import { minimize } from "../../index.ts";
import type { Vector } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import { prepare } from "../../run/prepare.ts";
import { problem } from "../problem.ts";

const asksHessian = method({
  name: "asks-hessian",
  version: 1,
  title: "Asks the Hessian at the start, and settles",
  needs: ["gradient", "hessian"],
  options: {},
  *start(view) {
    const hessian = view.scratch(view.dimension ** 2);
    yield* view.hessian(view.x0, hessian);
    const gradient = view.scratch();
    const value = yield* view.gradient(view.x0, gradient);
    return { x: view.x0.slice(), value, hessian: hessian.slice() };
  },
  // oxlint-disable-next-line require-yield -- all was asked at the start
  *step() {
    return { stop: "settled", why: "one Hessian was wanted" } as const;
  },
  measures: ({ hessian }) => Object.fromEntries(Array.from(hessian, (entry, k) => [`h${k}`, entry])),
  incumbent: ({ x, value }) => ({ x, value }),
});

function measured(objective: any, x0: number[], options: object = {}) {
  let measures: Record<string, number> = {};
  let products = 0;
  // before the certificate, which asks products of its own; one evaluation is the gradient
  const onStep = (step: { measures: Record<string, number>; evaluations: number }) => {
    measures = step.measures;
    products = step.evaluations - 1;
  };
  minimize(objective, x0 as any, { method: asksHessian, onStep, ...options } as any);
  return { hessian: x0.flatMap((_, j) => x0.map((__, i) => measures[`h${i + j * x0.length}`])), products };
}

test("a Hessian that is given is asked once, as it stands", () => {
  const stated = problem({
    x0: [1, 2],
    gradient: () => [0, 0],
    objective: () => 0,
    hessian: () => [2, 1, 1, 3],
  });
  const { view, ledger } = watchedRun(prepare(stated, asksHessian));
  const hessian = new Float64Array(4);
  answerTo(view.hessian(Float64Array.of(1, 2), hessian));
  expect(hessian).toEqual(Float64Array.of(2, 1, 1, 3));
  expect(ledger.counts).toMatchObject({ hessian: 1, hessianVector: 0 });
});

test("from products it is the Hessian, one product a variable", () => {
  const { value, gradient, hessianVector } = rosenbrock;
  const { hessian, products } = measured(value, [-1.2, 1, 0.5], { gradient, hessianVector });
  // second derivatives of 100 (y - x^2)^2 + (1 - x)^2: 1200 x^2 - 400 y + 2, -400 x, 200
  const wanted = [1330, 480, 0, 480, 200 + 1002, -400, 0, -400, 200];
  for (let k = 0; k < 9; k++) expect(hessian[k]).toBeCloseTo(wanted[k], 9);
  expect(products).toBe(3);
});

test("the pattern of a formula saves products: a tridiagonal Hessian takes three, a diagonal one a single one", () => {
  const n = 12;
  const chain = (x: any) => {
    let sum = 0;
    for (let i = 0; i + 1 < 12; i++) sum += (x[i + 1] - x[i] ** 2) ** 2;
    return sum;
  };
  const x0 = Array.from({ length: n }, (_, i) => 1 + i / 10);
  const tridiagonal = measured(chain, x0);
  expect(tridiagonal.products).toBe(3);
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const own = j + 1 < n ? 12 * x0[j] ** 2 - 4 * x0[j + 1] : 0;
      const wanted = i === j ? own + (j > 0 ? 2 : 0) : Math.abs(i - j) === 1 ? -4 * x0[Math.min(i, j)] : 0;
      expect(tridiagonal.hessian[i + j * n]).toBeCloseTo(wanted, 10);
    }
  }
  const quartics = (x: any) => {
    let sum = 0;
    for (let i = 0; i < 12; i++) sum += x[i] ** 4;
    return sum;
  };
  expect(measured(quartics, x0).products).toBe(1);
});

test("within bounds it is the Hessian in the variables of the search, whoever gave the one in x", () => {
  const hessianVector = (x: Vector, v: Vector, out: Vector) => rosenbrock.hessianVector(x, v, out);
  const hessian = (x: Vector, out: Vector) => {
    const unit = new Float64Array(2);
    for (let j = 0; j < 2; j++) {
      unit[j] = 1;
      rosenbrock.hessianVector(x, unit, out.subarray(2 * j, 2 * j + 2));
      unit[j] = 0;
    }
  };
  const { value, gradient } = rosenbrock;
  const bounds = { lower: [-1.3, 0.9], upper: [2, 3] };
  const byProducts = measured(value, [-1.2, 1], { gradient, hessianVector, bounds }).hessian;
  const given = measured(value, [-1.2, 1], { gradient, hessian, bounds }).hessian;
  const byDifferences = measured(value, [-1.2, 1], { gradient, bounds }).hessian;
  for (let k = 0; k < 4; k++) {
    expect(given[k]).toBeCloseTo(byProducts[k], 10);
    // central differences of gradients are good to about 1e-9 relatively
    expect(Math.abs(byDifferences[k] - byProducts[k])).toBeLessThanOrEqual(1e-6 * Math.abs(byProducts[0]));
  }
});
