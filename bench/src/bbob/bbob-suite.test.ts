import { expect, test } from "vitest";
import { accuracies } from "../runtimes/accuracies.ts";
import { bbobMethods } from "./bbob-methods.ts";
import { bbobSuite } from "./bbob-suite.ts";
import { bbobTrial } from "./bbob-trial.ts";
import { publishedCurves, publishedExponents } from "./published.ts";

test("the published curves are those of the archive: BIPOP-CMA-ES and HCMA at 100 and 1,000 evaluations a variable", () => {
  const at = (algorithm: string, dimension: number, exponent: number) =>
    publishedCurves(dimension).find((curve) => curve.algorithm === algorithm)!.solved[
      publishedExponents.indexOf(exponent)
    ];
  expect(at("BIPOP-CMA-ES 2009", 5, 2)).toBeCloseTo(0.227, 3);
  expect(at("BIPOP-CMA-ES 2009", 5, 3)).toBeCloseTo(0.647, 3);
  expect(at("HCMA 2013", 10, 3)).toBeCloseTo(0.712, 3);
  for (const { solved } of publishedCurves(20)) expect(solved).toHaveLength(publishedExponents.length);
});

test("a trial ends at the last accuracy or the budget, and reaches what it can", () => {
  const cmaEs = bbobMethods.find(({ name }) => name === "cma-es")!;
  const sphere = bbobTrial({ function: 1, dimension: 2, instance: 3 }, cmaEs, 2000);
  expect(sphere.reached).toHaveLength(accuracies.length);
  expect(sphere.reached[50]).toBeLessThanOrEqual(sphere.evaluations);
  expect(sphere.evaluations).toBeLessThan(2000);
  const katsuura = bbobTrial({ function: 23, dimension: 5, instance: 3 }, cmaEs, 60);
  expect([katsuura.evaluations, katsuura.reached[50]]).toEqual([60, null]);
});

test("the suite runs the instances, dimensions and methods asked for, with a picture for each dimension", async () => {
  const report = await bbobSuite.run({
    log: () => {},
    dims: [2, 3],
    methods: ["random-search"],
    instances: [4],
    budget: 10,
  });
  expect(report.pictures!.map(({ name }) => name)).toEqual(["bbob-2", "bbob-3"]);
  expect(report.tables).toHaveLength(4);
  expect(report.tables[0].rows[0][0]).toBe("random-search");
  expect(report.tables[1].rows).toHaveLength(24);
  expect(report.notes[0]).toContain("Instances 4,");
  await expect(bbobSuite.run({ log: () => {}, instances: [0] })).rejects.toThrow("the instance 0");
});
