import { expect, test } from "vitest";
import type { ProblemDefinition } from "../problem/definition.ts";
import { problem } from "../problem/problem.ts";
import { checkProblem } from "./check-problem.ts";
import type { Finding } from "./finding.ts";
import type { CheckReport } from "./report.ts";

async function check(definition: ProblemDefinition<any, any>): Promise<CheckReport> {
  return checkProblem(problem(definition));
}

function found({ findings }: CheckReport, code: string): Finding {
  const finding = findings.find((entry) => entry.code === code);
  if (finding === undefined) throw new Error(`no ${code} among ${findings.map((entry) => entry.code).join(", ")}`);
  return finding;
}

const alarms = ({ findings }: CheckReport): string[] =>
  findings.filter(({ severity }) => severity !== "note").map(({ code }) => code);

// ---- scale ---------------------------------------------------------------------------------------------------------

test("variables of very different sizes are found, and the sizes that are suggested mend it", async () => {
  // curvatures 2e12 and 2e-6: a condition number of 1e18
  const report = await check({
    objective: ({ a, b }: any) => (a * 1e6 - 1) ** 2 + (b / 1e3) ** 2,
    x0: { a: 2e-6, b: 1000 },
  });
  expect(found(report, "badly-scaled").remedy).toBe("minimize scaled(problem, [0.0001, 100000])");
  expect(report.scale!.condition! / 1e18).toBeCloseTo(1, 6);
  expect(report.scale!.scaledCondition).toBeCloseTo(1, 6);
  expect([...report.scale!.curvatures].map((entry) => entry.toPrecision(3))).toEqual(["2.00e+12", "0.00000200"]);
  expect(report.derivatives).toMatchObject({ agree: 8, wrong: [] });
});

test("an ill-conditioned objective whose axes are turned is no matter of scaling", async () => {
  const report = await check({ objective: ([a, b]: any) => 1e11 * (a - b) ** 2 + (a + b) ** 2, x0: [1, 2] });
  expect(alarms(report)).toEqual(["ill-conditioned"]);
});

test("curvatures of an objective that cannot be read come from its values", async () => {
  const outer = 3;
  const { scale } = await check({ objective: ([a, b]: any) => outer * a ** 2 + 5 * b ** 2 + 100, x0: [1, 2] });
  expect(scale!.curvatures[0]).toBeCloseTo(6, 3);
  expect(scale!.curvatures[1]).toBeCloseTo(10, 3);
  expect(scale!.slopes[1]).toBeCloseTo(40, 3);
});

test("variables that only occur together have a direction without curvature", async () => {
  const report = await check({ objective: ([a, b, c]: any) => (a + b - 1) ** 2 + c ** 2, x0: [3, 1, 2] });
  expect(found(report, "flat-direction").variables).toEqual(["x[0]", "x[1]"]);
});

// ---- bounds and start ----------------------------------------------------------------------------------------------

test("bounds: fixed variables, a start on one, bounds that are none, and of unlike widths", async () => {
  const report = await check({
    objective: ([a, b, c, d]: any) => a ** 2 + b ** 2 + c ** 2 + d ** 2,
    x0: [1, 0.5, 2, 1e-4],
    bounds: { lower: [1, 0.5, -1e12, 0], upper: [1, 3, 1e12, 1e-3] },
  });
  expect(found(report, "fixed-variables").variables).toEqual(["x[0]"]);
  expect(found(report, "start-on-bound").variables).toEqual(["x[1]"]);
  expect(found(report, "far-bounds").variables).toEqual(["x[2]"]);
  expect(report.derivatives).toMatchObject({ entries: 16, checked: 12, agree: 12 });
  const unlike = await check({
    objective: ([a, b]: any) => a ** 2 + b ** 2,
    x0: [1, 1e-8],
    bounds: { lower: [0, 0], upper: [10, 1e-7] },
  });
  expect(found(unlike, "unlike-bounds").severity).toBe("note");
});

test("nothing is evaluated outside the bounds", async () => {
  const seen: number[][] = [];
  const lower = [0, -1, 2];
  const upper = [1, -0.5, 2];
  await check({
    objective: (x: any) => {
      seen.push([...x]);
      return x[0] ** 2 + Math.exp(x[1]) * x[2];
    },
    gradient: ([a, b, c]: any) => [2 * a, Math.exp(b) * c, Math.exp(b)],
    x0: [0, -0.5, 2],
    bounds: { lower, upper },
  });
  expect(seen.length).toBeGreaterThan(50);
  for (const x of seen) expect(x.every((entry, i) => lower[i] <= entry && entry <= upper[i])).toBe(true);
});

test("a start at a saddle, at the minimum, on a plateau, and with symmetries", async () => {
  const saddle = await check({ objective: ([a, b]: any) => a ** 2 - b ** 2 + b ** 4, x0: [0, 0] });
  expect(found(saddle, "stationary-start").message).toContain("a saddle or a maximum");
  const minimum = await check({ objective: ([a, b]: any) => a ** 2 + b ** 2, x0: [0, 0] });
  expect(found(minimum, "stationary-start").severity).toBe("note");
  const steps = await check({ objective: ([a, b]: any) => Math.floor(10 * a) + Math.floor(10 * b), x0: [0.33, 0.37] });
  expect(alarms(steps)).toContain("plateau");
  const product = await check({ objective: ([a, b, c]: any) => a * b + (c - 1) ** 2 + b, x0: [0, 0, 0] });
  expect(found(product, "symmetric-start").variables).toEqual(["x[0]"]);
  const twins = await check({ objective: ([a, b, c]: any) => Math.tanh(a) * Math.tanh(b) + c ** 2 * 2, x0: [1, 1, 1] });
  expect(found(twins, "exchangeable").variables).toEqual(["x[0]", "x[1]"]);
});

test("an objective that falls without end is found, and one with a floor is not", async () => {
  const line = await check({ objective: ([a, b]: any) => a - 2 * b, x0: [1, 1] });
  expect(found(line, "unbounded").message).toContain("falls without end against the gradient");
  const other = await check({ objective: ([a, b]: any) => a ** 2 - b ** 3, x0: [1, -1], goal: "maximize" });
  expect(found(other, "unbounded").message).toContain("rises without end");
  for (const objective of [([a]: any) => Math.exp(-a), ([a]: any) => (a - 40) ** 2, ([a]: any) => -Math.log1p(a * a)])
    expect(alarms(await check({ objective, x0: [1] }))).toEqual([]);
  const bounded = await check({ objective: ([a]: any) => a, x0: [1], bounds: { lower: 0 } });
  expect(alarms(bounded)).toEqual([]);
});

// ---- values --------------------------------------------------------------------------------------------------------

test("an objective that is no number at x0 or near it, with the point and what it gave", async () => {
  const nan = await check({ objective: ([a]: any) => Math.log(a), x0: [-1] });
  expect(found(nan, "value-not-finite").message).toBe("the objective is NaN at x0");
  const throws = await check({
    objective: ([a]: any) => {
      if (a > 1) throw new RangeError("too large");
      return a ** 2;
    },
    x0: [1],
    derivatives: "none",
  });
  expect(found(throws, "not-finite-nearby").message).toMatch(
    /throws \(too large\) at \d of 3 points near x0, such as x\[0\] = 1\.0/,
  );
  const nothing = await check({ objective: (() => undefined) as any, x0: [1] });
  expect(found(nothing, "value-not-finite").message).toBe("the objective returns nothing at x0");
  const text = await check({ objective: ((x: any) => String(x[0])) as any, x0: [1] });
  expect(found(text, "value-not-finite")).toMatchObject({
    message: "the objective returns a string at x0",
    remedy: "return a number",
  });
  const further = await check({ objective: ([a]: any) => Math.sqrt(a - 0.85) + a ** 2, x0: [1] });
  expect(found(further, "not-finite-further").severity).toBe("note");
  expect(further.ok).toBe(true);
});

test("a problem without values, of samples or a ranking, has nothing wrong for that", async () => {
  const sampled = await check({ sampled: () => 1, x0: [1, 2], bounds: { lower: 1, upper: 3 } });
  expect(alarms(sampled)).toEqual([]);
  expect(sampled.findings.map(({ code }) => code).toSorted()).toEqual(["no-values", "start-on-bound"]);
  const rank = await check({ rank: (points) => points.map((_, i) => i), x0: [1, 2] });
  expect(alarms(rank)).toEqual([]);
});

test("an objective that does not change, and variables it does not use", async () => {
  expect(alarms(await check({ objective: () => 7, x0: [1, 2] }))).toContain("constant");
  const report = await check({ objective: ([a, , c]: any) => a ** 2 + c ** 2, x0: [1, 2, 3] });
  expect(found(report, "unused-variable").variables).toEqual(["x[1]"]);
});

// ---- kinks, sparsity, cost -----------------------------------------------------------------------------------------

test("kinks are named with their place and how far they are; the start on one is warned of", async () => {
  const report = await check({
    objective: (x: any) => {
      const far = Math.abs(x[0] - 3);
      return far + Math.max(x[1], 0) + x[2] ** 2;
    },
    x0: [1, 0, 1],
  });
  expect(found(report, "start-on-kink").message).toContain("max at line 3");
  const [max, abs] = report.kinks!.kinks;
  expect(max).toMatchObject({ what: "max", line: 3, distanceFromStart: 0 });
  // 2 away, and the size of the variable is 1
  expect(abs).toMatchObject({ what: "abs", line: 2, distanceFromStart: 2 });
  expect(report.derivatives.wrong).toEqual([]);
  expect(report.derivatives.atKinks).toBe(1);
});

test("a gradient of either side of a kink is right there, any other is wrong", async () => {
  const objective = ([a, b]: any): number => (a > 1 ? 3 * a : a + 2) + b ** 2;
  for (const [slope, ok] of [
    [1, true],
    [2.5, true],
    [3, true],
    [0.5, false],
    [4, false],
  ] as const) {
    const gradient = ([a, b]: any): number[] => [a === 1 ? slope : a > 1 ? 3 : 1, 2 * b];
    const report = await check({ objective, gradient, x0: [1, 2] });
    expect(report.ok).toBe(ok);
    expect(report.derivatives.atKinks).toBe(ok ? 1 : 0);
  }
});

test("an objective that decides by the point what it executes is read again, and it is said where", async () => {
  const report = await check({
    objective: (x: any) => {
      let value = x[0];
      let steps = 0;
      while (Math.abs(value) > 0.1) {
        value /= 2;
        steps++;
      }
      return value ** 2 + steps + x[1] ** 2;
    },
    // the number of halvings changes at 0.1 * 2^k
    x0: [0.8, 1],
  });
  expect(report.kinks!.programs).toBeGreaterThan(1);
  expect(found(report, "read-again").message).toMatch(/read \d times/);
  expect(report.kinks!.decisions.join()).toContain("line 4");
});

test("sparsity: entries of the Hessian, products for it, separable parts", async () => {
  const { sparsity } = await check({
    objective: (x: any) => {
      let sum = x[0] * x[1] + x[2] ** 2;
      for (let i = 3; i + 1 < x.length; i++) sum += (x[i + 1] - x[i]) ** 2;
      return sum;
    },
    x0: [1, 2, 3, 4, 5, 6, 7],
  });
  // 2 x 2 with its diagonal, 1, and a tridiagonal 4 x 4
  expect(sparsity).toMatchObject({ active: 7, hessianEntries: 4 + 1 + 10 });
  expect(sparsity!.parts).toEqual([["x[0]", "x[1]"], ["x[2]"], ["x[3]", "x[4]", "x[5]", "x[6]"]]);
});

test("cost: operations are those of the formula, a gradient at most five times as many", async () => {
  const { cost } = await check({ objective: ([a, b]: any) => Math.sin(a) * b + a / b, x0: [1, 2] });
  expect(cost!.operations!.value).toBe(4);
  expect(cost!.operations!.gradient).toBeLessThanOrEqual(20);
  expect(cost!.value).toBeGreaterThan(0);
  expect(cost!.gradient).toBeGreaterThan(0);
});

// ---- what can be checked at all ------------------------------------------------------------------------------------

test("an asynchronous objective is checked with its gradient", async () => {
  const report = await check({
    objective: async ([a, b]: any) => a ** 2 + 3 * b ** 2,
    gradient: async ([a, b]: any) => [2 * a, 3 * b],
    x0: [1, 2],
  });
  expect(report.derivatives.wrong.map(({ name }) => name)).toEqual(Array(4).fill("x[1]"));
});

test("of an objective that takes long, what takes long is left out once the time is over", async () => {
  let calls = 0;
  const slow = async ([a, b]: any): Promise<number> => {
    calls++;
    await new Promise((resolve) => setTimeout(resolve, 20));
    return a ** 2 + b ** 2;
  };
  const gradient = ([a, b]: any): number[] => [2 * a, 2 * b];
  const { derivatives } = await checkProblem(problem({ objective: slow, gradient, x0: [1, 2] }), { seconds: 0.1 });
  expect(derivatives).toMatchObject({ checked: 1, agree: 1 });
  expect(calls).toBeLessThan(60);
});

test("a report is plain data but for its summary, and the same for the same seed", async () => {
  const stated = problem({ objective: ([a, b]) => a ** 2 + Math.exp(b), x0: [1, 2] });
  const plain = async (seed: number): Promise<unknown> => {
    const { summary: _, seconds: __, cost: ___, ...rest } = await checkProblem(stated, { seed });
    return structuredClone(rest);
  };
  expect(await plain(3)).toEqual(await plain(3));
  expect(await plain(3)).not.toEqual(await plain(4));
});

test("mistakes of the caller are refused", async () => {
  const stated = problem({ objective: ([a]) => a ** 2, x0: [1] });
  await expect(checkProblem({} as never)).rejects.toMatchObject({ code: "not-a-problem" });
  await expect(checkProblem(stated, { points: -1 })).rejects.toMatchObject({ code: "bad-points" });
  await expect(checkProblem(stated, { seed: 0.5 })).rejects.toMatchObject({ code: "bad-seed" });
  await expect(checkProblem(stated, { seconds: 0 })).rejects.toMatchObject({ code: "bad-seconds" });
  await expect(checkProblem(stated, { signal: AbortSignal.abort() })).rejects.toThrow("aborted");
});
