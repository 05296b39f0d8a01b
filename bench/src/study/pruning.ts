import { describeMachine } from "../machine.ts";
import type { Suite, SuiteOptions, SuiteReport } from "../suite.ts";
import { requireCounts } from "../suite-options.ts";
import { deepeningTable, pruningTable } from "./pruning-lines.ts";

/** What pruners spare, on made-up learning curves and in virtual time: the figures are the same on every machine. */
export const pruning: Suite = {
  name: "pruning",
  title: "pruners: steps spent on made-up learning curves until the best is found",
  run,
};

async function run(options: SuiteOptions): Promise<SuiteReport> {
  requireCounts(options);
  const { quick = false } = options;
  const begun = performance.now();
  const log = options.json ? () => {} : options.log;
  const [trials, studies] = quick ? [12, 1] : [200, 51];
  const tables = [];
  for (const workers of quick ? [1] : [1, 8]) {
    log(`${workers} at once`);
    tables.push(pruningTable({ trials, workers, studies }));
  }
  log("a maximum that is raised");
  tables.push(deepeningTable({ workers: 1, studies }));
  return {
    suite: pruning.name,
    title: pruning.title,
    machine: describeMachine(),
    tables,
    notes: ["In brackets: how many of the studies came to the regret at all."],
    skipped: [],
    seconds: (performance.now() - begun) / 1000,
  };
}
