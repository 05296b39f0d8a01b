import { describe, expect, test } from "vitest";
import { minimize, minimizeAsync, solve } from "../index.ts";
import { cauchy } from "../losses/robust.ts";
import { problem } from "./state-problem.ts";

const rosenbrock = (x: ArrayLike<number>) => [10 * (x[1] - x[0] ** 2), 1 - x[0]];
const jacobian = (x: ArrayLike<number>) => [-20 * x[0], -1, 10, 0];

describe("a problem of residuals", () => {
  test("is half a sum of squares to every method", () => {
    for (const method of [
      "nelder-mead",
      "bfgs",
      "l-bfgs",
      "newton-trust-region",
      "cma-es",
      "levenberg-marquardt",
    ] as const) {
      const r = minimize(problem({ residuals: rosenbrock, x0: [-1.2, 1] }), { method });
      expect(r.ok).toBe(true);
      expect(Math.hypot(r.x[0] - 1, r.x[1] - 1)).toBeLessThan(1e-5);
      expect(r.value).toBeCloseTo(rosenbrock(r.x).reduce((sum, each) => sum + each ** 2, 0) / 2, 14);
    }
  });

  test("goes to Levenberg-Marquardt by itself, with an exact Jacobian", () => {
    const r = minimize(problem({ residuals: rosenbrock, x0: [-1.2, 1] }));
    expect(r.method).toBe("levenberg-marquardt");
    expect(r.explanation).toContain("a sum of 2 squares");
    expect(r.derivatives).toBe("exact");
    expect(r.counts.residuals).toBeGreaterThan(0);
    expect(r.counts.jacobian).toBeGreaterThan(0);
    expect(r.counts.value).toBe(0);
    expect(r.certificate.kind).toBe("least-squares");
  });

  test("takes a Jacobian that is written or returned, for gradients too", () => {
    const writes = (x: Float64Array, out: Float64Array) => out.set(jacobian(x));
    for (const given of [jacobian, writes]) {
      const stated = problem({ residuals: rosenbrock, jacobian: given, x0: Float64Array.of(-1.2, 1) });
      const r = minimize(stated);
      expect(r.derivatives).toBe("given");
      expect([...r.x]).toEqual([1, 1]);
      const { counts, ok } = minimize(stated, { method: "bfgs" });
      expect(ok).toBe(true);
      // each gradient is an answer of both, that of the certificate too
      expect(counts.residuals).toBe(counts.jacobian);
      expect(counts.jacobian).toBeGreaterThan(5);
      expect(counts.value + counts.gradient).toBe(0);
    }
  });

  test("weighs squares and sums losses, in values and gradients alike", () => {
    const loss = cauchy(2);
    const weights = [3, 0.5];
    const stated = problem({ residuals: rosenbrock, jacobian, x0: [-1.2, 1], weights, loss });
    const sum = (x: ArrayLike<number>) =>
      rosenbrock(x).reduce((total, each, i) => total + 4 * Math.log1p((weights[i] * each ** 2) / 4), 0) / 2;
    const r = minimize(stated, { method: "nelder-mead", budget: { evaluations: 1 } });
    expect(r.value).toBeCloseTo(sum([-1.2, 1]), 14);
    const { x, status } = minimize(stated, { method: "bfgs" });
    expect(status).toBe("converged");
    expect(sum(x)).toBeLessThan(1e-14);
    // the gradient of a formula is that of differences of the sum
    const run = minimize(problem({ residuals: (y) => [y[0] - 3, y[0] + 1], x0: [0], loss }), { method: "bfgs" });
    expect(run.derivatives).toBe("exact");
    expect(run.status).toBe("converged");
  });

  test("asks nothing twice: the answer that told their number is the run's first", () => {
    const asked: string[] = [];
    const stated = problem({
      residuals: (x) => {
        asked.push(`${x[0]}`);
        return [x[0] - 2, x[0]];
      },
      x0: [7],
      derivatives: "finite-difference",
    });
    expect(asked).toEqual(["7"]);
    const r = minimize(stated);
    expect(asked).toHaveLength(r.evaluations);
    expect(asked.filter((each) => each === "7")).toHaveLength(1);
  });

  test("may be asynchronous where their number is said", async () => {
    const residuals = async (x: ArrayLike<number>) => rosenbrock(x);
    expect(() => problem({ residuals, x0: [-1.2, 1] })).toThrow("residualCount is undefined");
    const r = await minimizeAsync(problem({ residuals, residualCount: 2, x0: [-1.2, 1] }));
    expect(r.status).toBe("converged");
    expect(Math.hypot(r.x[0] - 1, r.x[1] - 1)).toBeLessThan(1e-8);
  });

  test("is asked and told like any other, residuals for residuals", () => {
    const weights = [2, 1];
    const stated = problem({ residuals: rosenbrock, jacobian, x0: [-1.2, 1], weights });
    const run = solve(stated);
    for (let asked = run.ask(); asked.length > 0; asked = run.ask()) {
      run.tell(
        asked.map(({ id, oracle, x }) => ({ id, output: oracle === "residuals" ? rosenbrock(x) : jacobian(x) })),
      );
    }
    const r = minimize(stated);
    expect(run.result.x).toEqual(r.x);
    expect(run.result.counts).toEqual(r.counts);
  });

  test("goes on from a checkpoint bit for bit, its formula read again", () => {
    const make = () => problem({ residuals: rosenbrock, x0: [-1.2, 1] });
    const whole = minimize(make());
    const run = solve(make());
    let steps = 0;
    for (const _ of run) if (++steps === 4) break;
    const resumed = solve(make(), { checkpoint: JSON.parse(JSON.stringify(run.freeze())) });
    for (const _ of resumed);
    expect(resumed.result.x).toEqual(whole.x);
    expect(resumed.result.counts).toEqual(whole.counts);
  });

  test("an answer that is no array is an invalid evaluation, after the first", () => {
    let calls = 0;
    const residuals = (x: ArrayLike<number>) => (++calls === 9 ? (undefined as never) : rosenbrock(x));
    const r = minimize(problem({ residuals, x0: [-1.2, 1], derivatives: "finite-difference" }));
    expect(r.counts.invalid).toBe(1);
    expect(r.invalid[0]).toMatchObject({ oracle: "residuals" });
    expect(r.status).toBe("converged");
  });
});

describe("mistakes are named", () => {
  const x0 = [1, 1];
  const cases = [
    ["residuals beside an objective", "residuals-and-objective", { residuals: rosenbrock, objective: () => 1, x0 }],
    ["residuals beside a gradient", "residuals-and-objective", { residuals: rosenbrock, gradient: () => [1, 1], x0 }],
    ["squares to maximize", "residuals-and-objective", { residuals: rosenbrock, goal: "maximize", x0 }],
    ["a number for residuals", "not-residuals", { residuals: () => 1, x0 }],
    ["no residuals", "not-residuals", { residuals: () => [], x0 }],
    ["text for residuals", "not-a-function", { residuals: "r", x0 }],
    ["too few weights", "bad-weights", { residuals: rosenbrock, weights: [1], x0 }],
    ["a negative weight", "bad-weights", { residuals: rosenbrock, weights: [1, -1], x0 }],
    ["a name for a loss", "bad-loss", { residuals: rosenbrock, loss: "huber", x0 }],
    ["half a residual", "bad-residual-count", { residuals: rosenbrock, residualCount: 0.5, x0 }],
    ["a Jacobian of nothing", "residuals-missing", { objective: () => 1, jacobian, x0 }],
  ] as const;

  test.each(cases)("%s", (_name, code, definition) => {
    expect(() => problem(definition as never)).toThrow(expect.objectContaining({ code }));
  });

  test("residuals that throw at the start are the caller's to mend, with the cause", () => {
    const cause = new RangeError("no such table");
    const residuals = () => {
      throw cause;
    };
    expect(() => problem({ residuals, x0 })).toThrow(expect.objectContaining({ code: "objective-threw", cause }));
  });

  test("another number of residuals than before", () => {
    let calls = 0;
    const residuals = () => Array.from({ length: ++calls }, () => 1);
    expect(() => minimize(problem({ residuals, x0, derivatives: "finite-difference" }))).toThrow("are needed");
  });
});
