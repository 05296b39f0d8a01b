import { bbobFunctions } from "../bbob/bbob.ts";
import { describeMachine } from "../machine.ts";
import { Optuna, openOptuna } from "../peers/optuna.ts";
import type { Cell, Skipped, Suite, SuiteOptions, SuiteReport, Table } from "../suite.ts";
import { chooseMethods, requireCounts } from "../suite-options.ts";
import { askMilliseconds, proposeMilliseconds } from "./ask-time.ts";
import { bbobFraction } from "./bbob-fraction.ts";
import { tableRegret } from "./table-regret.ts";
import { infimumTuner, optunaTuner, type Tuner } from "./tuner.ts";

/** Few trials of dear objectives: what samplers come to, and what they cost. */
export const study: Suite = {
  name: "study",
  title: "samplers of studies: regret on a table of networks, BBOB with few evaluations, what a proposal costs",
  run,
};

const samplers = ["tpe", "sobol", "random"] as const;

async function run(options: SuiteOptions): Promise<SuiteReport> {
  requireCounts(options);
  const begun = performance.now();
  const log = options.json ? () => {} : options.log;
  const chosen = chooseMethods(options.methods, samplers);
  const peer = options.peers === false ? { absent: "as asked" } : await openOptuna();
  const optuna = peer instanceof Optuna ? peer : undefined;
  const skipped: Skipped[] = peer instanceof Optuna ? [] : [{ name: "Optuna", why: peer.absent }];
  const tuners: Tuner[] = [...chosen.map(infimumTuner), ...(optuna ? [optunaTuner(optuna)] : [])];
  const quick = options.quick ?? false;
  const tables: Table[] = [];
  try {
    tables.push(await regretTable(tuners, quick, log));
    for (const dimension of options.dims ?? [quick ? 2 : 5]) {
      tables.push(await bbobTable(tuners, dimension, options.budget ?? (quick ? 6 : 30), quick, log));
    }
    tables.push(await costTable(tuners, chosen, quick, log));
  } finally {
    optuna?.close();
  }
  return {
    suite: study.name,
    title: study.title,
    machine: describeMachine(),
    tables,
    notes: [
      "The table has the validation errors of 2,880 networks on the digits, a whole factorial grid; the best has 4.0 %.",
      "BBOB: all 24 functions, instances 1 to 5, 51 accuracies from 10^2 to 10^-8; the seed is the instance.",
      ...(optuna ? [`The peer is ${optuna.version}, with its defaults.`] : []),
    ],
    skipped,
    seconds: (performance.now() - begun) / 1000,
  };
}

async function regretTable(tuners: readonly Tuner[], quick: boolean, log: (line: string) => void): Promise<Table> {
  const trials = quick ? [4, 12] : [20, 50, 100];
  const seeds = Array.from({ length: quick ? 1 : 30 }, (_, seed) => seed);
  const rows: Cell[][] = [];
  for (const tuner of tuners) {
    log(`digits table, ${tuner.name}`);
    rows.push([tuner.name, ...(await tableRegret(tuner, trials, seeds)).map(rounded)]);
  }
  return {
    title: `Mean regret on the table of networks, ${seeds.length} seeds`,
    columns: ["sampler", ...trials.map((count) => `${count} trials`)],
    rows,
  };
}

async function bbobTable(
  tuners: readonly Tuner[],
  dimension: number,
  perVariable: number,
  quick: boolean,
  log: (line: string) => void,
): Promise<Table> {
  const factors = [Math.ceil(perVariable / 3), perVariable];
  const runs = {
    functions: quick ? [1, 15] : Array.from({ length: bbobFunctions }, (_, k) => k + 1),
    instances: quick ? [1] : [1, 2, 3, 4, 5],
    dimension,
    budgets: factors.map((factor) => factor * dimension),
  };
  const rows: Cell[][] = [];
  for (const tuner of tuners) {
    log(`BBOB ${dimension}, ${tuner.name}`);
    rows.push([tuner.name, ...(await bbobFraction(tuner, runs)).map(rounded)]);
  }
  return {
    title: `BBOB, ${dimension} variables: the part of (function, instance, accuracy) that is reached`,
    columns: ["sampler", ...factors.map((factor) => `${factor} evaluations a variable`)],
    rows,
  };
}

async function costTable(
  tuners: readonly Tuner[],
  chosen: readonly string[],
  quick: boolean,
  log: (line: string) => void,
): Promise<Table> {
  const trials = quick ? 20 : 1000;
  const many = quick ? 40 : 100_000;
  const repeats = quick ? 3 : 50;
  const rows: Cell[][] = [];
  for (const tuner of tuners) {
    log(`what a proposal costs, ${tuner.name}`);
    const isOurs = chosen.includes(tuner.name);
    rows.push([
      tuner.name,
      rounded(await askMilliseconds(tuner, trials, repeats)),
      isOurs ? rounded(proposeMilliseconds(tuner.name, trials, repeats)) : null,
      isOurs ? rounded(proposeMilliseconds(tuner.name, many, repeats)) : null,
    ]);
  }
  return {
    title: "Milliseconds for a proposal in five dimensions, median",
    columns: ["sampler", `study.ask after ${trials}`, `the sampler alone after ${trials}`, `after ${many}`],
    rows,
  };
}

/** To four digits after the point: regrets and fractions have no more to say. */
function rounded(value: number): number {
  return Math.round(1e4 * value) / 1e4;
}
