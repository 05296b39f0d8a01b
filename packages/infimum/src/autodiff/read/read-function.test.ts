import { test } from "vitest";
import { expectAgreement, type Tested } from "./fixtures/agreement.ts";

test("formulas over indexed and destructured parameters", () => {
  expectAgreement((x) => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2, 2);
  expectAgreement(([a, b]) => (a - 1) ** 2 + (b * a - 2) ** 2, 2);
  expectAgreement(([a, , ...rest]) => a + rest[0] * rest[rest.length - 1], 5);
  expectAgreement(([a, b = 3, c = a]) => a * b * c, 2);
  expectAgreement((x) => [x[0] - 1, 10 * (x[1] - x[0] ** 2)], 2);
  expectAgreement((x) => -x[0] + +x[1] - ~~(x[0] * 10) + (x[1] > 0 ? 1 : 2) * 3, 2);
  expectAgreement((x) => (x[0] % 0.3) + Math.max(x[0], x[1], 0.2) + Math.min(...x) + Math.hypot(...x), 4);
  expectAgreement(
    (x) => Math.atan2(x[0], x[1]) + Math.pow(Math.abs(x[0]), x[1]) + Math.sign(x[0]) + Math.fround(x[1]),
    2,
  );
});

test("every function of Math of one argument", () => {
  expectAgreement((x) => Math.abs(x[0]) + Math.sqrt(x[0] + 2) + Math.cbrt(x[0]) + Math.exp(x[0]) + Math.expm1(x[0]), 1);
  expectAgreement((x) => Math.log(x[0] + 2) + Math.log1p(x[0]) + Math.log2(x[0] + 2) + Math.log10(x[0] + 2), 1);
  expectAgreement(
    (x) => Math.sin(x[0]) + Math.cos(x[0]) + Math.tan(x[0]) + Math.asin(x[0]) + Math.acos(x[0]) + Math.atan(x[0]),
    1,
  );
  expectAgreement(
    (x) => Math.sinh(x[0]) + Math.cosh(x[0]) + Math.tanh(x[0]) + Math.asinh(x[0]) + Math.acosh(x[0] + 3),
    1,
  );
  expectAgreement(
    (x) => Math.atanh(x[0]) + Math.floor(x[0]) + Math.ceil(x[0]) + Math.round(x[0]) + Math.trunc(x[0]),
    1,
  );
});

test("statements: loops of every kind, break, continue, labels, switch", () => {
  expectAgreement((x) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      if (i === 2) continue;
      if (i > 4) break;
      sum += x[i];
    }
    let k = 0;
    while (k < 3) sum += x[k++];
    do sum *= x[--k];
    while (k > 0);
    return sum;
  }, 6);
  expectAgreement((x) => {
    let sum = 0;
    outer: for (const a of x) {
      for (const i in x) {
        if (Number(i) === 2) continue outer;
        if (Number(i) === 3) break outer;
        sum += a * x[i];
      }
    }
    return sum;
  }, 4);
  expectAgreement((x) => {
    let sum = 0;
    for (let i = 0; i < 12; i++) {
      switch (i % 4) {
        case 0:
          sum += x[i];
          break;
        case 1:
        case 2:
          sum *= 1.1;
          break;
        default:
          sum += 1;
      }
    }
    return sum;
  }, 12);
});

test("cases fall through", () => {
  const f = new Function(
    "x",
    "let s = x[0]; switch (1) { case 1: s *= 2; case 2: s += 1; break; default: s = 0; } return s;",
  );
  expectAgreement(f as Tested, 1);
});

test("branches on computed numbers, with assignments, early returns and continue", () => {
  expectAgreement((x) => (x[0] > 0 ? Math.log(x[0]) : 0), 1);
  expectAgreement((x) => {
    let [a, b] = x;
    if (a > b) [a, b] = [b, a];
    else if (a > 0) a = -a;
    return a - 2 * b;
  }, 2);
  expectAgreement((x) => {
    const f = (t: number): number => {
      if (t > 0.5) return t * t;
      if (t < 0) {
        return -t;
      }
      return Math.exp(t);
    };
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      if (x[i] < -0.4) continue;
      sum += f(x[i]);
    }
    return sum;
  }, 20);
  expectAgreement((x) => {
    const f = (t: number): number => {
      if (t > 0.3) return 1;
      else if (t > 0) return 2 * t;
      else if (t > -0.3) t = -t;
      return t * 3;
    };
    return x.map(f).reduce((a: number, b: number) => a + b, 0);
  }, 30);
  expectAgreement((x) => ((x[0] > 0 && x[1] > 0) || (x[2] < 0 && !(x[3] < 0)) ? x[0] : x[1]), 4);
  expectAgreement((x) => {
    const state = { low: 0, high: 0, list: [0, 0] };
    for (const v of x) {
      if (v < 0) state.low += v;
      else {
        state.high += v;
        state.list[0] += 2 * v;
      }
    }
    return state.low * state.high + state.list[0];
  }, 7);
});

test("an arm that is not taken is not executed", () => {
  expectAgreement((x) => (x[0] > 10 ? Math.sqrt(-1) * Math.log(-(x[0] ** 2)) : x[0]), 1);
  expectAgreement((x) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      sum += (i > 0 ? x[i - 1] : 0) + (i + 1 < x.length ? x[i + 1] : 0) - 2 * x[i];
    }
    return sum;
  }, 30);
});

test("functions: local, recursive, with defaults and rest, stored in records, hoisted", () => {
  expectAgreement((x) => {
    const power = (t: number, k: number): number => (k === 0 ? 1 : t * power(t, k - 1));
    return power(x[0], 5) + hoisted(x[1]);
    function hoisted(t: number, scale = 2, ...more: number[]): number {
      return scale * t + more.length;
    }
  }, 2);
  expectAgreement((x) => {
    const shapes = { square: (t: number) => t * t, plus: (a: number) => (b: number) => a + b };
    return shapes.square(x[0]) + shapes.plus(x[1])(2);
  }, 2);
  expectAgreement((x) => {
    let count = 0;
    const next = (): number => x[count++];
    return next() - 2 * next() * count;
  }, 2);
  expectAgreement((x) => {
    const fs: (() => number)[] = [];
    for (let i = 0; i < 4; i++) fs.push(() => x[i] * i);
    return fs.reduce((sum, f) => sum + f(), 0);
  }, 4);
});

test("arrays and records: literals, spread, push, methods, typed arrays", () => {
  expectAgreement((x) => [...x, 1, ...x].reduce((a, b) => a * 2 + b), 3);
  expectAgreement((x) => {
    const record = { a: x[0], ["b1" as string as "b1"]: x[1], inner: { list: [x[0], x[1]] } };
    const {
      a,
      b1,
      inner: { list },
      ...rest
    } = { ...record, more: 4 };
    return a * b1 + list[1] + Object.keys(rest).length + Object.values({ p: a, q: b1 }).reduce((s, v) => s + v, 0);
  }, 2);
  expectAgreement((x) => {
    const list: number[] = [];
    for (const v of x) list.push(v, 2 * v);
    list.unshift(list.pop()!);
    return list
      .slice(1, -1)
      .concat([x[0]])
      .map((v, i) => v * i)
      .filter((_, i) => i % 2 === 0)
      .reduce((a, b) => a + b, 0);
  }, 4);
  expectAgreement(
    (x) =>
      Array.from(x as number[], (v, i) => v * i)
        .concat(Array.from({ length: 3 }, (_, i) => i))
        .reduce((a, b) => a + b * b),
    4,
  );
  expectAgreement((x) => {
    const sorted = [...x].toSorted((a, b) => a - b);
    return sorted[0] - 2 * sorted[sorted.length - 1] + sorted.findIndex((v) => v > 0);
  }, 6);
  expectAgreement((x) => {
    const single = Float32Array.from(x as number[]);
    const whole = new Int32Array(3).fill(2);
    return single[0] + whole[1] + new Float64Array([x[0], x[1]]).map((v) => v * v)[1] + x.subarray(1, 3)[0] + x.at(-1);
  }, 4);
  expectAgreement((x) => {
    const y = x.slice();
    y[0] *= 2;
    x[1] = 3;
    return y[0] * x[1] + y[1] + x[2];
  }, 3);
  expectAgreement(
    (x) =>
      (x.some((v: number) => v > 5) ? 1 : 2) + (x.every((v: number) => v < 9) ? x[0] : 4) + (x.indexOf(7) + x.length),
    5,
  );
  expectAgreement(
    (x) =>
      [
        [x[0], x[1]],
        [x[2], x[3]],
      ]
        .flat()
        .reduce((a, b) => a - b) + [...x.entries()].length,
    4,
  );
});

test("missing values, optional chains and templates", () => {
  expectAgreement((x) => (x[5] ?? 1) + ({ a: { b: x[0] } } as any).a?.b + (({} as any).c?.d.e ?? 2), 2);
  expectAgreement((x) => ({ k1: x[0], k2: x[1] })[`k${x.length - 1}` as "k1"] * (x?.[0] ?? 1), 2);
  expectAgreement((x) => {
    let a: number | undefined;
    a ??= x[0];
    let b = 0;
    b ||= x[1];
    return a! * b;
  }, 2);
});

test("loops that end by what they compute", () => {
  expectAgreement((x) => {
    let t = 1 + x[0];
    let n = 0;
    while (Math.abs(t * t - 2) > 1e-10 && n < 50) {
      t = 0.5 * (t + 2 / t);
      n++;
    }
    return t * x[1] + n;
  }, 2);
  expectAgreement((x) => {
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      if (sum > 1) break;
      sum += Math.abs(x[i]);
    }
    return sum;
  }, 12);
});

test("entries and rows that are looked at while the array changes are those of the changed array", () => {
  expectAgreement((x) => {
    let sum = 0;
    for (const [i, v] of x.entries()) {
      x[(i + 1) % x.length] += v;
      sum += v * i;
    }
    return sum;
  }, 5);
  expectAgreement((x) => {
    const rows = [
      [x[0], 1],
      [2, x[1]],
    ];
    const row = rows[1];
    row[0] = x[2];
    for (const r of rows) r[1] *= 2;
    return rows[1][0] * row[1];
  }, 3);
  expectAgreement((x) => {
    let sum = 0;
    for (const v of x) {
      x[x.length - 1] += v;
      sum += v * v;
    }
    return sum;
  }, 30);
});

test("the corners of numbers: NaN is false, bits know no NaN, bounds need not be whole, fields are listed in order", () => {
  expectAgreement((x) => (Math.floor(x[0] / 0) ? 1 : 2) * x[1] + (Math.floor(x[0]) | 0), 2);
  expectAgreement((x) => (Math.floor(Math.sqrt(-1 - x[0] ** 2)) ? 1 : 2) * x[1], 2);
  expectAgreement((x) => {
    let s = 0;
    for (let i = 0; i < x.length; i++) {
      for (let j = 0; j < i / 2; j++) s += x[j] * x[i];
      for (let j = i; j >= Math.floor(i / 3); j--) s -= x[j];
    }
    return s;
  }, 30);
  expectAgreement((x) => Object.values({ 2: x[0], b: 1, 1: x[1] }).reduce((s, v) => 2 * s + v, 0), 2);
  expectAgreement((x) => {
    const row = [x[0], x[1]];
    const rows = Array.from({ length: 12 }, () => row);
    let s = 0;
    for (let i = 0; i < 12; i++) {
      rows[i][0] += x[i % 2];
      s += rows[11 - i][0];
    }
    return s;
  }, 2);
  expectAgreement((x, pixels) => pixels.reduce((s: number, v: number, i: number) => s + v * x[i % 2], 0), 2, {
    data: Uint8Array.from({ length: 30 }, (_, i) => i * 9),
  });
});
