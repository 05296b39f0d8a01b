import { expect, test } from "vitest";
import { minimize, problem } from "../../index.ts";
import type { View } from "../view.ts";
import { typicalStencil } from "./typical-stencil.ts";

const residuals = (x: Float64Array) => [Math.exp(x[0]) - x[1] ** 3, x[0] * x[1], Math.sin(1e3 * x[1])];
const jacobian = (x: Float64Array) => [Math.exp(x[0]), x[1], 0, -3 * x[1] ** 2, x[0], 1e3 * Math.cos(1e3 * x[1])];

/** What a method gets at its start. */
function seenAt(
  definition: object,
  oracle: "gradient" | "jacobian",
): { numbers: Float64Array; counts: object; notes: string } {
  let numbers = new Float64Array(0);
  const look = {
    name: "look",
    version: 1,
    title: "Looks at its start",
    papers: [],
    rows: [],
    handles: ["bounds" as const],
    options: {},
    needs: oracle === "jacobian" ? (["residuals", "jacobian"] as const) : (["gradient"] as const),
    measures: () => ({}),
    settles: {},
    *start(view: View) {
      numbers = new Float64Array(oracle === "jacobian" ? 6 : 2);
      yield* view[oracle](view.x0, numbers);
      return {};
    },
    // oxlint-disable-next-line require-yield -- it has nothing to ask
    *step() {
      return { stop: "failed", why: "it only looks" } as const;
    },
  };
  const r = minimize(problem({ residuals, x0: Float64Array.of(0.3, 2e-3), ...definition } as never), {
    method: look as never,
  });
  return { numbers, counts: r.counts, notes: r.derivatives };
}

test("differences of residuals give the Jacobian, to ten digits of its terms, for variables of any size", () => {
  const { numbers, counts, notes } = seenAt({ derivatives: "finite-difference" }, "jacobian");
  const exact = jacobian(Float64Array.of(0.3, 2e-3));
  exact.forEach((entry, k) => expect(Math.abs(numbers[k] - entry)).toBeLessThan(1e-8 * Math.max(1, Math.abs(entry))));
  // two answers for each variable
  expect(counts).toMatchObject({ residuals: 4, jacobian: 0 });
  expect(notes).toBe("finite-difference: as asked");
});

test("beside a bound they go to the side with room, and take the answer here too", () => {
  const asked: number[] = [];
  const watched = (x: Float64Array) => {
    asked.push(x[1]);
    return residuals(x);
  };
  const bounds = { lower: [-1, 2e-3], upper: [1, 5] };
  const { numbers, counts } = seenAt({ residuals: watched, bounds, derivatives: "finite-difference" }, "jacobian");
  const exact = jacobian(Float64Array.of(0.3, 2e-3));
  exact.forEach((entry, k) => expect(Math.abs(numbers[k] - entry)).toBeLessThan(1e-7 * Math.max(1, Math.abs(entry))));
  expect(Math.min(...asked)).toBe(2e-3);
  expect(counts).toMatchObject({ residuals: 5 });
});

test("a Jacobian that is given makes the gradient, an answer of each", () => {
  const x = Float64Array.of(0.3, 2e-3);
  const { numbers, counts } = seenAt({ jacobian }, "gradient");
  const r = residuals(x);
  const J = jacobian(x);
  for (const j of [0, 1]) {
    expect(numbers[j]).toBeCloseTo(
      r.reduce((sum, each, i) => sum + each * J[i + 3 * j], 0),
      13,
    );
  }
  expect(counts).toMatchObject({ residuals: 1, jacobian: 1, gradient: 0 });
});

test("steps are relative to the variable, to a thousandth of its start, or to 1", () => {
  const step = 2 ** -17;
  const at = (x0: number, x: number) => typicalStencil({}, Float64Array.of(x0), x, 0);
  expect(at(5, 1e-6)).toEqual({ first: step * 5e-3, second: -step * 5e-3 });
  expect(at(0, 1e6).first).toBeCloseTo(step * 1e6, 9);
  expect(at(0, 0)).toEqual({ first: step, second: -step });
  const lower = Float64Array.of(1e-9);
  const { first, second } = typicalStencil({ lower }, Float64Array.of(1e-9), 1e-9, 0);
  expect(1e-9 + first).toBeGreaterThan(1e-9);
  expect(1e-9 + second).toBeGreaterThan(1e-9);
});
