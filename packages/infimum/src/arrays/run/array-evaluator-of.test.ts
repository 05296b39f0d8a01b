import { afterEach, describe, expect, test, vi } from "vitest";
import { engine } from "../../autodiff/run/wasm/engine.ts";
import { randomNumbers } from "../../numerics/fixtures/known-matrices.ts";
import type { Entries } from "../graph/node.ts";
import type { ArrayEvaluator } from "./array-evaluator.ts";
import { networkProgram } from "./fixtures/network.ts";
import { emptyLike } from "./fixtures/nodes.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Loss and gradients of a network, by an evaluator that is made by modules that have compiled nothing before. */
async function answers(
  precision: "float64" | "float32",
): Promise<{ how: ArrayEvaluator["how"]; why: unknown; all: Entries[] }> {
  vi.resetModules();
  const { arrayEvaluatorOf } = await import("./array-evaluator-of.ts");
  const program = networkProgram(precision, 7, [5, 9, 6, 3]);
  const evaluator = arrayEvaluatorOf(program);
  program.inputs.forEach((node, k) => {
    const entries = emptyLike(node);
    entries.set(randomNumbers(entries.length, k));
    evaluator.set(k, entries);
  });
  evaluator.run();
  const all = program.outputs.map((node, k) => {
    const out = emptyLike(node);
    evaluator.get(k, out);
    return out;
  });
  return { how: evaluator.how, why: evaluator.why, all };
}

/** What tests run on has WebAssembly. */
const wasm = engine() as NonNullable<ReturnType<typeof engine>>;

/** Refuses all modules from the n-th on, counted from 0. */
function refusing(error: Error, first: number): unknown {
  let count = 0;
  return {
    Instance: wasm.Instance,
    CompileError: wasm.CompileError,
    Module: function refused(bytes: Uint8Array<ArrayBuffer>) {
      if (count++ >= first) throw error;
      return new wasm.Module(bytes);
    },
  };
}

const forbidden = new wasm.CompileError("Wasm code generation disallowed by embedder");
const absent: readonly (readonly [string, unknown, RegExp])[] = [
  ["is not there", undefined, /this engine has none/],
  ["is forbidden", refusing(forbidden, 0), /disallowed by embedder/],
  ["takes no modules so large", refusing(new RangeError("the buffer is too large"), 1), /too large/],
];

describe.each(absent)("where WebAssembly %s", (_, stub, why) => {
  test.each([
    "float64",
    "float32",
  ] as const)("programs say so, and have the same bits in plain loops in %s", async (precision) => {
    const there = await answers(precision);
    vi.stubGlobal("WebAssembly", stub);
    const here = await answers(precision);
    expect([there.how, there.why]).toEqual(["compiled", undefined]);
    expect([here.how, here.why]).toEqual(["interpreted", expect.stringMatching(why)]);
    expect(here.all).toEqual(there.all);
  });
});

test("a module that is wrong is a mistake of ours and is not hidden", async () => {
  vi.stubGlobal(
    "WebAssembly",
    refusing(new wasm.CompileError("WebAssembly.Module(): expected 4 bytes, fell off end"), 1),
  );
  await expect(answers("float64")).rejects.toThrow("fell off end");
});
