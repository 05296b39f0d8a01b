import fc from "fast-check";
import { choice, float, fromUnit, int, space } from "infimum/space";
import { expect, test } from "vitest";
import { axisOf } from "./axis.ts";

const axes = space({
  real: float(-2, 3),
  factor: float(1e-4, 1e2, { log: true }),
  step: float(0, 1, { step: 0.25 }),
  count: int(1, 7),
  log: int(1, 100, { log: true }),
  even: int(2, 64, { log: true, step: 2 }),
  kind: choice("a", "b", "c"),
}).dimensions.map(({ name, domain }) => ({ name, domain, axis: axisOf(domain) }));

test.each(axes)("the cell of a code of $name is what is mapped to the code", ({ domain, axis }) => {
  if (axis.kind === "choice") return;
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (unit) => {
      const code = fromUnit(domain, unit);
      expect(axis.code(unit)).toBe(code);
      expect(axis.cellStart(code)).toBeLessThanOrEqual(unit + 1e-12);
      expect(axis.cellEnd(code)).toBeGreaterThanOrEqual(unit - 1e-12);
      expect(axis.code(axis.position(code))).toBeCloseTo(code, 12);
    }),
  );
});

test.each(axes.filter(({ axis }) => axis.kind === "cells"))("the cells of $name tile the unit interval", ({ axis }) => {
  let end = 0;
  for (let unit = 0; unit < 1; ) {
    const code = axis.code(Math.min(1, unit + 1e-9));
    expect(axis.cellStart(code)).toBeCloseTo(end, 12);
    end = axis.cellEnd(code);
    unit = end;
  }
  expect(end).toBe(1);
});

test("a choice keeps its codes", () => {
  const { axis } = axes.find(({ name }) => name === "kind")!;
  expect([0, 1, 2].map(axis.position)).toEqual([0, 1, 2]);
  expect(axis.levels).toBe(3);
});
