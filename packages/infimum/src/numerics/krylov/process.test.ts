import { describe, expect, test } from "vitest";
import { multiplyVector } from "../dense/product.ts";
import { randomMatrix, randomSymmetric, withSpectrum } from "../fixtures/known-matrices.ts";
import type { Vector } from "../vector.ts";
import { ConjugateGradientProcess } from "./conjugate-gradient.ts";
import { GmresProcess } from "./gmres.ts";
import { LanczosProcess } from "./lanczos-process.ts";
import { MinresProcess } from "./minres.ts";
import { type Allocate, drive, type KrylovProcess } from "./process.ts";

const n = 12;
const indefinite = randomSymmetric(n, 1);
const definite = withSpectrum([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], 2);
const b = randomMatrix(n, 1, 3);
const precondition = (r: Vector, out: Vector) => out.set(r.map((entry, i) => entry / (1 + i)));

/** Memory from a pool: full of what its last user left there. */
const dirty: Allocate = (length) => new Float64Array(length).fill(NaN);

const processes: {
  name: string;
  a: Float64Array;
  make(allocate?: Allocate): KrylovProcess;
  answer(process: KrylovProcess): unknown;
}[] = [
  {
    name: "conjugate gradients",
    a: definite,
    make: (allocate) => new ConjugateGradientProcess(b, { allocate, precondition }),
    answer: (process) => (process as ConjugateGradientProcess).solution,
  },
  {
    name: "MINRES",
    a: indefinite,
    make: (allocate) => new MinresProcess(b, { allocate, precondition }),
    answer: (process) => (process as MinresProcess).solution,
  },
  {
    name: "GMRES",
    a: definite,
    make: (allocate) => new GmresProcess(b, { allocate, precondition, restart: 5 }),
    answer: (process) => (process as GmresProcess).solution,
  },
  {
    name: "Lanczos",
    a: indefinite,
    make: (allocate) => new LanczosProcess(b, { allocate }),
    answer: (process) => [(process as LanczosProcess).diagonal, (process as LanczosProcess).offDiagonal],
  },
];

describe.each(processes)("the process of $name", ({ a, make, answer }) => {
  const apply = (v: Vector, out: Vector) => multiplyVector(a, n, n, v, out);
  const driven = make();
  drive(driven, apply, new Float64Array(n));

  test("gives the same bits when a coroutine asks for its products as when a loop makes them", () => {
    const asking = make();
    function* solve(): Generator<Vector, void, Vector> {
      while (!asking.done) asking.advance(yield asking.direction);
    }
    const run = solve();
    let question = run.next();
    while (!question.done) {
      const product = new Float64Array(n);
      apply(question.value, product);
      question = run.next(product);
    }
    expect(answer(asking)).toEqual(answer(driven));
  });

  test("is not disturbed by another run between its steps", () => {
    const first = make();
    const second = make();
    const product = new Float64Array(n);
    while (!first.done || !second.done) {
      for (const process of [first, second, second]) {
        if (process.done) continue;
        apply(process.direction, product);
        process.advance(product);
      }
    }
    expect(answer(first)).toEqual(answer(driven));
    expect(answer(second)).toEqual(answer(driven));
  });

  test("neither changes nor keeps the product it is told, and ignores it when done", () => {
    const process = make();
    const product = new Float64Array(n);
    while (!process.done) {
      apply(process.direction, product);
      const before = product.slice();
      process.advance(product);
      expect(product).toEqual(before);
      product.fill(NaN);
    }
    process.advance(product);
    expect(answer(process)).toEqual(answer(driven));
  });

  test("does not mind what its memory holds", () => {
    const process = make(dirty);
    drive(process, apply, dirty(n));
    expect(answer(process)).toEqual(answer(driven));
  });
});
