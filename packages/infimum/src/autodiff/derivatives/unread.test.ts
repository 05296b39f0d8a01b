import { expect, test } from "vitest";
import { differentiate } from "../differentiate.ts";
import { FunctionReader } from "../read/read-function.ts";
import { ComplexStep } from "../run/complex-step.ts";

type Tested = (x: any) => number;

/** Functions that compute what has no derivative at x[0] = 0 and do not use it, with their gradients at (0, 1). */
const unread: readonly (readonly [what: string, f: Tested, gradient: readonly [number, number]])[] = [
  [
    "a number that is assigned again",
    (x) => {
      let t = Math.sqrt(x[0]);
      t = x[1];
      return 2 * t;
    },
    [0, 2],
  ],
  [
    "entries that are all written again",
    (x) => {
      const a = new Float64Array(20);
      for (let i = 0; i < 20; i++) a[i] = Math.sqrt(x[0] * (i + 1));
      for (let i = 0; i < 20; i++) a[i] = x[1] * i;
      let sum = 0;
      for (let i = 0; i < 20; i++) sum += a[i];
      return sum;
    },
    [0, 190],
  ],
  [
    "entries that are written again in the same iteration",
    (x) => {
      const a = new Float64Array(20);
      for (let i = 0; i < 20; i++) {
        a[i] = Math.log(x[0]);
        a[i] = x[1] * i;
      }
      let sum = 0;
      for (let i = 0; i < 20; i++) sum += a[i] ** 2;
      return sum;
    },
    [0, 2 * 2470],
  ],
  [
    "one entry that nobody reads, of many that are read",
    (x) => {
      const a = new Float64Array(20);
      for (let i = 0; i < 20; i++) a[i] = Math.sqrt(x[0] + i * x[1]);
      let sum = 0;
      for (let i = 1; i < 20; i++) sum += a[i] ** 2;
      return sum;
    },
    [19, 190],
  ],
  [
    "an entry that is copied to where nobody reads it",
    (x) => {
      const a = new Float64Array(20);
      const b = new Float64Array(20);
      for (let i = 0; i < 20; i++) a[i] = Math.log(x[0] + i);
      for (let i = 0; i < 20; i++) b[i] = 2 * a[i];
      let sum = 0;
      for (let i = 1; i < 20; i++) sum += Math.exp(b[i] / 2) * x[1];
      return sum;
    },
    [19, 190],
  ],
  [
    "what all iterations but the last assign in vain",
    (x) => {
      let t = 0;
      for (let i = 0; i < 30; i++) t = Math.sqrt(x[0] + i * x[1]);
      return t;
    },
    [1 / (2 * Math.sqrt(29)), 29 / (2 * Math.sqrt(29))],
  ],
  [
    "entries of an array that an index never picks",
    (x) => {
      const a = [Math.sqrt(x[0]), x[1], Math.log(x[0])];
      let sum = 0;
      for (let i = 0; i < 30; i++) sum += a[1 + (i - i)];
      return sum;
    },
    [0, 30],
  ],
];

test.each(unread)("%s contributes no NaN to the gradient and the Hessian", (_what, f, gradient) => {
  const at = [0, 1];
  const exact = differentiate(f, 2);
  const found = exact.gradient(at);
  for (const k of [0, 1]) expect(found[k]).toBeCloseTo(gradient[k], 10);
  expect(exact.source).toBe("exact");
  expect(exact.hessian(at).every(Number.isFinite)).toBe(true);
  const step = new ComplexStep(new FunctionReader(f, { dimension: 2 }).read(Float64Array.from(at)).program);
  for (const k of [0, 1]) {
    step.run(Float64Array.from(at), Float64Array.from([1 - k, k]));
    expect(step.slope(0)).toBeCloseTo(gradient[k], 10);
  }
});

test("what is read stays NaN where it has no derivative, though its adjoint is 0: no 0 is made up", () => {
  // the derivative of sqrt(x)^2 is 1 at 0, where the rules give 0 times Infinity
  const squared: Tested = (x) => {
    const a = new Float64Array(20);
    for (let i = 0; i < 20; i++) a[i] = Math.sqrt(x[0] * (i + 1));
    let sum = x[1];
    for (let i = 0; i < 20; i++) sum += a[i] ** 2;
    return sum;
  };
  const [first, second] = differentiate(squared, 2).gradient([0, 1]);
  expect(first).toBeNaN();
  expect(second).toBe(1);
  expect(differentiate(squared, 2).gradient([2, 1])[0]).toBeCloseTo(210, 10);
});
