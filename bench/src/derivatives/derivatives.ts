import { differentiate } from "infimum";
import { describeMachine } from "../machine.ts";
import { interleave, type Line, type Rounds } from "../measure/interleave.ts";
import type { Cell, Suite, SuiteOptions, SuiteReport } from "../suite.ts";
import { refuseOptions } from "../suite-options.ts";
import { chainedRosenbrock, logisticLoss } from "./by-hand.ts";

/** Exact derivatives of plain functions beside the same written by hand. */
export const derivatives: Suite = {
  name: "derivatives",
  title: "exact derivatives of plain functions, read and compiled, against loops written by hand",
  run,
};

const measuring: Rounds = { rounds: 51, seconds: 0.005 };
const quickly: Rounds = { rounds: 2, seconds: 0.001 };

async function run(options: SuiteOptions): Promise<SuiteReport> {
  refuseOptions("derivatives", options, ["budget"]);
  const begun = performance.now();
  const log = options.json ? () => {} : options.log;
  const rounds = options.quick ? quickly : measuring;
  const dims = options.dims ?? (options.quick ? [10] : [10, 100, 1000, 10_000]);
  const gradients: Cell[][] = [];
  const hessians: Cell[][] = [];
  for (const n of dims) {
    log(`chained Rosenbrock, n = ${n}`);
    gradients.push(await timeChain(n, rounds));
    hessians.push(await timeHessian(n, rounds));
  }
  const [rows, columns] = options.quick ? [30, 4] : [1797, 64];
  log(`logistic regression, ${rows} x ${columns}`);
  gradients.push(await timeLogistic(rows, columns, rounds));
  return {
    suite: derivatives.name,
    title: derivatives.title,
    machine: describeMachine(),
    tables: [
      {
        title: "Value and gradient",
        columns: [
          "function",
          "n",
          "source",
          "ready ms",
          "exact us",
          "by hand us",
          "ratio of medians",
          "ratio of least",
        ],
        rows: gradients,
      },
      {
        title: "Hessian of chained Rosenbrock, its entries that may differ from 0",
        columns: ["n", "entries", "Hessian us", "product us", "products: medians", "products: least"],
        rows: hessians,
      },
    ],
    notes: [
      ...(options.quick ? ["A quick run: its times mean nothing."] : []),
      "Ready: reading the function, differentiating and compiling it, the check against the function and a first gradient, once.",
    ],
    skipped: [{ name: "SciPy", why: options.peers === false ? "as asked" : "it has no exact derivatives" }],
    seconds: (performance.now() - begun) / 1000,
  };
}

function chain(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length - 1; i++) sum += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
  return sum;
}

function logistic(w: ArrayLike<number>, { rows, labels }: { rows: number[][]; labels: number[] }): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let z = 0;
    for (let j = 0; j < row.length; j++) z += w[j] * row[j];
    sum += Math.log1p(Math.exp(-labels[i] * z));
  }
  return sum / rows.length;
}

const pointOf = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => 0.1 * Math.sin(i));

async function timeChain(n: number, rounds: Rounds): Promise<Cell[]> {
  const x = pointOf(n);
  const out = new Float64Array(n);
  const begun = performance.now();
  const exact = differentiate(chain, n);
  exact.valueAndGradient(x, out);
  const ready = performance.now() - begun;
  const lines = [line("exact", () => exact.valueAndGradient(x, out)), line("by hand", () => chainedRosenbrock(x, out))];
  return ["chained Rosenbrock", n, exact.source, milli(ready), ...(await compare(lines, rounds))];
}

async function timeLogistic(rowCount: number, n: number, rounds: Rounds): Promise<Cell[]> {
  const rows = Array.from({ length: rowCount }, (_, i) => Array.from({ length: n }, (_, j) => (i * 7 + j * 3) % 17));
  const labels = rows.map((_, i) => (i % 2 ? 1 : -1));
  const [flat, signs] = [Float64Array.from(rows.flat()), Float64Array.from(labels)];
  const w = pointOf(n);
  const out = new Float64Array(n);
  const begun = performance.now();
  const exact = differentiate(logistic, n, { data: { rows, labels } });
  exact.valueAndGradient(w, out);
  const ready = performance.now() - begun;
  const lines = [
    line("exact", () => exact.valueAndGradient(w, out)),
    line("by hand", () => logisticLoss(w, out, flat, signs)),
  ];
  return [`logistic regression, ${rowCount} rows`, n, exact.source, milli(ready), ...(await compare(lines, rounds))];
}

async function timeHessian(n: number, rounds: Rounds): Promise<Cell[]> {
  const x = pointOf(n);
  const v = pointOf(n);
  const out = new Float64Array(n);
  const exact = differentiate(chain, n);
  const { values } = exact.sparseHessian(x);
  const lines = [line("Hessian", () => exact.sparseHessian(x)), line("product", () => exact.hessianVector(x, v, out))];
  return [n, values.length, ...(await compare(lines, rounds))];
}

/** Microseconds of both, and their ratios. */
async function compare(lines: readonly Line[], rounds: Rounds): Promise<Cell[]> {
  const [first, second] = await interleave(lines, rounds);
  return [
    micro(first.median),
    micro(second.median),
    rounded(first.median / second.median),
    rounded(first.minimum / second.minimum),
  ];
}

function line(name: string, work: () => unknown): Line {
  return {
    name,
    take(repeats) {
      const begun = performance.now();
      for (let k = 0; k < repeats; k++) work();
      return (performance.now() - begun) / 1000;
    },
  };
}

const rounded = (value: number): number => Number(value.toPrecision(3));
const micro = (seconds: number): number => rounded(seconds * 1e6);
const milli = (milliseconds: number): number => rounded(milliseconds);
