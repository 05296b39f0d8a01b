import { float, openStudy, space } from "@infimum/study";
import { describeMachine } from "../machine.ts";
import type { Cell, Suite, SuiteOptions, SuiteReport } from "../suite.ts";
import { requireCounts } from "../suite-options.ts";
import { changesCost, manyProcesses, reportCost, storeThroughput } from "./store-lines.ts";

/** What keeping trials costs: in memory, in a SQLite file, by one process and by many. */
export const stores: Suite = {
  name: "stores",
  title: "stores of studies: trials a second, many processes on one file, what a long history costs",
  run,
};

const processes = 8;

async function run(options: SuiteOptions): Promise<SuiteReport> {
  requireCounts(options);
  const { quick = false } = options;
  const begun = performance.now();
  const log = options.json ? () => {} : options.log;
  log("whole studies in memory");
  const trials = quick ? 50 : 10_000;
  const study = await wholeStudy(trials);
  log("trials a second");
  const throughput = await storeThroughput(quick ? 20 : 3000);
  log(`${processes} processes on one file`);
  const shared = await manyProcesses(quick ? 2 : processes, quick ? 5 : 1250);
  const history = quick ? 100 : 100_000;
  log(`${history} trials`);
  const changes = await changesCost(history);
  const report = await reportCost(quick ? 50 : 10_000);
  const rows: readonly (readonly [what: string, figure: number, unit: string, goal: string])[] = [
    [`a study of ${trials} random trials in memory, all of it`, study, "s", quick ? "" : "< 1"],
    ["memory store: trials a second", throughput.memory, "/s", ""],
    ["SQLite, one process, a commit for each of 3 writes", throughput.sqlite, "trials/s", "> 2000"],
    ["the same, 16 trials at once share commits", throughput.sqliteTogether, "trials/s", "> 2000"],
    ["the same, each commit waits for the disk", throughput.sqlitePower, "trials/s", ""],
    [`${processes} processes on one new file, their start included`, shared.trialsPerSecond, "trials/s", ""],
    ["numbers that were given twice or not at all", shared.wrongNumbers, "", "0"],
    [`reading all of ${history} trials, each`, changes.eachOfAll, "us", ""],
    ["asking what has changed when nothing has", changes.none, "us", ""],
    ["the same when one trial has, with its change", changes.one, "us", ""],
    ["a report at the first steps of a trial", report.first, "us", ""],
    ["a report at its last steps", report.last, "us", ""],
  ];
  return {
    suite: stores.name,
    title: stores.title,
    machine: describeMachine(),
    tables: [
      {
        title: "Stores",
        columns: ["what", "figure", "unit", "goal"],
        rows: rows.map(([what, figure, unit, goal]): Cell[] => [what, Number(figure.toPrecision(3)), unit, goal]),
      },
    ],
    notes: [
      "A trial is three writes: taken, given its point, complete. Commits survive the end of the process; a power cut may",
      'cost the last of them unless durability is "power".',
    ],
    skipped: [],
    seconds: (performance.now() - begun) / 1000,
  };
}

/** Seconds for a study of so many random trials in memory. */
async function wholeStudy(trials: number): Promise<number> {
  const cube = space({ a: float(0, 1), b: float(0, 1), c: float(0, 1), d: float(0, 1), e: float(0, 1) });
  const study = await openStudy({ name: "whole", space: cube, sampler: "random" });
  const begun = performance.now();
  await study.run(({ a, b, c, d, e }) => a + b + c + d + e, { trials });
  return (performance.now() - begun) / 1000;
}
