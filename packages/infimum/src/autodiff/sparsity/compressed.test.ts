import fc from "fast-check";
import { expect, test } from "vitest";
import { colorColumns, colorCount } from "../../numerics/sparse/color-columns.ts";
import { eachEntry, type Pattern, patternOfRows, symmetric } from "../../numerics/sparse/pattern.ts";
import { starColoring } from "../../numerics/sparse/star-coloring.ts";
import { forward } from "../derivatives/forward.ts";
import { gradient } from "../derivatives/reverse.ts";
import { dimension, evaluate, hyperDuals, programOf, randomFunction } from "../fixtures/random-functions.ts";
import { ProgramBuilder } from "../program/builder.ts";
import type { Program } from "../program/program.ts";
import type { Value } from "../program/value.ts";
import { Interpreter } from "../run/interpreter.ts";
import { CompressedHessian } from "./compressed-hessian.ts";
import { CompressedJacobian } from "./compressed-jacobian.ts";
import { dependence } from "./dependence.ts";

/** sum of 100 (x[i+1] - x[i]^2)^2 + (1 - x[i])^2 */
function rosenbrock(n: number): Program {
  const build = new ProgramBuilder(n);
  const [sum] = build.loop(build.integer(0), build.integer(n - 1), 1, [build.constant(0)], (i, [s]) => {
    const x = build.load(build.input, i);
    const next = build.load(build.input, build.binary("add", i, build.integer(1)));
    const square = (a: Value): Value => build.binary("mul", a, a);
    const first = square(build.binary("sub", next, square(x)));
    const second = square(build.binary("sub", build.constant(1), x));
    return [build.binary("add", s, build.binary("add", build.binary("mul", build.constant(100), first), second))];
  });
  return build.finish([sum]);
}

function dense({ rowCount, columnCount }: Pattern): number[][] {
  return Array.from({ length: rowCount }, () => Array.from({ length: columnCount }, () => 0));
}

/** All entries, those outside the pattern 0. */
function fullMatrix(of: CompressedHessian | CompressedJacobian, x: Float64Array): number[][] {
  const values = new Float64Array(of.pattern.rows.length);
  expect(of.evaluate(x, values)).toBe(-1);
  const matrix = dense(of.pattern);
  eachEntry(of.pattern, (row, column, k) => {
    matrix[row][column] = values[k];
  });
  return matrix;
}

test("the Hessian of a chain of 10,000 takes 3 products and has the entries of its formula", () => {
  const n = 10_000;
  const hessian = new CompressedHessian(rosenbrock(n));
  expect(hessian.productCount).toBe(3);
  const x = Float64Array.from({ length: n }, (_, k) => Math.sin(k));
  const values = new Float64Array(hessian.pattern.rows.length);
  expect(hessian.evaluate(x, values)).toBe(-1);
  expect(values.length).toBe(3 * n - 2);
  eachEntry(hessian.pattern, (row, column, k) => {
    const i = Math.min(row, column);
    const expected =
      row === column ? (i < n - 1 ? 1200 * x[i] ** 2 - 400 * x[i + 1] + 2 : 0) + (i > 0 ? 200 : 0) : -400 * x[i];
    expect(Math.abs(values[k] - expected), `${row}, ${column}`).toBeLessThanOrEqual(1e-12 * 1800);
  });
});

test("compressed Hessians of random functions are those of hyper-dual numbers", () => {
  const data = Float64Array.of(0.3, -0.8, 1.1, 0.6);
  const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
  fc.assert(
    fc.property(randomFunction, fc.tuple(coordinate, coordinate, coordinate), (list, x) => {
      const matrix = fullMatrix(new CompressedHessian(programOf(list, data)), Float64Array.from(x));
      for (let i = 0; i < dimension; i++) {
        for (let j = 0; j < dimension; j++) {
          const point = x.map((value, k) => [value, Number(k === i), Number(k === j), 0] as const);
          const [, , , second] = evaluate(list, point, data, hyperDuals);
          expect(Math.abs(matrix[i][j] - second)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(second)) * 1e2);
        }
      }
    }),
    { numRuns: 150 },
  );
});

test("a Jacobian with a band takes as many products as the band is wide, one with a full row takes two passes back", () => {
  const n = 40;
  const build = new ProgramBuilder(n);
  const out = build.local(n - 2);
  build.loop(build.integer(0), build.integer(n - 2), 1, [], (i) => {
    const [a, b, c] = [0, 1, 2].map((k) => build.load(build.input, build.binary("add", i, build.integer(k))));
    build.store(out, i, build.binary("mul", a, build.unary("sin", build.binary("add", b, c))));
    return [];
  });
  const band = new CompressedJacobian(build.finish(out));
  expect([band.mode, band.productCount]).toEqual(["forward", 3]);
  const x = Float64Array.from({ length: n }, (_, k) => Math.cos(k));
  const matrix = fullMatrix(band, x);
  for (let i = 0; i < n - 2; i++) {
    const s = x[i + 1] + x[i + 2];
    expect(matrix[i][i]).toBeCloseTo(Math.sin(s), 14);
    expect(matrix[i][i + 1]).toBeCloseTo(x[i] * Math.cos(s), 14);
    expect(matrix[i][i + 2]).toBeCloseTo(x[i] * Math.cos(s), 14);
  }

  const wide = new ProgramBuilder(n);
  const [sum] = wide.loop(wide.integer(0), wide.integer(n), 1, [wide.constant(0)], (i, [s]) => {
    const entry = wide.load(wide.input, i);
    return [wide.binary("add", s, wide.binary("mul", entry, entry))];
  });
  const row = new CompressedJacobian(wide.finish([sum, wide.load(wide.input, wide.integer(7))]));
  expect([row.mode, row.productCount]).toEqual(["reverse", 2]);
  const rows = fullMatrix(row, x);
  expect(rows[0]).toEqual([...x].map((entry) => 2 * entry));
  expect(rows[1]).toEqual([...x].map((_, k) => Number(k === 7)));
});

test("dependence holds wherever the point may lead: through branches on it and indices made of it", () => {
  const build = new ProgramBuilder(4);
  const [x, y, z, place] = [0, 1, 2, 3].map((k) => build.load(build.input, build.integer(k)));
  const memory = build.local(3);
  build.store(memory, build.integer(0), z);
  const [picked] = build.branch(
    build.compare("gt", x, build.constant(0)),
    () => {
      build.store(memory, build.integer(1), y);
      return [x];
    },
    () => [build.constant(3)],
  );
  const somewhere = build.load(memory, build.index(place));
  const flat = build.unary("floor", y);
  const program = build.finish([picked, somewhere, flat, build.load(memory, build.integer(0))]);
  const { results } = dependence(program);
  expect(results.map((set) => [...(set ?? [])])).toEqual([[0], [1, 2], [], [2]]);
});

test("where the point decides how often a loop runs, or a run is too long, everything depends on everything", () => {
  const loops = (count: (build: ProgramBuilder) => Value): Program => {
    const build = new ProgramBuilder(2);
    const [sum] = build.loop(build.integer(0), count(build), 1, [build.constant(0)], (_, [s]) => [
      build.binary("add", s, build.load(build.input, build.integer(0))),
    ]);
    return build.finish([sum]);
  };
  const decided = loops((build) => build.index(build.load(build.input, build.integer(1))));
  expect(dependence(decided).results).toEqual([undefined]);
  expect(dependence(loops((build) => build.integer(2 ** 30))).results).toEqual([undefined]);
  expect(dependence(loops((build) => build.integer(1000))).results).toEqual([Int32Array.of(0)]);
});

/** A random symmetric pattern. */
const graphs = fc
  .integer({ min: 1, max: 14 })
  .chain((n) => fc.array(fc.tuple(fc.nat(n - 1), fc.nat(n - 1)), { maxLength: 30 }).map((edges) => ({ n, edges })));

test("star colorings color neighbors differently and no path of four with two colors", () => {
  fc.assert(
    fc.property(graphs, ({ n, edges }) => {
      const rows = Array.from({ length: n }, (_, i) =>
        Int32Array.from(new Set(edges.flatMap(([a, b]) => (a === i ? [b] : [])))),
      );
      const pattern = symmetric(patternOfRows(rows, n));
      const colors = starColoring(pattern);
      const adjacent = dense(pattern);
      eachEntry(pattern, (row, column) => {
        if (row !== column) adjacent[row][column] = 1;
      });
      const neighbors = adjacent.map((row) => row.flatMap((entry, k) => (entry === 1 ? [k] : [])));
      for (let a = 0; a < n; a++) {
        for (const b of neighbors[a]) {
          expect(colors[a]).not.toBe(colors[b]);
          for (const c of neighbors[b]) {
            for (const d of neighbors[c]) {
              if (new Set([a, b, c, d]).size === 4)
                expect(new Set([a, b, c, d].map((v) => colors[v])).size).toBeGreaterThan(2);
            }
          }
        }
      }
    }),
  );
});

test("columns of a color share no row", () => {
  fc.assert(
    fc.property(graphs, ({ n, edges }) => {
      const rows = Array.from({ length: n }, (_, i) =>
        Int32Array.from(new Set(edges.flatMap(([a, b]) => (a === i ? [b] : [])))),
      );
      const pattern = patternOfRows(rows, n);
      const colors = colorColumns(pattern);
      for (const row of rows) expect(new Set([...row].map((column) => colors[column])).size).toBe(row.length);
      expect(colorCount(colors)).toBeGreaterThanOrEqual(Math.max(...rows.map((row) => row.length)));
    }),
  );
});

test("the pattern of a dense sum of squares is dense, and the Hessian right", () => {
  const n = 5;
  const build = new ProgramBuilder(n);
  const [sum] = build.loop(build.integer(0), build.integer(n), 1, [build.constant(0)], (i, [s]) => [
    build.binary("add", s, build.load(build.input, i)),
  ]);
  const program = build.finish([build.unary("sin", sum)]);
  const x = Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5);
  for (const row of fullMatrix(new CompressedHessian(program), x)) {
    for (const entry of row) expect(entry).toBeCloseTo(-Math.sin(1.5), 14);
  }
  const interpreter = new Interpreter(forward(gradient(program)));
  expect(interpreter.run(x, x)).toBe(-1);
});

test("a branch in a chain leaves the Hessian sparse", () => {
  const n = 200;
  const build = new ProgramBuilder(n);
  const [sum] = build.loop(build.integer(1), build.integer(n), 1, [build.constant(0)], (i, [s]) => {
    const [x, before] = [build.load(build.input, i), build.load(build.input, build.binary("sub", i, build.integer(1)))];
    const [term] = build.branch(
      build.compare("gt", x, before),
      () => [build.unary("exp", build.binary("mul", x, before))],
      () => [build.unary("sqrt", build.binary("add", build.constant(3), build.binary("mul", x, before)))],
    );
    return [build.binary("add", s, term)];
  });
  const program = build.finish([build.unary("log", sum)]);
  // the logarithm couples all; without it, neighbors only
  expect(new CompressedHessian(program).productCount).toBe(n);
  const chain = new ProgramBuilder(n);
  const memory = chain.local(n);
  chain.loop(chain.integer(1), chain.integer(n), 1, [], (i) => {
    const [x, before] = [chain.load(chain.input, i), chain.load(chain.input, chain.binary("sub", i, chain.integer(1)))];
    const [term] = chain.branch(
      chain.compare("gt", x, before),
      () => [chain.unary("exp", chain.binary("mul", x, before))],
      () => [chain.binary("mul", x, before)],
    );
    chain.store(memory, i, term);
    return [];
  });
  const [total] = chain.loop(chain.integer(0), chain.integer(n), 1, [chain.constant(0)], (i, [s]) => [
    chain.binary("add", s, chain.load(memory, i)),
  ]);
  expect(new CompressedHessian(chain.finish([total])).productCount).toBe(3);
});
