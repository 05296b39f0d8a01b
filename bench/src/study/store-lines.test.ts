import { expect, test } from "vitest";
import { changesCost, manyProcesses, reportCost, storeThroughput } from "./store-lines.ts";

test("the figures of stores are positive numbers", async () => {
  const figures = [...Object.values(await storeThroughput(20)), ...Object.values(await changesCost(20))];
  figures.push(...Object.values(await reportCost(20)));
  expect(figures).toHaveLength(9);
  for (const figure of figures) expect(figure).toBeGreaterThan(0);
});

test("processes that share a file are given each number once", async () => {
  const { wrongNumbers, trialsPerSecond } = await manyProcesses(3, 10);
  expect(wrongNumbers).toBe(0);
  expect(trialsPerSecond).toBeGreaterThan(0);
});
