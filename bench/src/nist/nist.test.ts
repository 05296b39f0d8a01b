import { describe, expect, it } from "vitest";
import { suites } from "../suites.ts";
import { nist, nistFile, nistNames } from "./nist-problem.ts";

it("refuses a set that is not there, and options that it has no use for", async () => {
  expect(() => nist({ set: "Misra9", start: 1 })).toThrow(RangeError);
  await expect(suites.get("nist")!.run({ log: () => {}, dims: [2] })).rejects.toThrow("takes no dims");
});

describe.runIf(nistFile() !== undefined)("with NIST's data beside the repository", () => {
  it.each(nistNames)("%s has its certified sum of squares at its certified parameters", (set) => {
    const problem = nist({ set, start: 1 });
    const value = problem.objective(problem.minimizer);
    // that of Lanczos1 is rounding of parameters with 11 digits
    if (set === "Lanczos1") expect(value).toBeLessThan(1e-19);
    else expect(Math.abs(value / problem.optimum - 1)).toBeLessThan(1e-6);
  });

  it("every fit by the default has 9 digits in every parameter, and the mean is 10.3 or more", async () => {
    const report = await suites.get("nist")!.run({ log: () => {}, peers: false, methods: ["levenberg-marquardt"] });
    const [{ columns, rows }] = report.tables;
    const total = Object.fromEntries(columns.map((name, k) => [name, rows[0][k]]));
    expect(total).toMatchObject({ fits: 54, "9 or more": 54, "errors with 8 or more": 52 });
    expect(total.mean).toBeGreaterThanOrEqual(10.3);
  });
});
