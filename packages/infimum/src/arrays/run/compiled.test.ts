import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { elementary64 } from "../../numerics/elementary/elementary64.ts";
import { randomNumbers } from "../../numerics/fixtures/known-matrices.ts";
import { sumInParts, sumInParts32 } from "../../numerics/partial-sums.ts";
import type { Entries } from "../graph/node.ts";
import type { ArrayEvaluator, ArrayProgram } from "./array-evaluator.ts";
import { emptyLike, Nodes } from "./fixtures/nodes.ts";
import { RandomProgram } from "./fixtures/random-program.ts";
import { planOf } from "./plan/plan.ts";
import { ReferenceEvaluator } from "./reference/reference-evaluator.ts";
import { CompiledEvaluator } from "./wasm/compiled-evaluator.ts";

function outputsOf(evaluator: ArrayEvaluator, { outputs }: ArrayProgram): Entries[] {
  evaluator.run();
  return outputs.map((node, k) => {
    const out = emptyLike(node);
    evaluator.get(k, out);
    return out;
  });
}

describe("compiled programs", () => {
  test("have the bits of the plain loops, on random graphs of all operations, and again when they run again", () => {
    fc.assert(
      fc.property(fc.nat(1e9), fc.integer({ min: 0, max: 30 }), (seed, steps) => {
        const random = new RandomProgram(seed, steps);
        const program = random.program();
        const compiled = new CompiledEvaluator(program);
        const plain = new ReferenceEvaluator(program);
        for (let round = 0; round < 2; round++) {
          program.inputs.forEach((node, k) => {
            const entries = random.numbersFor(node);
            for (const evaluator of [compiled, plain]) evaluator.set(k, entries);
          });
          const expected = outputsOf(plain, program);
          expect(outputsOf(compiled, program)).toEqual(expected);
          expect(outputsOf(compiled, program)).toEqual(expected);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("sums", () => {
  test("along the last axes are those of the partial sums of numerics, whatever the axes and their strides", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        (rows, columns, isWide) => {
          const nodes = new Nodes();
          const precision = isWide ? "float64" : "float32";
          const a = nodes.input([3, rows, columns], precision);
          // a row that is added everywhere keeps the axes apart
          const b = nodes.input([1, 1, columns], precision);
          const outputs = [a, nodes.binary("add", a, nodes.broadcast(b, a.shape))].map((x) =>
            nodes.reduce("sum", x, [1, 2]),
          );
          const program = { inputs: [a, b], outputs };
          const [x, row] = [randomNumbers(3 * rows * columns, 1), randomNumbers(columns, 2)];
          const evaluator = new CompiledEvaluator(program);
          const Kind = isWide ? Float64Array : Float32Array;
          const [entries, added] = [new Kind(x), new Kind(row)];
          evaluator.set(0, entries);
          evaluator.set(1, added);
          const expected = [entries, entries.map((value: number, i: number) => value + added[i % columns])].map((all) =>
            [0, 1, 2].map((k) => {
              const run = all.slice(k * rows * columns, (k + 1) * rows * columns);
              return run instanceof Float64Array ? sumInParts(run) : sumInParts32(run as Float32Array);
            }),
          );
          expect(outputsOf(evaluator, program).map((sums) => [...sums])).toEqual(expected);
        },
      ),
    );
  });
});

describe("memory", () => {
  test("is used again by later arrays, and arrays that are still needed are left alone", () => {
    const nodes = new Nodes();
    const x = nodes.input([1000], "float64");
    // each is stored for the product; the first is needed again at the end
    const chain = [nodes.unary("exp", x)];
    for (let k = 0; k < 50; k++) {
      const row = nodes.make({ name: "reshape" }, [chain[k]], [1, 1000]);
      const factor = nodes.constant(Float64Array.of(0.5), [1, 1]);
      chain.push(nodes.make({ name: "reshape" }, [nodes.product(factor, row)], [1000]));
    }
    const program = { inputs: [x], outputs: [nodes.binary("add", chain[0], chain[50])] };
    const { arena } = planOf(program, 0);
    expect(arena.end).toBeLessThan(6 * 8064);
    const evaluator = new CompiledEvaluator(program);
    evaluator.set(0, randomNumbers(1000, 1));
    const [out] = outputsOf(evaluator, program);
    expect(out).toEqual(randomNumbers(1000, 1).map((u) => elementary64.exp(u) * (1 + 2 ** -50)));
  });

  test("keeps its inputs through a run", () => {
    const nodes = new Nodes();
    const x = nodes.input([5], "float32");
    const program = { inputs: [x], outputs: [x, nodes.unary("neg", x)] };
    const evaluator = new CompiledEvaluator(program);
    evaluator.set(0, Float32Array.of(1, 2, 3, 4, 5));
    outputsOf(evaluator, program);
    expect(outputsOf(evaluator, program)).toEqual([
      Float32Array.of(1, 2, 3, 4, 5),
      Float32Array.of(-1, -2, -3, -4, -5),
    ]);
    expect(() => evaluator.set(0, new Float32Array(4))).toThrow(/has 4 entries where 5 are needed/);
  });
});

test("an index that is outside throws, and a run with a right one goes on", () => {
  const nodes = new Nodes();
  const [x, at] = [nodes.input([3], "float64"), nodes.input([1], "int32")];
  const program = { inputs: [x, at], outputs: [nodes.make({ name: "gather", axis: 0 }, [x, at], [1])] };
  const evaluator = new CompiledEvaluator(program);
  evaluator.set(0, Float64Array.of(7, 8, 9));
  evaluator.set(1, Int32Array.of(3));
  expect(() => evaluator.run()).toThrow(expect.objectContaining({ code: "bad-index" }));
  evaluator.set(1, Int32Array.of(2));
  expect(outputsOf(evaluator, program)).toEqual([Float64Array.of(9)]);
});
