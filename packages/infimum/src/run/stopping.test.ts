import { expect, test } from "vitest";
import { problem } from "../problem/problem.ts";
import { Ledger } from "./ledger.ts";
import { method } from "./method.ts";
import { Stopping, type StoppingOptions } from "./stopping.ts";

const settling = method({
  name: "settling",
  version: 1,
  title: "Settles by two measures",
  needs: ["value"],
  options: {},
  // oxlint-disable-next-line require-yield -- nothing is run here
  *start() {
    return { size: 1, slope: 1 };
  },
  *step() {},
  measures: ({ size, slope }) => ({ size, slope }),
  settles: { size: 1e-3, slope: 1e-8 },
});

const x = Float64Array.of(1, 2);

function stopping(options: StoppingOptions, goal: "minimize" | "maximize" = "minimize") {
  const ledger = new Ledger(problem({ x0: x, objective: () => 0, goal }));
  return { ledger, stopping: new Stopping(settling, ledger, 2, goal === "minimize" ? 1 : -1, options) };
}

test("a budget of evaluations refuses the next question once it is used up, and says so", () => {
  const { ledger, stopping: stops } = stopping({ budget: { evaluations: 2 } });
  for (let k = 0; k < 2; k++) {
    expect(stops.refuses()).toBe(false);
    ledger.count("value");
  }
  expect(stops.refuses()).toBe(true);
  expect([stops.status, stops.message]).toEqual(["evaluations", "the budget of 2 evaluations is used up."]);
});

test("a budget of 0 refuses at once", () => {
  expect(stopping({ budget: { evaluations: 0 } }).stopping.refuses()).toBe(true);
  expect(stopping({ budget: { iterations: 0 } }).stopping.refusesIteration(0)).toBe(true);
  expect(stopping({ budget: { seconds: 0 } }).stopping.refuses()).toBe(true);
});

test("without any budget there is a default, and the message says how to set one", () => {
  const { ledger, stopping: stops } = stopping({});
  ledger.evaluations = 60_000 - 1;
  expect(stops.refuses()).toBe(false);
  ledger.evaluations = 60_000;
  expect(stops.refuses()).toBe(true);
  expect(stops.message).toMatch(/default of 60000 evaluations is used up: set budget/);
});

test("with a budget of iterations or seconds, evaluations have no limit", () => {
  for (const budget of [{ iterations: 5 }, { seconds: 60 }]) {
    const { ledger, stopping: stops } = stopping({ budget });
    ledger.evaluations = 1e9;
    expect(stops.refuses()).toBe(false);
  }
});

test("iterations are refused between iterations, not inside one", () => {
  const { stopping: stops } = stopping({ budget: { iterations: 3 } });
  expect(stops.refusesIteration(2)).toBe(false);
  expect(stops.refuses()).toBe(false);
  expect(stops.refusesIteration(3)).toBe(true);
  expect(stops.message).toBe("the budget of 3 iterations is used up.");
});

test("a target ends a run between questions, but not inside a batch", () => {
  const { ledger, stopping: stops } = stopping({ target: 1 });
  ledger.consider(x, 1.5);
  expect(stops.refuses()).toBe(false);
  ledger.consider(x, 1);
  expect(stops.refuses(true)).toBe(false);
  expect(stops.refuses()).toBe(true);
  expect([stops.status, stops.message]).toEqual(["target", "the value 1 <= the target 1."]);
});

test("a target of a maximum is reached from below, and the message is in the caller's terms", () => {
  const { ledger, stopping: stops } = stopping({ target: 10 }, "maximize");
  // values in a ledger are turned to minimization
  ledger.consider(x, -9);
  expect(stops.refuses()).toBe(false);
  ledger.consider(x, -11);
  expect(stops.refuses()).toBe(true);
  expect(stops.message).toBe("the value 11 >= the target 10.");
});

test("an aborted signal refuses the next question, inside a batch too", () => {
  const controller = new AbortController();
  const { stopping: stops } = stopping({ signal: controller.signal });
  expect(stops.refuses(true)).toBe(false);
  controller.abort();
  expect(stops.refuses(true)).toBe(true);
  expect(stops.status).toBe("aborted");
});

test("what stopped a run first is what is reported", () => {
  const controller = new AbortController();
  const { ledger, stopping: stops } = stopping({ signal: controller.signal, target: 1, budget: { evaluations: 1 } });
  ledger.count("value");
  ledger.consider(x, 0);
  controller.abort();
  expect(stops.refuses()).toBe(true);
  expect(stops.status).toBe("target");
  stops.stop("failed", "later");
  expect(stops.status).toBe("target");
});

test("a budget of seconds ends within a few questions of its end, whatever a question costs", () => {
  for (const milliseconds of [0, 1, 8]) {
    const { ledger, stopping: stops } = stopping({ budget: { seconds: 0.03 } });
    const start = performance.now();
    while (!stops.refuses()) {
      ledger.count("value");
      for (const begun = performance.now(); performance.now() - begun < milliseconds; );
    }
    expect(stops.status).toBe("time");
    const seconds = (performance.now() - start) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(0.03);
    // the clock is looked at every hundredth of a second or so; the rest is for a busy machine
    expect(seconds).toBeLessThan(1);
  }
});

test("the seconds of earlier parts of a run count", () => {
  const { stopping: stops } = stopping({ budget: { seconds: 100 } });
  expect(stops.refuses()).toBe(false);
  stops.earlierSeconds = 101;
  expect(stops.elapsed).toBeGreaterThanOrEqual(101);
  expect(stops.secondsLeft).toBeLessThan(0);
  // the clock may have been read just before, and is then looked at again within a stride
  let refused = false;
  for (let k = 0; k < 2000 && !refused; k++) refused = stops.refuses();
  expect(stops.status).toBe("time");
});

test("tolerances are the method's, one for all, or one for some", () => {
  const testsWith = (tolerance: StoppingOptions["tolerance"]) =>
    Object.fromEntries(stopping({ tolerance }).stopping.tests.map((each) => [each.measure, each.tolerance]));
  expect(testsWith(undefined)).toEqual({ size: 1e-3, slope: 1e-8 });
  expect(testsWith(1e-5)).toEqual({ size: 1e-5, slope: 1e-5 });
  expect(testsWith({ slope: 0 })).toEqual({ size: 1e-3, slope: 0 });
});

test.each([
  [{ budget: { evaluations: -1 } }, "bad-budget", "budget.evaluations is -1"],
  [{ budget: { iterations: NaN } }, "bad-budget", "budget.iterations is NaN"],
  [{ budget: { seconds: "60" } }, "bad-budget", "budget.seconds is 60"],
  [{ budget: { evals: 100 } }, "unknown-option", "budget.evals is not known"],
  [{ tolerance: -1 }, "bad-tolerance", "the tolerance is -1"],
  [{ tolerance: { slope: "small" } }, "bad-tolerance", "the tolerance is small"],
  [{ tolerance: { steepness: 1 } }, "unknown-measure", "known are size, slope"],
  [{ target: "0" }, "bad-target", "target is 0: give the value to reach, a number"],
])("%j is refused", (options, code, words) => {
  expect(() => stopping(options as StoppingOptions)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(words) }),
  );
});

test("a target of NaN is refused: it would never be reached", () => {
  expect(() => stopping({ target: NaN })).toThrow(expect.objectContaining({ code: "bad-target" }));
});
