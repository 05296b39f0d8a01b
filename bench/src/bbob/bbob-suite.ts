import { describeMachine } from "../machine.ts";
import { accuracies } from "../runtimes/accuracies.ts";
import { runtimeDistribution } from "../runtimes/distribution.ts";
import { type Curve, runtimePicture } from "../runtimes/picture.ts";
import { expectedRunningTime } from "../runtimes/restarted.ts";
import type { Trial } from "../runtimes/trial.ts";
import type { Cell, Picture, Suite, SuiteOptions, SuiteReport, Table } from "../suite.ts";
import { chooseMethods, requireCounts } from "../suite-options.ts";
import { bbobFunctions } from "./bbob.ts";
import { type BbobMethod, bbobMethods } from "./bbob-methods.ts";
import { bbobTrial } from "./bbob-trial.ts";
import { publishedCurves, publishedExponents } from "./published.ts";

/** Black boxes beside the published runs: 24 functions, runtimes to 51 accuracies. */
export const bbobSuite: Suite = {
  name: "bbob",
  title:
    "24 noiseless black boxes: fractions of (function, accuracy) reached, expected running times, published curves",
  run,
};

const defaultDimensions = [5, 10];
/** Evaluations for each variable. */
const defaultBudget = 1000;
const defaultInstances = Array.from({ length: 15 }, (_, k) => k + 1);

/** The trials of one method: one list a function. */
interface Trials {
  readonly name: string;
  readonly functions: Trial[][];
  /** Of the method and the objectives together. */
  readonly microseconds: number;
}

async function run(options: SuiteOptions): Promise<SuiteReport> {
  requireCounts(options);
  const begun = performance.now();
  const log = options.json ? () => {} : options.log;
  const chosen = chooseMethods(
    options.methods,
    bbobMethods.map(({ name }) => name),
  );
  const methods = bbobMethods.filter(({ name }) => chosen.includes(name));
  const instances = options.instances ?? (options.quick ? [1] : defaultInstances);
  const perVariable = options.budget ?? (options.quick ? 20 : defaultBudget);
  const tables: Table[] = [];
  const pictures: Picture[] = [];
  for (const dimension of options.dims ?? (options.quick ? [2] : defaultDimensions)) {
    const all: Trials[] = [];
    for (const method of methods) {
      log(`${method.name}, dimension ${dimension}`);
      all.push(trialsOf(method, dimension, instances, perVariable * dimension));
    }
    const exponents = publishedExponents.filter((exponent) => 10 ** exponent <= perVariable * 1.0001);
    const curves = curvesOf(all, dimension, exponents);
    tables.push(fractionTable(curves, all, dimension, exponents), runningTimeTable(all, dimension));
    pictures.push({ name: `bbob-${dimension}`, svg: runtimePicture(title(dimension), curves) });
  }
  return {
    suite: bbobSuite.name,
    title: bbobSuite.title,
    machine: describeMachine(),
    tables,
    pictures,
    notes: [
      `Instances ${instances.join(", ")}, each the seed of its run; ${perVariable} evaluations for each variable at most; starts are uniform in [-4, 4].`,
      "Fractions are of 24 functions and 51 accuracies from 10^2 to 10^-8; a run that ended without success is followed by others, drawn from those of the function, as COCO does.",
      "Published curves are those of numbbo/ppdata-archive; their runs had other seeds, and some other instances.",
    ],
    skipped: [],
    seconds: (performance.now() - begun) / 1000,
  };
}

function trialsOf(method: BbobMethod, dimension: number, instances: readonly number[], budget: number): Trials {
  const begun = performance.now();
  const functions: Trial[][] = [];
  let evaluations = 0;
  for (let number = 1; number <= bbobFunctions; number++) {
    const trials = instances.map((instance) => bbobTrial({ function: number, dimension, instance }, method, budget));
    for (const trial of trials) evaluations += trial.evaluations;
    functions.push(trials);
  }
  return { name: method.name, functions, microseconds: (1000 * (performance.now() - begun)) / evaluations };
}

function curvesOf(all: readonly Trials[], dimension: number, exponents: readonly number[]): Curve[] {
  const budgets = exponents.map((exponent) => 10 ** exponent * dimension);
  const ours = all.map(({ name, functions }) => ({
    name,
    exponents,
    solved: runtimeDistribution(functions, budgets),
    published: false,
  }));
  const others = publishedCurves(dimension).map(({ algorithm, solved }) => ({
    name: algorithm,
    exponents,
    solved: solved.slice(0, exponents.length),
    published: true,
  }));
  return [...ours, ...others];
}

/** A half power of ten each, which COCO's curves have. */
function fractionTable(
  curves: readonly Curve[],
  all: readonly Trials[],
  dimension: number,
  exponents: readonly number[],
): Table {
  const shown = exponents.map((_, k) => k).filter((k) => k % 5 === 0 && k > 0);
  return {
    title: `Dimension ${dimension}: fraction of (function, accuracy) reached within so many evaluations a variable`,
    columns: ["method", ...shown.map((k) => String(Math.round(10 ** exponents[k]))), "us / evaluation"],
    rows: curves.map(({ name, solved, published }) => [
      published ? `published: ${name}` : name,
      ...shown.map((k) => solved[k].toFixed(3)),
      published ? null : all.find((trials) => trials.name === name)!.microseconds,
    ]),
  };
}

/** To one accuracy in between and to the last. */
function runningTimeTable(all: readonly Trials[], dimension: number): Table {
  const shown = [15, accuracies.length - 1];
  const rows: Cell[][] = [];
  for (let f = 0; f < bbobFunctions; f++) {
    const cells: Cell[] = [`f${f + 1}`];
    for (const { functions } of all) {
      for (const accuracy of shown) {
        const successes = functions[f].filter(({ reached }) => reached[accuracy] !== null).length;
        const time = expectedRunningTime(functions[f], accuracy) / dimension;
        cells.push(successes === 0 ? null : `${time.toPrecision(3)} (${successes})`);
      }
    }
    rows.push(cells);
  }
  return {
    title: `Dimension ${dimension}: expected running time / dimension to f - f* <= ${shown.map((k) => accuracies[k].toExponential(0)).join(" and ")} (successes)`,
    columns: ["function", ...all.flatMap(({ name }) => shown.map((k) => `${name} ${accuracies[k].toExponential(0)}`))],
    rows,
  };
}

function title(dimension: number): string {
  return `Part of the targets reached on BBOB in dimension ${dimension}`;
}
