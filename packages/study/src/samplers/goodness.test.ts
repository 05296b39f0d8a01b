import type { Vector } from "infimum/numerics";
import { float, type Space, space } from "infimum/space";
import { expect, test } from "vitest";
import { playTrials } from "../conformance/sampler/play.ts";
import { randomSampler } from "./random-sampler.ts";
import { samplerNamed } from "./registry.ts";

/** Functions that random search does not solve, each with its least value 0. */
const functions: readonly { name: string; space: Space; value: (x: Vector) => number }[] = [
  {
    name: "a sphere in 5 dimensions",
    space: box(5),
    value: (x) => x.reduce((sum, entry, i) => sum + (entry - 1.3 + 0.5 * i) ** 2, 0),
  },
  {
    name: "an ellipsoid in 4 dimensions",
    space: box(4),
    value: (x) => x.reduce((sum, entry, i) => sum + 10 ** i * (entry - Math.sin(i + 1)) ** 2, 0),
  },
  {
    name: "a cone in a corner of 3 dimensions",
    space: box(3),
    value: (x) => Math.hypot(...x.map((entry, i) => entry - (i === 1 ? 5 : -5))),
  },
];

function box(dimensions: number): Space {
  return space(Object.fromEntries(Array.from({ length: dimensions }, (_, i) => [`x${i}`, float(-5, 5)])));
}

const seeds = Array.from({ length: 20 }, (_, seed) => seed);
const trials = 150;

function bests(name: string, { space: search, value }: (typeof functions)[number]): number[] {
  const sampler = name === "random" ? randomSampler : samplerNamed(name);
  const outcome = (codes: Vector) => ({ losses: [value(codes)] });
  return seeds.map((seed) =>
    Math.min(...playTrials(sampler, search, { seed, trials, parallel: 2, outcome }).map(({ losses }) => losses[0])),
  );
}

test.each(functions)("on $name cross-entropy and CMA-ES end far below random search at equal trials", (each) => {
  const geometricMean = (values: number[]): number =>
    Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
  const random = bests("random", each);
  for (const name of ["cross-entropy", "cma-es"]) {
    const found = bests(name, each);
    const wins = found.filter((value, seed) => value < random[seed]).length;
    // a sampler no better than random wins 16 of 20 once in 170 attempts
    expect(wins, name).toBeGreaterThanOrEqual(16);
    expect(geometricMean(found), name).toBeLessThan(geometricMean(random) / 3);
  }
});
