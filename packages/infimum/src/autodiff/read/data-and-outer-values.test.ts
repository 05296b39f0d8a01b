import { test } from "vitest";
import { expectAgreement } from "./fixtures/agreement.ts";
import type { Numbers } from "./fixtures/read-and-run.ts";

test("data: typed arrays, nested arrays, records of them and arrays of records", () => {
  const t = Array.from({ length: 30 }, (_, i) => i / 10);
  const y = Float64Array.from(t, (v) => Math.cos(v));
  expectAgreement(
    (x, data) => {
      let sum = 0;
      for (let i = 0; i < data.t.length; i++) sum += (x[0] * Math.exp(-x[1] * data.t[i]) - data.y[i]) ** 2;
      return sum * data.scale;
    },
    2,
    { data: { t, y, scale: 0.5 } },
  );
  expectAgreement(
    (x, data) => {
      let sum = 0;
      for (const { t, y } of data) sum += (x[0] * t + x[1] - y) ** 2;
      return sum;
    },
    2,
    { data: t.map((v) => ({ t: v, y: v * v })) },
  );
  const rows = t.map((v, i) => Array.from({ length: 3 }, (_, j) => v * j - i));
  expectAgreement(
    (w, data) =>
      data
        .map((row: number[]) => Math.tanh(row.reduce((s, v, j) => s + v * w[j], 0)))
        .reduce((a: number, b: number) => a + b, 0),
    3,
    {
      data: rows,
    },
  );
  expectAgreement(
    (x, labels) => {
      let sum = 0;
      for (let i = 0; i < labels.length; i++) sum += x[labels[i]] * i;
      return sum;
    },
    3,
    { data: Uint8Array.from({ length: 20 }, (_, i) => (i * 7) % 3) },
  );
  expectAgreement(
    (x, { n, ragged }) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += x[i];
      for (const row of ragged) for (const v of row) sum *= 1 + v * x[0];
      return sum;
    },
    12,
    { data: { n: 11, ragged: [[0.1], [0.2, 0.3]] } },
  );
});

test("outer values: numbers, arrays and functions, which are read too", () => {
  const k = 3;
  const weights = Float64Array.from({ length: 40 }, (_, i) => i / 7);
  const square = (t: number): number => t * t;
  const scaled = (t: number): number => k * square(t);
  expectAgreement((x) => scaled(x[0]) + square(x[1]) * k + weights[2], 2, { using: { k, square, scaled, weights } });
  expectAgreement(
    (x) => {
      let sum = 0;
      for (let i = 0; i < x.length; i++) sum += weights[i] * x[i];
      return sum;
    },
    40,
    { using: { weights } },
  );
  const { sin } = Math;
  expectAgreement((x) => sin(x[0]), 1, { using: { sin } });
});

test("parameters in the shape of a record", () => {
  const decode = (x: Numbers) => ({ a: x[0], layer: { w: Array.from(x.slice(1, 3)), b: x.slice(3) } });
  expectAgreement(({ a, layer: { w, b } }) => a * w[0] - w[1] ** 2 + b.reduce((s: number, v: number) => s + v, 0), 6, {
    decode,
  });
});
