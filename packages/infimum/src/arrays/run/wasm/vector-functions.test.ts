import { expect, test } from "vitest";
import { elementary32 } from "../../../numerics/elementary/elementary32.ts";
import { elementary64 } from "../../../numerics/elementary/elementary64.ts";
import { randomNumbers } from "../../../numerics/fixtures/known-matrices.ts";
import { emptyLike, Nodes } from "../fixtures/nodes.ts";
import { CompiledEvaluator } from "./compiled-evaluator.ts";

const names = ["exp", "expm1", "tanh", "log", "log1p", "sin", "cos"] as const;
const special = [
  0,
  -0,
  1,
  -1,
  2 ** -30,
  709.8,
  -745.2,
  88.8,
  -104,
  1e300,
  -1e300,
  1e-310,
  5e-324,
  Infinity,
  -Infinity,
  NaN,
];

/** All bit patterns, in steps, and what is special. */
function float32Samples(): Float32Array {
  const words = Uint32Array.from({ length: 200_003 }, (_, i) => Math.imul(i, 21_467));
  return Float32Array.from([...special, ...new Float32Array(words.buffer)]);
}

/** Numbers of all sizes and signs, and what is special. */
function float64Samples(): Float64Array {
  const random = randomNumbers(100_001, 3).map(
    (u, i) => u * 2 ** (i % 3 === 0 ? 11 * u * u : i % 3 === 1 ? 0 : -60 * u * u),
  );
  return Float64Array.from([...special, ...random]);
}

test.each([
  ["float64", elementary64, float64Samples],
  ["float32", elementary32, float32Samples],
] as const)("in %s the functions of vectors have the bits of the functions of numbers", (precision, functions, samples) => {
  const x = samples();
  const nodes = new Nodes();
  const input = nodes.input([x.length], precision);
  const program = { inputs: [input], outputs: names.map((name) => nodes.unary(name, input)) };
  const evaluator = new CompiledEvaluator(program);
  evaluator.set(0, x);
  evaluator.run();
  names.forEach((name, k) => {
    const out = emptyLike(program.outputs[k]);
    evaluator.get(k, out);
    expect(out.findIndex((value, i) => !Object.is(value, functions[name](x[i])))).toBe(-1);
  });
});
