import { describe, expect, test } from "vitest";
import { minimize } from "../../index.ts";
import { problem } from "../../problem/problem.ts";
import { counted, smoothProblems } from "../fixtures/smooth-problems.ts";
import { type ConjugateFormula, nonlinearCg } from "./nonlinear-cg.ts";

const every: readonly ConjugateFormula[] = [
  "fletcher-reeves",
  "polak-ribiere",
  "hestenes-stiefel",
  "dai-yuan",
  "hager-zhang",
];

describe.each(every)("%s", (formula) => {
  test.each(smoothProblems)("solves $name and is certified", (smooth) => {
    const { count, gradient } = counted(smooth);
    const stated = problem({ gradient, x0: Float64Array.from(smooth.x0) });
    const result = minimize(stated, { method: nonlinearCg({ formula }), budget: { evaluations: 40_000 } });
    // Fletcher-Reeves and Dai-Yuan may take tiny steps for long, as the literature says of them
    const isSlow = formula === "fletcher-reeves" || formula === "dai-yuan";
    if (!isSlow) expect(result.status).toBe("converged");
    expect(count.untilSolved).toBeLessThan(isSlow ? 40_000 : 5_000);
  });

  test("a quadratic of n variables takes about n searches", () => {
    const n = 12;
    const result = minimize(
      (x) => x.reduce((sum, entry, i) => sum + (i + 1) * (entry - 1) ** 2, 0),
      new Float64Array(n),
      {
        method: nonlinearCg({ formula }),
      },
    );
    expect(result.status).toBe("converged");
    // exact searches would take n; these are inexact, and the last digits take some more
    expect(result.counts.iterations).toBeLessThanOrEqual(4 * n);
  });
});

test("a formula that is none is refused", () => {
  expect(() => nonlinearCg({ formula: "newton" as ConjugateFormula })).toThrow(
    expect.objectContaining({ code: "bad-option" }),
  );
});
