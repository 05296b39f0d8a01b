import { describe, expect, test } from "vitest";
import { exactFunctions, fixed, unitsInTheLastPlace } from "../fixtures/fixed-point.ts";
import { randomNumbers } from "../fixtures/known-matrices.ts";
import { largestAngle } from "./circular.ts";
import { elementary32 } from "./elementary32.ts";
import { elementary64 } from "./elementary64.ts";

const names = ["exp", "expm1", "tanh", "log", "log1p", "sin", "cos"] as const;
type Name = (typeof names)[number];

/** What the files state, in units of the last place. */
const bounds64 = { exp: 1, expm1: 1.7, tanh: 2, log: 0.8, log1p: 1.5, sin: 1.5, cos: 1.5 };
const bounds32 = { exp: 1, expm1: 1.7, tanh: 2.05, log: 0.8, log1p: 1.5, sin: 0.51, cos: 0.51 };

/** Whether the function has a finite value that is neither 0 nor 1 for what is exactly known. */
const domains: { readonly [N in Name]: (x: number) => boolean } = {
  exp: (x) => x > -745 && x < 709,
  expm1: (x) => x < 709,
  tanh: () => true,
  log: (x) => x > 0,
  log1p: (x) => x > -1,
  sin: (x) => Math.abs(x) < largestAngle,
  cos: (x) => Math.abs(x) < largestAngle,
};

/** Numbers of all sizes, and many where a function is not near its limits. */
function samples(count: number): number[] {
  const [u, v] = [randomNumbers(count, 1), randomNumbers(count, 2)];
  return Array.from(u, (sign, i) => {
    if (i % 3 === 0) return 3 * sign;
    return i % 3 === 1 ? Math.sign(sign) * 2 ** (v[i] * 9) : Math.sign(sign) * 2 ** (-500 + 500 * v[i]);
  });
}

describe("functions of float64 numbers", () => {
  test.each(names)("%s is within its bound of the exact value", (name) => {
    let worst = 0;
    // e^700 has a thousand digits more than are needed, and is slow
    for (const x of samples(name === "tanh" || name === "exp" ? 900 : 1500)) {
      if (!domains[name](x)) continue;
      const exact = exactFunctions[name](fixed(Math.abs(x) > 40 && name === "tanh" ? 40 * Math.sign(x) : x));
      worst = Math.max(worst, Math.abs(unitsInTheLastPlace(elementary64[name](x), exact, 53, 2 ** -1022)));
    }
    expect(worst).toBeGreaterThan(0.4);
    expect(worst).toBeLessThan(bounds64[name]);
  });
});

describe("functions of float32 numbers", () => {
  test.each(names)("%s is within its bound of float64, over numbers of all sizes", (name) => {
    const numbers = new Float32Array(1);
    const words = new Uint32Array(numbers.buffer);
    let worst = 0;
    // a prime step through all bit patterns
    for (let word = 0; word < 2 ** 32; word += 20_011) {
      words[0] = word;
      const [x] = numbers;
      const expected = Math[name](x);
      const value = elementary32[name](x);
      const rounded = Math.fround(expected);
      if (!Number.isFinite(rounded) || rounded === 0) expect(value).toBe(rounded);
      else {
        const unit = 2 ** (Math.floor(Math.log2(Math.max(Math.abs(expected), 2 ** -126))) - 23);
        worst = Math.max(worst, Math.abs(value - expected) / unit);
      }
    }
    expect(worst).toBeGreaterThan(0.4);
    expect(worst).toBeLessThan(bounds32[name]);
  });
});

test.each([
  ["float64", elementary64],
  ["float32", elementary32],
] as const)("in %s zeros, infinities and NaN are those of Math", (_, functions) => {
  for (const name of names) {
    for (const x of [0, -0, 1000, -1000, Infinity, -Infinity, NaN, -1]) {
      if (name.startsWith("log") && x === 1000) continue;
      if (x === -1 && name !== "log1p" && name !== "log") continue;
      if (Math.abs(x) === 1000 && (name === "sin" || name === "cos")) continue;
      expect(functions[name](x)).toBe(Math[name](x));
    }
  }
});

test("sine and cosine are within their bounds next to their zeros, and large angles are those of Math", () => {
  let worst = 0;
  for (let k = 1; k < 600_000; k = Math.ceil(1.05 * k)) {
    const x = (k * Math.PI) / 2;
    for (const name of ["sin", "cos"] as const) {
      worst = Math.max(
        worst,
        Math.abs(unitsInTheLastPlace(elementary64[name](x), exactFunctions[name](fixed(x)), 53, 2 ** -1022)),
      );
    }
  }
  expect(worst).toBeLessThan(1.5);
  for (const x of [1e7, -3e15, 1e300]) {
    expect(elementary64.sin(x)).toBe(Math.sin(x));
    expect(elementary32.cos(Math.fround(x))).toBe(Math.fround(Math.cos(Math.fround(x))));
  }
});

test("the smallest float64 numbers are kept by what is x near 0, and the logarithm of them is exact to the bound", () => {
  for (const x of [5e-324, -5e-324, 3e-310, 2.5e-308]) {
    for (const name of ["expm1", "tanh", "log1p"] as const) expect(elementary64[name](x)).toBe(x);
    expect(
      Math.abs(unitsInTheLastPlace(elementary64.log(Math.abs(x)), exactFunctions.log(fixed(Math.abs(x))), 53, 1)),
    ).toBeLessThan(1);
  }
  // e^-744 = 1e-323: what is not a normal number is rounded once
  expect(elementary64.exp(-744)).toBe(Math.exp(-744));
  expect(elementary64.exp(-740)).toBe(Math.exp(-740));
});

test("the exact functions are exact: identities hold to hundreds of digits", () => {
  const x = fixed(0.7);
  const small = 1n << 60n;
  const close = (a: bigint, b: bigint): void => expect(a - b < small && b - a < small).toBe(true);
  close(exactFunctions.log(exactFunctions.exp(x)), x);
  close(exactFunctions.exp(exactFunctions.log1p(x)), fixed(1) + x);
  close(exactFunctions.tanh(-x), -exactFunctions.tanh(x));
  const [sin, cos] = [exactFunctions.sin(fixed(20)), exactFunctions.cos(fixed(20))];
  close((sin * sin + cos * cos) / fixed(1), fixed(1));
  expect(Math.abs(unitsInTheLastPlace(Math.sin(20), sin, 53, 1e-300))).toBeLessThan(1);
});
