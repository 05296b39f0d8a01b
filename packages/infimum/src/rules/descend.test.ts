import { describe, expect, test } from "vitest";
import { minimizer } from "../minimizer.ts";
import { RandomStream } from "../numerics/random/stream.ts";
import { distance, dot, type Vector } from "../numerics/vector.ts";
import { problem } from "../problem/problem.ts";
import { prepare } from "../run/prepare.ts";
import { Run } from "../run/run.ts";
import { adam } from "./adam.ts";
import { adamMethod } from "./adam-method.ts";
import { descend } from "./descend.ts";
import { sgd } from "./sgd.ts";

const { minimize, solve } = minimizer([adamMethod]);

/** (a_i' x - b_i)^2 / 2 for rows i = sample mod 50, all satisfied by `solution`. */
function rows(solution: Vector) {
  const n = solution.length;
  const a = new RandomStream().key(1, 1, 0, 0).fillNormal(new Float64Array(50 * n));
  const asked: number[] = [];
  const sampled = (x: ArrayLike<number>, sample: number, out: Vector): number => {
    asked.push(sample);
    const row = a.subarray((sample % 50) * n, ((sample % 50) + 1) * n);
    const residual = dot(row, Float64Array.from(x)) - dot(row, solution);
    for (let i = 0; i < n; i++) out[i] = residual * row[i];
    return residual ** 2 / 2;
  };
  return { sampled, asked };
}

describe("descend", () => {
  const solution = Float64Array.of(1, -2, 0.5);

  test("approaches the solution of least squares from one row at a time, asking the rows in order", () => {
    const { sampled, asked } = rows(solution);
    const result = minimize(problem({ sampled, x0: [0, 0, 0] }), {
      method: descend(adam({ stepSize: 0.05 })),
      budget: { iterations: 4000 },
    });
    expect(result.status).toBe("iterations");
    // all rows agree at the solution, so even a constant step size comes near
    expect(distance(result.x, solution)).toBeLessThan(1e-3);
    expect(result.counts.sampledGradient).toBe(4000);
    expect(asked.slice(0, 60)).toEqual(Array.from({ length: 60 }, (_, k) => k));
    expect(result.value).toBeNaN();
  });

  test("makes the same steps as the rule alone", () => {
    const { sampled } = rows(solution);
    const rule = sgd({ stepSize: 0.1, momentum: 0.5 });
    let params = new Float64Array(3);
    let state = rule.init(params);
    const gradient = new Float64Array(3);
    for (let k = 0; k < 30; k++) {
      sampled(params, k, gradient);
      [params, state] = rule.update(gradient.slice(), state, params);
    }
    const result = minimize(problem({ sampled, x0: [0, 0, 0] }), { method: descend(rule), budget: { iterations: 30 } });
    expect(result.x).toEqual(params);
  });

  test("is listed as adam, takes the options of adam, and carries its paper", () => {
    expect(adamMethod.name).toBe("adam");
    expect(adamMethod.options).toEqual({ stepSize: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 });
    expect(adamMethod.papers[0].source).toBe("arXiv:1412.6980");
    const stated = problem({ sampled: rows(solution).sampled, x0: [0, 0, 0] });
    const byOptions = minimize(stated, { method: adamMethod({ stepSize: 0.1 }), budget: { iterations: 20 } });
    const byRule = minimize(stated, { method: descend(adam({ stepSize: 0.1 })), budget: { iterations: 20 } });
    expect(byOptions.x).toEqual(byRule.x);
    expect(byOptions.x).not.toEqual(minimize(stated, { method: "adam", budget: { iterations: 20 } }).x);
    expect(() => adamMethod({ beta1: 2 })).toThrow(expect.objectContaining({ code: "bad-option" }));
  });

  test("goes on bit for bit from a checkpoint, with the options it was made with", () => {
    const stated = problem({ sampled: rows(solution).sampled, x0: [0, 0, 0] });
    const method = adamMethod({ stepSize: 0.1 });
    const straight = minimize(stated, { method, budget: { iterations: 40 } });
    const run = solve(stated, { method });
    for (const step of run) if (step.iteration === 17) break;
    const checkpoint = JSON.parse(JSON.stringify(run.freeze()));
    const resumed = minimize(stated, { checkpoint, budget: { iterations: 40 } });
    expect(resumed.x).toEqual(straight.x);
  });

  test("writes to its state only after the answer", () => {
    const { sampled } = rows(solution);
    const method = descend(adam());
    const run = new Run(prepare(problem({ sampled, x0: [0, 0, 0] }), method), method, { audit: true, inline: false });
    for (let k = 0; k < 10; k++) {
      const [{ id, x, sample, out }] = run.ask();
      expect(sample).toBe(k);
      run.tell(id, { value: sampled(x, sample as number, out as Vector), output: out });
    }
    expect(run.state!.count).toBe(9);
  });

  test("minimizes a function with a whole gradient, in the run's own best point", () => {
    const result = minimize(([a, b]) => (a - 1) ** 2 + 10 * (b + 1) ** 2, [0, 0], {
      gradient: ([a, b], out) => {
        out[0] = 2 * (a - 1);
        out[1] = 20 * (b + 1);
        return (a - 1) ** 2 + 10 * (b + 1) ** 2;
      },
      method: descend(adam({ stepSize: 0.05 })),
      budget: { iterations: 1000 },
    });
    expect(result.value).toBeLessThan(1e-6);
  });

  test("skips samples without a usable gradient, and fails after a hundred in a row", () => {
    const { sampled } = rows(solution);
    const sometimes = problem({
      sampled: (x, sample, out) => (sample % 7 === 3 ? NaN : sampled(x, sample, out)),
      x0: [0, 0, 0],
    });
    const result = minimize(sometimes, { method: adamMethod({ stepSize: 0.05 }), budget: { iterations: 4000 } });
    expect(distance(result.x, solution)).toBeLessThan(1e-3);
    const late = problem({ sampled: (x, sample, out) => (sample > 5 ? NaN : sampled(x, sample, out)), x0: [0, 0, 0] });
    const failed = minimize(late, { method: "adam" });
    expect(failed.status).toBe("failed");
    expect(failed.counts.invalid).toBe(100);
    expect(failed.x.every((entry) => Number.isFinite(entry))).toBe(true);
  });

  test("fails before its parameters are infinite", () => {
    const result = minimize(
      problem({ sampled: (x, _sample, out) => ((out[0] = 3 * x[0]), 1.5 * x[0] ** 2 || 1), x0: [1] }),
      {
        method: descend(sgd({ stepSize: 1e200 })),
      },
    );
    expect(result.status).toBe("failed");
    expect(Number.isFinite(result.x[0])).toBe(true);
  });
});
