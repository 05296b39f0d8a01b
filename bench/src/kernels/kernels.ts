import { kernelBackend, useKernels, wasmKernels } from "infimum/numerics";
import { describeMachine } from "../machine.ts";
import { interleave, type Line, line, type Rounds, type Timing } from "../measure/interleave.ts";
import type { Cell, Skipped, Suite, SuiteOptions, SuiteReport, Table } from "../suite.ts";
import { refuseOptions, requireCounts } from "../suite-options.ts";
import { type KernelLine, kernelLines } from "./kernel-lines.ts";

/** The functions that have a kernel in WebAssembly, beside the TypeScript that gives the same bits. */
export const kernels: Suite = {
  name: "kernels",
  title: "dense products, factorizations, solves and loops: TypeScript and WebAssembly in turn",
  run,
};

const measuring: Rounds = { rounds: 5, seconds: 0.02 };
const quickly: Rounds = { rounds: 2, seconds: 1e-4 };

interface Pair {
  readonly line: KernelLine;
  readonly typescript: Timing;
  readonly wasm: Timing | undefined;
}

async function run(options: SuiteOptions): Promise<SuiteReport> {
  refuseOptions("kernels", options, ["methods", "budget"]);
  requireCounts(options);
  const begun = performance.now();
  const log = options.json ? () => {} : options.log;
  const sizes = options.dims ?? (options.quick ? [16] : [32, 128, 512]);
  const backend = kernelBackend();
  const skipped: Skipped[] = backend.name === "wasm" ? [] : [{ name: "the kernels", why: backend.why }];
  const pairs: Pair[] = [];
  try {
    for (const n of sizes) {
      log(`n = ${n}`);
      const rounds = options.quick ? quickly : measuring;
      for (const each of kernelLines(n)) pairs.push(await timePair(each, backend.name === "wasm", rounds));
    }
  } finally {
    useKernels(undefined);
  }
  return {
    suite: kernels.name,
    title: kernels.title,
    machine: describeMachine(),
    tables: [pairTable(pairs)],
    notes: [
      ...(options.quick ? ["A quick run: its times mean nothing."] : []),
      `Both lines of a row were timed in turn in ${(options.quick ? quickly : measuring).rounds} rounds, every other round backwards, after a warm-up; the ratio is of the medians, and of the least rounds. The times of kernels contain all copies in and out.`,
      "Both give the same bits: the functions are those of infimum/numerics, with and without useKernels(wasmKernels). The product in TypeScript is blocked for cache and registers in float64, and takes four columns a pass in float32. A kernel that does not pay at a size is not used: there both lines are TypeScript.",
    ],
    skipped,
    seconds: (performance.now() - begun) / 1000,
  };
}

async function timePair(each: KernelLine, hasKernels: boolean, rounds: Rounds): Promise<Pair> {
  const lines = [withKernels(each, false), ...(hasKernels ? [withKernels(each, true)] : [])];
  const [typescript, wasm] = await interleave(lines, rounds);
  return { line: each, typescript, wasm };
}

function withKernels(each: KernelLine, use: boolean): Line {
  const plain = line(each.name, () => each.call());
  return {
    name: each.name,
    take(repeats) {
      useKernels(use ? wasmKernels : undefined);
      return plain.take(repeats);
    },
  };
}

function pairTable(pairs: readonly Pair[]): Table {
  return {
    title: "Microseconds and operations per nanosecond (GFLOP/s), medians",
    columns: [
      "what",
      "precision",
      "n",
      "TypeScript us",
      "kernel us",
      "ratio",
      "of least",
      "TypeScript",
      "kernel",
      "spread",
    ],
    rows: pairs.map(({ line: { name, precision, n, operations }, typescript, wasm }): Cell[] => [
      name,
      precision,
      n,
      typescript.median * 1e6,
      wasm ? wasm.median * 1e6 : null,
      wasm ? typescript.median / wasm.median : null,
      wasm ? typescript.minimum / wasm.minimum : null,
      operations / typescript.median / 1e9,
      wasm ? operations / wasm.median / 1e9 : null,
      wasm ? Math.max(typescript.spread, wasm.spread) : typescript.spread,
    ]),
  };
}
