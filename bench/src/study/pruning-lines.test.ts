import { expect, test } from "vitest";
import { deepeningTable, mostSteps, pruningTable } from "./pruning-lines.ts";

test("every pruner has a line, and the one that prunes nothing spends all steps and ends without regret", () => {
  const { columns, rows } = pruningTable({ trials: 30, workers: 2, studies: 2 });
  expect(rows.map(([name]) => name)).toContain("iterative-deepening-hyperband, efficient");
  for (const row of rows) expect(row).toHaveLength(columns.length);
  const [none, ...others] = rows;
  expect(none.slice(-2)).toEqual([30 * mostSteps, 0]);
  for (const row of others) expect(row[row.length - 2]).toBeLessThan(30 * mostSteps);
});

test("the figures are the same every time", () => {
  const options = { trials: 20, workers: 3, studies: 1 };
  expect(pruningTable(options)).toEqual(pruningTable(options));
});

test("raising the maximum costs less than to begin with it", () => {
  const { columns, rows } = deepeningTable({ workers: 2, studies: 2 });
  expect(rows).toHaveLength(3);
  for (const row of rows) {
    expect(row).toHaveLength(columns.length);
    expect(row[2]).toBeLessThan(row[3] as number);
  }
});
