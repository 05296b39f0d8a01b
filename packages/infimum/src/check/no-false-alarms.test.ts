import fc from "fast-check";
import { expect, test } from "vitest";
import { sourceFrom, variableCount } from "../autodiff/read/fixtures/random-source.ts";
import { somePoint } from "../autodiff/read/fixtures/read-and-run.ts";
import { problem } from "../problem/problem.ts";
import { checkProblem } from "./check-problem.ts";

const sources = fc.array(fc.nat(9999), { minLength: 30, maxLength: 120 }).map(sourceFrom);
const made = (text: string): ((x: any) => number) => new Function(`return ${text}`)();

test("the exact derivatives of 100 random functions, with branches, kinks and loops, are found right", {
  timeout: 120_000,
}, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(sources, async (text) => {
      const objective = made(text);
      const x0 = somePoint(variableCount, 2);
      if (!Number.isFinite(objective(x0.slice()))) return;
      const { derivatives, hessian } = await checkProblem(problem({ objective, x0 }), { points: 1 });
      expect(derivatives.source).toBe("exact");
      expect(derivatives.wrong).toEqual([]);
      expect(hessian?.wrong ?? []).toEqual([]);
      compared += derivatives.agree;
    }),
    { numRuns: 100, seed: 7, endOnFailure: true },
  );
  expect(compared).toBeGreaterThan(900);
});

const start = [0.3, -1.7, 2.2];
const steep: readonly (readonly [what: string, f: (x: any) => number, x0: readonly number[]])[] = [
  ["of sizes 1e-8 to 1e8", ([a, b, c]) => (1e8 * a) ** 2 + b ** 2 + (1e-8 * c) ** 4, [1e-8, 1, 1e8]],
  ["beside a large constant", ([a, b, c]) => 1e9 + a ** 2 + Math.sin(b) + c, start],
  ["with a small coefficient", ([a, b, c]) => 1e-12 * a ** 2 + 1e-12 * b * c, start],
  ["with overflow not far away", ([a, b, c]) => Math.exp(100 * a) + Math.exp(-100 * b) + c ** 2, [3, 1, 1]],
  ["with poles", ([a, b, c]) => 1 / (a - 0.301) + Math.tan(b) + 1 / c, start],
  ["with ripples", ([a, b, c]) => a ** 2 + b ** 2 + c ** 2 + 1e-3 * Math.sin(1e5 * a) + Math.cos(50 * b), start],
  ["with rounded parts", ([a, b, c]) => a ** 2 + Math.round(10 * b) + Math.floor(c) * 1e-3, start],
  ["that cancels", ([a, b, c]) => (a + 1e8 - 1e8) ** 2 + b ** 2 + c ** 2, start],
  ["of high powers", ([a, b, c]) => a ** 21 + b ** 20 + c ** 19, start],
  ["with a singular root", ([a, b, c]) => Math.sqrt(a) + Math.cbrt(b) + Math.abs(c) ** 0.3, [1e-6, 1e-9, 1e-5]],
];

test.each(steep)("functions %s: right derivatives, given or read, are not called wrong", async (_what, f, x0) => {
  for (let seed = 0; seed < 5; seed++) {
    const exact = problem({ objective: f, x0 });
    const { derivatives } = await checkProblem(exact, { seed });
    expect(derivatives.source).toBe("exact");
    expect(derivatives.wrong).toEqual([]);
  }
});
