import { expect, test } from "vitest";
import { RandomStream } from "../../numerics/random/stream.ts";
import { ProgramBuilder } from "../program/builder.ts";
import type { Program } from "../program/program.ts";
import { prune } from "../program/prune.ts";
import { Interpreter } from "../run/interpreter.ts";
import { biharmonic, diffusion, type Estimate, laplacian, powerSum, StochasticDerivative } from "./stde.ts";
import { taylor } from "./taylor.ts";

/** sum of x_i^4 + x_i x_{i+1}^2 x_0 */
function coupled(n: number): Program {
  const build = new ProgramBuilder(n);
  const first = build.load(build.input, build.integer(0));
  const [sum] = build.loop(build.integer(0), build.integer(n - 1), 1, [build.constant(0)], (i, [s]) => {
    const x = build.load(build.input, i);
    const next = build.load(build.input, build.binary("add", i, build.integer(1)));
    const square = build.binary("mul", x, x);
    const product = build.binary("mul", build.binary("mul", x, build.binary("mul", next, next)), first);
    return [build.binary("add", s, build.binary("add", build.binary("mul", square, square), product))];
  });
  return build.finish([sum]);
}

const random = (index: number): RandomStream => new RandomStream().key(7, "stde test", 0, index);

/** 12 x_i^2 of the powers, 2 x_i x_0 of the square of x_{i+1}, and the square of x_0: 2 x_1^2. */
function laplacianOfCoupled(x: Float64Array): number {
  let sum = 2 * x[1] ** 2;
  for (let i = 0; i < x.length - 1; i++) sum += 12 * x[i] ** 2 + 2 * x[i] * x[0];
  return sum;
}

function estimated(answer: Estimate | number): Estimate {
  if (typeof answer === "number") throw new Error(`failed at site ${answer}`);
  return answer;
}

const n = 30;
const x = Float64Array.from({ length: n }, (_, k) => Math.sin(k + 1));

test("all n coordinates, each drawn once, give the exact Laplacian", () => {
  const derivative = new StochasticDerivative(coupled(n), laplacian(n, "coordinates"));
  const { estimate, standardError } = estimated(derivative.estimate(x, n, random(0)));
  expect(estimate).toBeCloseTo(laplacianOfCoupled(x), 10);
  expect(standardError).toBe(0);
});

test.each(["signs", "coordinates"] as const)("estimates of the Laplacian from %s are unbiased", (directions) => {
  const derivative = new StochasticDerivative(coupled(n), laplacian(n, directions));
  const samples = directions === "signs" ? 4000 : 3;
  const repetitions = directions === "signs" ? 1 : 1500;
  const estimates = Array.from({ length: repetitions }, (_, k) =>
    estimated(derivative.estimate(x, samples, random(k))),
  );
  const mean = estimates.reduce((sum, { estimate }) => sum + estimate, 0) / repetitions;
  const error = Math.sqrt(estimates.reduce((sum, e) => sum + e.standardError ** 2, 0)) / repetitions;
  // five standard errors: a chance of 6e-7, decided once by the seed
  expect(Math.abs(mean - laplacianOfCoupled(x))).toBeLessThan(5 * error);
  expect(error).toBeLessThan(0.05 * laplacianOfCoupled(x));
});

test("sums of third derivatives: 24 x_i of the powers, and nothing of products of squares", () => {
  const derivative = new StochasticDerivative(coupled(n), powerSum(n, 3));
  const expected = x.subarray(0, n - 1).reduce((sum, entry) => sum + 24 * entry, 0);
  expect(estimated(derivative.estimate(x, n, random(0))).estimate).toBeCloseTo(expected, 9);
});

test("a diffusion along one direction is the second derivative along it, exactly", () => {
  const along = Float64Array.from(x, (_, k) => Number(k === 3) * 2);
  const derivative = new StochasticDerivative(
    coupled(n),
    diffusion(1, (z, out) => out.forEach((_, k) => (out[k] = z[0] * along[k]))),
  );
  const expected = 4 * (12 * x[3] ** 2 + 2 * x[2] * x[0]);
  expect(estimated(derivative.estimate(x, 2, random(0))).estimate).toBeCloseTo(expected, 10);
});

test("the biharmonic operator is unbiased", () => {
  // (x0^2 + ... )^2 in three dimensions: Laplacian 20 r^2, of which the Laplacian is 120
  const build = new ProgramBuilder(3);
  const [sum] = build.loop(build.integer(0), build.integer(3), 1, [build.constant(0)], (i, [s]) => {
    const entry = build.load(build.input, i);
    return [build.binary("add", s, build.binary("mul", entry, entry))];
  });
  const derivative = new StochasticDerivative(build.finish([build.binary("mul", sum, sum)]), biharmonic());
  const { value, estimate, standardError } = estimated(
    derivative.estimate(Float64Array.of(1, 2, 2), 20_000, random(3)),
  );
  expect(value).toBe(81);
  expect(Math.abs(estimate - 120)).toBeLessThan(5 * standardError);
  expect(standardError).toBeLessThan(3);
});

test("a sample costs the same multiple of the function in every dimension", () => {
  const ratio = (dimension: number): number => {
    const program = coupled(dimension);
    const second = prune(taylor(program, 2), { results: [0, 2], outputs: [] });
    const count = (of: Program): number => {
      const interpreter = new Interpreter(of);
      interpreter.run(new Float64Array(dimension).fill(0.5), new Float64Array(2 * dimension).fill(0.1));
      return interpreter.operations;
    };
    const plain = new Interpreter(program);
    plain.run(new Float64Array(dimension).fill(0.5));
    return count(second) / plain.operations;
  };
  expect(ratio(1000)).toBeLessThan(1.05 * ratio(10));
  expect(ratio(1000)).toBeLessThan(8);
});

test("a number of samples that makes no sense is refused", () => {
  const derivative = new StochasticDerivative(coupled(3), laplacian(3));
  for (const samples of [0, 1.5, NaN]) {
    expect(() => derivative.estimate(new Float64Array(3), samples, random(0))).toThrow(
      expect.objectContaining({ code: "invalid-samples" }),
    );
  }
});
