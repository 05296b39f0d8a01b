import { expect, it } from "vitest";
import { formatCell, formatReport } from "./format-report.ts";
import type { SuiteReport } from "./suite.ts";

const report: SuiteReport = {
  suite: "example",
  title: "an example",
  machine: "an abacus",
  tables: [
    {
      title: "Runs",
      columns: ["solver", "evaluations", "value"],
      rows: [
        ["bfgs", 38, 1.26e-20],
        ["a longer name", 12345, null],
      ],
    },
  ],
  notes: [Array.from({ length: 30 }, () => "word").join(" ")],
  skipped: [{ name: "scipy", why: "no python3 on the path" }],
  seconds: 1.234,
};

it("aligns text to the left and numbers to the right", () => {
  expect(formatReport(report).split("\n").slice(0, 8)).toEqual([
    "example: an example",
    "an abacus",
    "",
    "Runs",
    "solver         evaluations    value",
    "-------------  -----------  -------",
    "bfgs                    38  1.3e-20",
    "a longer name        12345        -",
  ]);
});

it("names what was left out and why, and how long it took", () => {
  expect(formatReport(report)).toContain("- left out: scipy (no python3 on the path)");
  expect(formatReport(report)).toMatch(/took 1\.2 s$/);
});

it("breaks long notes at words", () => {
  const lines = formatReport(report).split("\n");
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(110);
  expect(lines.join(" ").match(/word/g)).toHaveLength(30);
});

it("leaves out blocks that are empty", () => {
  const bare = formatReport({ ...report, tables: [], notes: [], skipped: [] });
  expect(bare).toBe("example: an example\nan abacus\n\ntook 1.2 s");
});

it("writes counts in full and measurements with three digits", () => {
  expect([0, 7, 123456, 99.96, 0.012345, 1234.56].map(formatCell)).toEqual([
    "0",
    "7",
    "123456",
    "100",
    "0.0123",
    "1235",
  ]);
  expect([1.5e-9, 2.5e7, Infinity, NaN].map(formatCell)).toEqual(["1.5e-9", "2.5e+7", "Infinity", "NaN"]);
  expect([null, true, false, "as is"].map(formatCell)).toEqual(["-", "yes", "no", "as is"]);
});
