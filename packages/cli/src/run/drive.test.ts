import { type OpenRun, problem, solve } from "infimum";
import { describe, expect, it } from "vitest";
import { drive } from "./drive.ts";

const objective = (x: ArrayLike<number>): number => (x[0] - 1) ** 2 + 2 * (x[1] + 3) ** 2 + x[0] * x[1];
const start = [3, 4] as const;
const budget = { evaluations: 300 };
const patient = { signal: new AbortController().signal, parallel: 1, seconds: Infinity };

const plain = problem({ objective, x0: start, derivatives: "none" });
const later = problem({ objective: async ([...x]) => objective(x), x0: start, derivatives: "none" });

/** The truth: the library's own iteration. */
function iterated(): OpenRun {
  const run = solve(plain, { method: "nelder-mead", budget });
  for (const _ of run);
  return run;
}

describe("drive", () => {
  it("ends where the library's own iteration ends, with the same counts", async () => {
    const run = solve(plain, { method: "nelder-mead", budget });
    expect(await drive(run, plain, patient)).toBe("sync");
    const { x, value, counts, status } = iterated().result;
    expect(run.result).toMatchObject({ x, value, counts, status });
  });

  it("waits for promises and ends at the same point", async () => {
    const run = solve(later, { method: "nelder-mead", budget });
    expect(await drive(run, later, { ...patient, parallel: 3 })).toBe("async");
    const { x, value, counts } = iterated().result;
    expect(run.result).toMatchObject({ x, value, counts });
  });

  it("waits for a gradient that does not return its value", async () => {
    const bowl = problem({
      objective: async (x) => x[0] ** 2 + x[1] ** 2,
      gradient: async (x) => [2 * x[0], 2 * x[1]],
      x0: start,
    });
    const run = solve(bowl, { method: "bfgs" });
    expect(await drive(run, bowl, patient)).toBe("async");
    expect(run.result.value).toBeLessThan(1e-10);
  });

  it("lets the event loop turn while it runs", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 10);
    const busy = problem({
      objective: (x) => {
        const end = performance.now() + 3;
        while (performance.now() < end);
        return objective(x);
      },
      x0: start,
      derivatives: "none",
    });
    await drive(solve(busy, { method: "nelder-mead", budget }), busy, patient);
    clearInterval(timer);
    // 144 evaluations, so 430 ms of work with a turn every 50 ms
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  it("does not wait for an answer once it is aborted", async () => {
    const controller = new AbortController();
    let asked = 0;
    const stuck = problem({
      objective: async (x) => {
        if (++asked < 5) return objective(x);
        setTimeout(() => controller.abort(), 10);
        return new Promise<number>(() => {});
      },
      x0: start,
      derivatives: "none",
    });
    const run = solve(stuck, { method: "nelder-mead", signal: controller.signal });
    await drive(run, stuck, { ...patient, signal: controller.signal });
    expect(run.result).toMatchObject({ status: "aborted", evaluations: 4 });
    expect(asked).toBe(5);
  });
});
