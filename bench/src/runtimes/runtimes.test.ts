import { expect, test } from "vitest";
import { accuracies } from "./accuracies.ts";
import { runtimeDistribution } from "./distribution.ts";
import { runtimePicture } from "./picture.ts";
import { expectedRunningTime, restartedRuntimes } from "./restarted.ts";
import { type Trial, watched } from "./trial.ts";

/** A trial that reached every accuracy at that evaluation, or none. */
function trial(reachedAt: number | null, evaluations: number): Trial {
  return { reached: accuracies.map(() => reachedAt), evaluations };
}

test("the accuracies are 51 from 100 to 1e-8, five a power of ten", () => {
  expect(accuracies).toHaveLength(51);
  expect(accuracies[0]).toBe(100);
  expect(accuracies[5] / accuracies[0]).toBeCloseTo(0.1, 12);
  expect(accuracies[50] * 1e8).toBeCloseTo(1, 12);
});

test("an accuracy is reached at the first evaluation within it, several at once when the value falls far", () => {
  const values = [500, 1003, 13, Number.NaN, 4, 20, 3 + 1e-9];
  let k = 0;
  const { objective, trial: seen } = watched(() => values[k++], 3);
  while (k < values.length) objective([]);
  const { reached, evaluations } = seen();
  expect(evaluations).toBe(7);
  // 10 is within 100 to 10, 1 within those to 1
  expect(reached.slice(0, 6)).toEqual(Array(6).fill(3));
  expect(reached.slice(6, 11)).toEqual(Array(5).fill(5));
  expect(reached.slice(11)).toEqual(Array(40).fill(7));
});

test("runs that all succeed are their own runtimes", () => {
  const trials = [trial(30, 40), trial(10, 10), trial(20, 25)];
  expect([...restartedRuntimes(trials, 7, 6, 1)]).toEqual([10, 10, 20, 20, 30, 30]);
});

test("the mean of restarted runtimes is the expected running time", () => {
  const trials = [trial(null, 100), trial(30, 40), trial(null, 200), trial(50, 50), trial(null, 60)];
  // (30 + 50 + 100 + 200 + 60) / 2
  expect(expectedRunningTime(trials, 3)).toBe(220);
  const samples = 50_000;
  const runtimes = restartedRuntimes(trials, 3, samples, 5);
  const mean = runtimes.reduce((sum, runtime) => sum + runtime, 0) / samples;
  const variance = runtimes.reduce((sum, runtime) => sum + (runtime - mean) ** 2, 0) / samples;
  expect(Math.abs(mean - 220)).toBeLessThan(4 * Math.sqrt(variance / samples));
});

test("what no run has reached is never reached", () => {
  expect(restartedRuntimes([trial(null, 9)], 0, 10, 1)).toHaveLength(0);
  expect(expectedRunningTime([trial(null, 9)], 0)).toBe(Infinity);
});

test("the distribution counts functions and accuracies alike, and restarts where half of the runs fail", () => {
  const easy = [trial(10, 10)];
  const half = [trial(20, 20), trial(null, 100)];
  const [at9, at10, at20, at120] = runtimeDistribution([easy, half], [9, 10, 20, 120]);
  expect([at9, at10]).toEqual([0, 0.5]);
  expect(at20).toBeCloseTo(0.75, 12);
  // of the other half of the draws, a half succeeds with the first restart
  expect(at120).toBeCloseTo(0.875, 2);
});

test("a picture has one line a curve, higher where more is solved, and names that are legal in XML", () => {
  const exponents = [0, 1, 2];
  const svg = runtimePicture("a & b", [
    { name: "ours", exponents, solved: [0, 0.5, 1], published: false },
    { name: "theirs < ours", exponents, solved: [0, 0.2, 0.4], published: true },
  ]);
  const lines = Array.from(svg.matchAll(/points="([^"]+)"/g), ([, points]) =>
    points.split(" ").map((point) => point.split(",").map(Number)),
  );
  expect(lines).toHaveLength(2);
  for (const points of lines) {
    for (let j = 1; j < points.length; j++) {
      expect(points[j][0]).toBeGreaterThan(points[j - 1][0]);
      expect(points[j][1]).toBeLessThan(points[j - 1][1]);
    }
  }
  expect(lines[0][2][1]).toBeLessThan(lines[1][2][1]);
  expect(svg).toContain("a &amp; b");
  expect(svg).toContain("theirs &lt; ours");
  expect(svg.match(/stroke-dasharray/g)).toHaveLength(1);
});
