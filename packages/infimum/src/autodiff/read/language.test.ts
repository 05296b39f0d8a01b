import { describe, expect, test } from "vitest";
import { differentiate } from "../differentiate.ts";
import { readAndRun, somePoint, stepCount } from "./fixtures/read-and-run.ts";
import { snippets } from "./fixtures/snippets.ts";
import { FunctionReader } from "./read-function.ts";

const dimension = 5;

/** The derivative by x_i, by differences of fourth order: their error is about h^4, 2e-15, and rounding, 1e-16 by h. */
function slope(f: (x: Float64Array) => number, x: Float64Array, i: number): number {
  const at = (t: number): number => f(x.map((entry, j) => (j === i ? entry + t : entry)));
  const h = 2e-4;
  return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
}

describe.each(Object.entries(snippets))("%s", (_group, texts) => {
  test.each(texts)("%s has its own value and gradient", (text) => {
    const f = new Function(`return ${text}`)() as (x: Float64Array) => number;
    const read = differentiate(f, dimension);
    for (const seed of [1, 2, 5]) {
      const x = somePoint(dimension, seed);
      const own = f(x.slice());
      const gradient = new Float64Array(dimension);
      const value = read.valueAndGradient(x, gradient);
      expect(read.source).toBe("exact");
      expect(Math.abs(value - own)).toBeLessThanOrEqual(1e-13 * Math.abs(own));
      for (let i = 0; i < dimension; i++) {
        const expected = slope(f, x, i);
        expect(Math.abs(gradient[i] - expected)).toBeLessThanOrEqual(1e-8 * (1 + Math.abs(expected) + Math.abs(own)));
      }
    }
  });
});

/** How many steps the program of a function of n numbers has. */
function sizeFor(f: (x: any) => number, n: number): number {
  const x = somePoint(n);
  const size = stepCount(new FunctionReader(f, { dimension: n }).read(x).program.body);
  const [found] = readAndRun(f, x);
  expect(Math.abs(found - f(x))).toBeLessThanOrEqual(1e-12 * Math.abs(f(x)));
  return size;
}

test("loops that count stay loops, whatever they are written as", () => {
  const counting: ((x: any) => number)[] = [
    (x) => {
      let i = 0;
      let s = 0;
      while (i < x.length) {
        s += x[i] ** 2;
        i++;
      }
      return s + i;
    },
    (x) => {
      let i = x.length - 1;
      let s = 0;
      while (i >= 0) {
        s += x[i] * i;
        i -= 1;
      }
      return s - i;
    },
    (x) => {
      let s = 0;
      let i: number;
      for (i = 0; i < x.length; i++) s += Math.sin(x[i]);
      return s * i;
    },
    (x) => {
      let s = 0;
      let i = 1;
      for (; i < x.length; i++) {
        if (x[i] < 0) continue;
        s += x[i] * x[i - 1];
      }
      return s + i;
    },
  ];
  for (const f of counting) expect(sizeFor(f, 3000)).toBe(sizeFor(f, 100));
});

test("an object of a class that sums over data keeps the loop a loop", () => {
  const f = (x: any): number => {
    class Moments {
      count = 0;
      sum = 0;
      squares = 0;
      add(v: number): void {
        this.count++;
        this.sum += v;
        this.squares += v * v;
      }
      get variance(): number {
        return this.squares / this.count - (this.sum / this.count) ** 2;
      }
    }
    const moments = new Moments();
    for (let i = 0; i < x.length; i++) moments.add(x[i]);
    return moments.variance;
  };
  expect(sizeFor(f, 2000)).toBe(sizeFor(f, 100));
});
