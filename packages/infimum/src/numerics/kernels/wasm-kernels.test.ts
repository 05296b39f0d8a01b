import { afterEach, describe, expect, test } from "vitest";
import { minimize } from "../../index.ts";
import { randomMatrix } from "../fixtures/known-matrices.ts";
import * as numerics from "../index.ts";
import { kernelsInUse } from "../kernel-choice.ts";

afterEach(() => numerics.useKernels(undefined));

/** Every function that can go to a kernel, on numbers of one size: what it returns. */
const calls: readonly [name: string, kernel: keyof numerics.Kernels, call: (n: number) => unknown][] = [
  ["multiply", "addProduct", (n) => numerics.multiply(random(n), random(n), n, n, n, zeros(n))],
  ["multiplyTransposed", "addProduct", (n) => numerics.multiplyTransposed(random(n), random(n), n, n, n, zeros(n))],
  ["multiplyByTransposed", "addProduct", (n) => numerics.multiplyByTransposed(random(n), random(n), n, n, n, zeros(n))],
  ["multiply32", "addProduct", (n) => numerics.multiply32(random32(n), random32(n), n, n, n, zeros32(n))],
  [
    "multiplyTransposed32",
    "addProduct",
    (n) => numerics.multiplyTransposed32(random32(n), random32(n), n, n, n, zeros32(n)),
  ],
  [
    "multiplyByTransposed32",
    "addProduct",
    (n) => numerics.multiplyByTransposed32(random32(n), random32(n), n, n, n, zeros32(n)),
  ],
  ["multiplyVector", "multiplyVector", (n) => numerics.multiplyVector(random(n), n, n, random(n), vector(n))],
  [
    "multiplyVector32",
    "multiplyVector",
    (n) => numerics.multiplyVector32(random32(n), n, n, random32(n), new Float32Array(n)),
  ],
  [
    "multiplyTransposedVector",
    "multiplyTransposedVector",
    (n) => numerics.multiplyTransposedVector(random(n), n, n, random(n), vector(n)),
  ],
  [
    "multiplyTransposedVector32",
    "multiplyTransposedVector",
    (n) => numerics.multiplyTransposedVector32(random32(n), n, n, random32(n), new Float32Array(n)),
  ],
  ["cholesky", "cholesky", (n) => factored(numerics.cholesky, definite(n), zeros(n), n)],
  ["cholesky32", "cholesky", (n) => factored(numerics.cholesky32, Float32Array.from(definite(n)), zeros32(n), n)],
  ["solveLower", "solveVector", (n) => numerics.solveLower(definite(n), n, random(n), vector(n))],
  ["solveUpper", "solveVector", (n) => numerics.solveUpper(definite(n), n, random(n), vector(n))],
  [
    "solveTriangular",
    "solveTriangular",
    (n) => numerics.solveTriangular("lower-transposed", definite(n), n, random(n), n, zeros(n)),
  ],
  [
    "solveTriangular32",
    "solveTriangular",
    (n) => numerics.solveTriangular32("upper", Float32Array.from(definite(n)), n, random32(n), n, zeros32(n)),
  ],
  ["move32", "move", (n) => numerics.move32(random32(n), 0.3, random32(n), zeros32(n))],
  ["scale32", "scale", (n) => numerics.scale32(random32(n), 0.3, zeros32(n))],
  ["maxNorm32", "maxNorm", (n) => numerics.maxNorm32(random32(n))],
  ["dotInParts", "dot", (n) => numerics.dotInParts(random(n), random(n))],
  ["dotInParts32", "dot", (n) => numerics.dotInParts32(random32(n), random32(n))],
  ["sumInParts", "sum", (n) => numerics.sumInParts(random(n))],
  ["sumInParts32", "sum", (n) => numerics.sumInParts32(random32(n))],
];

function random(n: number): Float64Array {
  return randomMatrix(n, n, n);
}

function random32(n: number): Float32Array {
  return Float32Array.from(random(n));
}

function zeros(n: number): Float64Array {
  return new Float64Array(n * n);
}

function zeros32(n: number): Float32Array {
  return new Float32Array(n * n);
}

function vector(n: number): Float64Array {
  return new Float64Array(n);
}

/** Positive definite where its lower triangle is mirrored, and far from singular as a triangle. */
function definite(n: number): Float64Array {
  const a = random(n);
  for (let i = 0; i < n; i++) a[i * (n + 1)] = n + 1;
  return a;
}

function factored<V>(factor: (a: V, n: number, out: V) => boolean, a: V, out: V, n: number): unknown {
  return [factor(a, n, out), out];
}

/** Uses the kernels and writes down which of them did something. */
function watch(): Set<string> {
  const busy = new Set<string>();
  const watched = Object.entries(numerics.wasmKernels).map(([name, kernel]) => [
    name,
    (...values: never[]) => {
      const answer = (kernel as (...values: never[]) => unknown)(...values);
      if (answer !== false && answer !== undefined) busy.add(name);
      return answer;
    },
  ]);
  numerics.useKernels(Object.fromEntries(watched));
  return busy;
}

describe.each(calls)("%s", (_, kernel, call) => {
  test("goes to its kernel when that is large, with the same bits", () => {
    const expected = call(80);
    const busy = watch();
    expect(call(80)).toEqual(expected);
    expect([...busy]).toEqual([kernel]);
  });

  test("stays in TypeScript when it is small", () => {
    const expected = call(6);
    const busy = watch();
    expect(call(6)).toEqual(expected);
    expect([...busy]).toEqual([]);
  });
});

test("a float64 vector can be moved, scaled and measured in a kernel", () => {
  const [x, d] = [randomMatrix(2000, 1, 1), randomMatrix(2000, 1, 2)];
  const { wasmKernels, move, scale, maxNorm } = numerics;
  const out = new Float64Array(2000);
  expect(wasmKernels.move(x, 0.3, d, out)).toBe(true);
  expect(out).toEqual(move(x, 0.3, d, new Float64Array(2000)));
  expect(wasmKernels.scale(x, 0.3, out)).toBe(true);
  expect(out).toEqual(scale(x, 0.3, new Float64Array(2000)));
  expect(wasmKernels.maxNorm(x)).toBe(maxNorm(x));
});

test("a run of the whole library puts the kernels to use, and no import does", () => {
  expect(kernelsInUse()).toBeUndefined();
  minimize(([a]) => a ** 2, [1]);
  expect(kernelsInUse()).toBe(numerics.wasmKernels);
});
