import { expect, test } from "vitest";
import { medianPruner } from "./median-pruner.ts";
import { percentilePruner } from "./percentile-pruner.ts";
import { prunerNamed, pruners } from "./registry.ts";

test("a pruner is found by its name", () => {
  expect(prunerNamed("median").name).toBe("median");
  expect(prunerNamed("none").title).toBe("Every trial runs to its end");
});

test("a name that is nearly right is answered with the right one", () => {
  expect(() => prunerNamed("medain")).toThrow('there is no pruner "medain": did you mean "median"?');
  expect(() => prunerNamed("medain")).toThrow(expect.objectContaining({ code: "unknown-pruner" }));
});

test("every pruner is listed under its own name, and says what it is", () => {
  for (const [name, pruner] of pruners) {
    expect(pruner.name).toBe(name);
    expect(pruner.title).toMatch(/^[A-Z].*[^.]$/);
    if (name !== "none") expect(typeof pruner).toBe("function");
  }
});

test("an option that is not known, or makes no sense, is named", () => {
  expect(() => medianPruner({ warmpu: 5 } as object)).toThrow('median has no option "warmpu": did you mean "warmup"?');
  expect(() => medianPruner({ interval: 0 })).toThrow("interval is 0: give a positive number of steps.");
  expect(() => medianPruner({ warmup: -1 })).toThrow("warmup is -1");
  expect(() => percentilePruner({ percentile: 101 })).toThrow("percentile is 101: give a number from 0 to 100.");
  expect(() => percentilePruner({ startup: NaN })).toThrow("startup is NaN");
  expect(() => percentilePruner({ minimumTrials: 0 })).toThrow("minimumTrials is 0");
});
