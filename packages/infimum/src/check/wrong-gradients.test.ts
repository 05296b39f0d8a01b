import { expect, test } from "vitest";
import type { Vector } from "../numerics/vector.ts";
import { problem } from "../problem/problem.ts";
import { checkProblem } from "./check-problem.ts";
import type { CheckReport } from "./report.ts";

/** sum of w_i x_i^2 / 2 + x_0 x_1, with different w_i. */
const weights = [1, 2.5, 0.7, 4, 3.1, 1.9];
const x0 = [0.6, -1.4, 2.3, 0.9, -0.35, 1.1];
const objective = (x: ArrayLike<number>): number =>
  weights.reduce((sum, weight, i) => sum + (weight * x[i] ** 2) / 2, x[0] * x[1]);

function right(x: ArrayLike<number>): number[] {
  const gradient = weights.map((weight, i) => weight * x[i]);
  gradient[0] += x[1];
  gradient[1] += x[0];
  return gradient;
}

type Given = (x: any, out: Vector) => number[] | number | void;

async function check(gradient: Given, using?: Record<string, unknown>): Promise<CheckReport> {
  return checkProblem(problem({ objective, gradient, x0, using }));
}

const codesOf = ({ findings }: CheckReport): string[] => findings.map(({ code }) => code);

/** Exchanged for another order of the entries. */
const permuted = (order: readonly number[]): Given => {
  return (x) => order.map((i) => right(x)[i]);
};

const mistakes: readonly (readonly [what: string, gradient: Given, cause: string])[] = [
  ["with the other sign", (x) => right(x).map((entry) => -entry), "the sign is the other"],
  ["twice too large", (x) => right(x).map((entry) => 2 * entry), "it is 2 times what the objective has"],
  ["half as large", (x) => right(x).map((entry) => entry / 2), "it is 1/2 of what the objective has"],
  [
    "of a mean",
    (x) => right(x).map((entry) => entry / 6),
    "it is 1/6 of what the objective has, as of a mean where there is a sum",
  ],
  ["off by a factor", (x) => right(x).map((entry) => 1.7 * entry), "each is 1.7 times what the objective has"],
  ["with two entries exchanged", permuted([0, 3, 2, 1, 4, 5]), "x[1] and x[3] are exchanged"],
  ["in reverse order", permuted([5, 4, 3, 2, 1, 0]), "the entries are in reverse order"],
  ["shifted by one", permuted([1, 2, 3, 4, 5, 0]), "the entries are shifted by 1"],
  ["transposed", permuted([0, 3, 1, 4, 2, 5]), "the entries are those of the transposed matrix, 2 x 3"],
  ["in any order", permuted([2, 0, 1, 5, 3, 4]), "the entries are in another order"],
  [
    "without an entry",
    (x) => right(x).map((entry, i) => (i === 4 ? 0 : entry)),
    "it is 0, so not written, or its term is missing",
  ],
  [
    "without a penalty",
    (x) => right(x).map((entry, i) => entry - 0.3 * x[i]),
    "0.3 x is missing, the derivative of a squared penalty",
  ],
  ["without a linear term", (x) => right(x).map((entry) => entry - 5), "a term with the derivative 5 is missing"],
];

test.each(mistakes)("a gradient %s is wrong, and it is said how", async (_what, gradient, cause) => {
  const report = await check(gradient);
  expect(report.ok).toBe(false);
  expect(codesOf(report)).toContain("gradient-wrong");
  expect(report.derivatives.cause).toBe(cause);
  for (const { name, point, gradient: said, reference, by } of report.derivatives.wrong) {
    const i = report.names.indexOf(name);
    const { x } = report.points[point];
    expect(reference).toBeCloseTo(right(x)[i], 6);
    expect(said).toBeCloseTo((gradient(x, new Float64Array(6)) as number[])[i], 12);
    // the objective uses a name from outside, so that it cannot be read
    expect(by).toBe("differences");
  }
});

test("where the objective is read the reference is exact, by a complex step", async () => {
  const report = await check((x) => right(x).map((entry) => -entry), { weights });
  expect(report.derivatives.wrong).toHaveLength(24);
  for (const { name, point, reference, by } of report.derivatives.wrong) {
    expect(by).toBe("complex step");
    expect(reference).toBeCloseTo(right(report.points[point].x)[report.names.indexOf(name)], 14);
  }
});

test("a term that is missing in one entry is named with both numbers", async () => {
  const report = await check((x) => right(x).map((entry, i) => (i === 1 ? entry - x[0] : entry)));
  expect(new Set(report.derivatives.wrong.map(({ name }) => name))).toEqual(new Set(["x[1]"]));
  const [finding] = report.findings;
  expect(finding.message).toMatch(/wrong in x\[1\]; at x0 it says -3\.5 for x\[1\], and the objective has -2\.9$/);
  expect(finding.variables).toEqual(["x[1]"]);
});

test("variables of a record are named by their paths", async () => {
  const report = await checkProblem(
    problem({
      objective: ({ layer: { weights: w, bias } }) => (w[0] - 1) ** 2 + w[1] ** 2 * bias,
      gradient: ({ layer: { weights: w, bias } }: any): any => ({
        layer: { weights: [2 * (w[0] - 1), 2 * w[1] * bias], bias: w[1] },
      }),
      x0: { layer: { weights: [3, 2], bias: 1.5 } },
    }),
  );
  expect(report.derivatives.wrong.map(({ name }) => name)).toEqual(Array(4).fill("layer.bias"));
});

test("the right gradient agrees in every entry at every point", async () => {
  const report = await check(right);
  expect(report.derivatives).toMatchObject({
    source: "given",
    entries: 24,
    checked: 24,
    agree: 24,
    wrong: [],
    unsure: 0,
  });
  expect(report.findings.filter(({ severity }) => severity !== "note")).toEqual([]);
  expect(report.summary()).toContain("24 agree");
});

test("a gradient that adds to out, or does not write all of it, is found", async () => {
  const adds = await check((x, out) => {
    right(x).forEach((entry, i) => void (out[i] += entry));
  });
  expect(adds.findings[0].message).toMatch(/adds to what is in out in x\[0\] and 5 more/);
  const leaves = await check((x, out) => {
    right(x).forEach((entry, i) => {
      if (i !== 2) out[i] = entry;
    });
  });
  expect(leaves.findings.find(({ code }) => code === "gradient-keeps-out")!.message).toMatch(
    /does not write out in x\[2\]/,
  );
});

test("a value beside the gradient that is not the objective's is found", async () => {
  const report = await check((x, out) => {
    out.set(right(x));
    return objective(x) + 1;
  });
  expect(codesOf(report)).toContain("value-differs");
  expect(report.derivatives.wrong).toEqual([]);
});

test("functions that write to the point they are given are found", async () => {
  const report = await checkProblem(
    problem({
      objective: (x) => {
        x[0] -= 1;
        return x[0] ** 2 + x[1] ** 2;
      },
      x0: new Float64Array([3, 2]),
    }),
  );
  expect(codesOf(report)).toContain("argument-changed");
  expect(report.ok).toBe(false);
});

test("a gradient that is no number where the objective is one is found", async () => {
  const report = await checkProblem(
    problem({
      objective: ([x, y]) => Math.sqrt(x ** 2) + y ** 2,
      x0: [0, 1],
      bounds: { lower: [0, 0], upper: [2, 2] },
    }),
  );
  expect(report.findings[0]).toMatchObject({ code: "gradient-not-finite", variables: ["x[0]"] });
});

test("a gradient that throws, or gives too few numbers, is found with its words", async () => {
  const throws = await check(() => {
    throw new Error("no gradient yet.");
  });
  expect(throws.findings[0].message).toMatch(/^the gradient throws \(no gradient yet\) at x\[0\] = 0\.6/);
  const short = await check((x) => right(x).slice(1));
  expect(short.findings[0]).toMatchObject({ code: "gradient-throws", severity: "error" });
  expect(short.findings[0].message).toContain("gradient returned 5 numbers where 6 are needed");
});

test("of 400 variables a hundred and one direction are compared, and a wrong entry anywhere is found", async () => {
  const n = 400;
  const sum = (x: ArrayLike<number>): number => {
    let total = 0;
    for (let i = 0; i < n; i++) total += Math.sin(x[i]) * (1 + i / n);
    return total;
  };
  for (const bad of [undefined, 7, 123, 399]) {
    const report = await checkProblem(
      problem({
        objective: sum,
        gradient: (x) => Float64Array.from(x, (entry, i) => Math.cos(entry) * (1 + i / n) + (i === bad ? 0.5 : 0)),
        x0: Array.from({ length: n }, (_, i) => Math.sin(i)),
      }),
      { points: 1 },
    );
    expect(report.derivatives).toMatchObject({ entries: 800, checked: 202 });
    expect(report.ok).toBe(bad === undefined);
  }
});
