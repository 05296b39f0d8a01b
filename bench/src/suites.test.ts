import { expect, it } from "vitest";
import { formatReport } from "./format-report.ts";
import type { SuiteReport, Table } from "./suite.ts";
import { suites } from "./suites.ts";

// the least that fills every table, without peers: what is tested is that all runs, never how fast
const tiny = { log: () => {}, quick: true, peers: false };

/** The suites that have one. */
const peerOf: Readonly<Record<string, string>> = {
  speed: "SciPy",
  smooth: "SciPy",
  bounded: "SciPy",
  nist: "SciPy",
  "black-box": "SciPy",
  arrays: "jax-js",
  study: "Optuna",
};

function table(report: SuiteReport, title: string): Table {
  return report.tables.find((candidate) => candidate.title.startsWith(title))!;
}

function column({ columns, rows }: Table, name: string): unknown[] {
  return rows.map((row) => row[columns.indexOf(name)]);
}

it("lists each suite under its own name", () => {
  expect([...suites.keys()]).toEqual([
    "speed",
    "smooth",
    "bounded",
    "nist",
    "black-box",
    "bbob",
    "derivatives",
    "arrays",
    "kernels",
    "study",
    "pruning",
    "stores",
  ]);
  for (const [name, suite] of suites) expect(suite.name).toBe(name);
});

it.each([...suites.values()])("reports $name as plain data with as many cells as columns", async (suite) => {
  const report = await suite.run(tiny);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  for (const { columns, rows } of report.tables) {
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toHaveLength(columns.length);
  }
  const peer = peerOf[suite.name];
  if (peer !== undefined) expect(report.skipped).toContainEqual({ name: peer, why: "as asked" });
  expect(formatReport(report)).toContain(suite.title);
});

it("solves every small smooth problem, with as many evaluations to the accuracy as in all or fewer", async () => {
  const report = await suites.get("smooth")!.run(tiny);
  const reach = table(report, "Evaluations");
  const end = table(report, "How each run ended");
  const reached = reach.rows.flatMap((row) => row.slice(2));
  expect(reached.every((count) => typeof count === "number" && count > 1)).toBe(true);
  const all = column(end, "evaluations") as number[];
  expect(all).toHaveLength(reached.length);
  all.forEach((count, k) => {
    expect(count).toBeGreaterThanOrEqual(reached[k] as number);
  });
  for (const left of column(end, "f - f*") as number[]) expect(left).toBeLessThan(1e-6);
});

it("runs only the methods and dimensions that are asked for", async () => {
  const smooth = await suites.get("smooth")!.run({ ...tiny, methods: ["l-bfgs"], dims: [6] });
  expect(table(smooth, "Evaluations").columns).toEqual(["problem", "n", "l-bfgs"]);
  expect(column(table(smooth, "Evaluations"), "problem")).toEqual([
    "extended-rosenbrock",
    "chained-rosenbrock",
    "broyden-tridiagonal",
  ]);
  const blackBox = await suites.get("black-box")!.run({ ...tiny, methods: ["nelder-mead"], dims: [3], budget: 400 });
  expect(blackBox.tables).toHaveLength(1);
  expect(blackBox.tables[0].title).toContain("3 variables, 1200 evaluations a run");
  // a sphere in three variables takes the simplex some hundred evaluations
  expect(column(blackBox.tables[0], "nelder-mead")[0]).toMatch(/^1 {2}\d+$/);
});

it("refuses what a suite does not know, and says what it does", async () => {
  const run = (name: string, options: object) => suites.get(name)!.run({ ...tiny, ...options });
  await expect(run("smooth", { methods: ["gradient-descent"] })).rejects.toThrow("it runs bfgs, l-bfgs");
  await expect(run("smooth", { dims: [2.5] })).rejects.toThrow(RangeError);
  await expect(run("black-box", { budget: 0 })).rejects.toThrow(RangeError);
  await expect(run("speed", { dims: [2] })).rejects.toThrow("takes no dims");
});

it("says nothing while it runs for a program", async () => {
  const lines: string[] = [];
  await suites.get("smooth")!.run({ ...tiny, dims: [2], json: true, log: (line) => lines.push(line) });
  expect(lines).toEqual([]);
  await suites.get("smooth")!.run({ ...tiny, dims: [2], log: (line) => lines.push(line) });
  expect(lines).toContain("rosenbrock 2");
});
