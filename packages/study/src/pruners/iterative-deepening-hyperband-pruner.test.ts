import { expect, test } from "vitest";
import { type SimulatedCurves, SimulatedStudy } from "../conformance/simulated-study.ts";
import { bracketSizes, DeepeningBrackets } from "./brackets.ts";
import type { DeepeningMode } from "./deepening-session.ts";
import { arrivals, crossingCurves, parallelCurves, unrelatedCurves } from "./fixtures/curves.ts";
import { deepenedHyperband, hyperband } from "./fixtures/hyperband.ts";
import { table } from "./fixtures/hyperband-table.ts";
import { opened, reported } from "./fixtures/seen.ts";
import { iterativeDeepeningHyperbandPruner } from "./iterative-deepening-hyperband-pruner.ts";

const modes: readonly DeepeningMode[] = ["discarding", "preserving", "efficient"];
const brackets = new DeepeningBrackets(3);

/** How many trials a Hyperband with that last rung has: 1, 5, 17, 49, 143. */
const trialsOf = (lastRung: number) => bracketSizes(3, lastRung).reduce((sum, size) => sum + size);
const membersOf = (lastRung: number) =>
  Array.from({ length: lastRung + 1 }, (_, bracket) => brackets.members(bracket, lastRung));

/** A study with a maximum of 27 that is full, and the same with a maximum of 81 afterwards. */
function raised(curves: SimulatedCurves, mode: DeepeningMode, workers = 1) {
  const study = new SimulatedStudy({ ...curves, steps: Infinity });
  study.run(iterativeDeepeningHyperbandPruner({ maximum: 27, mode }), { trials: trialsOf(3), workers });
  const before = study.spent;
  const steps = study.trials.map(({ reports }) => reports.length);
  study.run(iterativeDeepeningHyperbandPruner({ maximum: 81, mode }), { trials: trialsOf(4), workers });
  return { study, before, steps, after: study.spent - before };
}

/** The trial with the least loss of those that have come to 81 steps. */
function incumbentOf({ trials }: SimulatedStudy): number {
  const finalists = trials.filter(({ reports }) => reports.length === 81);
  return finalists.reduce((best, each) => (each.reports[80].value < best.reports[80].value ? each : best)).number;
}

test.each(
  modes,
)("%s: raised from 27 to 81, the incumbent is that of a fresh Hyperband where curves do not cross", (mode) => {
  for (let seed = 0; seed < 10; seed++) {
    const curves = parallelCurves(seed);
    const fresh = hyperband(membersOf(4), curves.loss);
    const { study, after } = raised(curves, mode, 1 + (seed % 4));
    expect(incumbentOf(study)).toBe(fresh.incumbent);
    // less than the fresh one spends, even if that takes up its own trials where they were
    expect(after).toBeLessThan(fresh.resumed);
    expect(after).toBeLessThan(fresh.anew);
  }
});

test("discarding: also where curves cross, every trial that a fresh Hyperband promotes is promoted", () => {
  for (let seed = 0; seed < 10; seed++) {
    const curves = crossingCurves(seed);
    const fresh = hyperband(membersOf(4), curves.loss);
    const { study } = raised(curves, "discarding", 1 + (seed % 4));
    fresh.rungs.forEach((rungs, bracket) => {
      rungs.forEach((trials, k) => {
        for (const number of trials) {
          expect(study.trials[number].reports.length).toBeGreaterThanOrEqual(3 ** (bracket + k));
        }
      });
    });
    const [best] = [fresh.incumbent, incumbentOf(study)].map((number) => curves.loss(number, 81));
    expect(curves.loss(incumbentOf(study), 81)).toBeLessThanOrEqual(best);
  }
});

test.each(
  modes,
)("%s: where brackets fill at once, exactly those trials are promoted that the paper's algorithm promotes", (mode) => {
  for (let seed = 0; seed < 4; seed++) {
    for (const lastRungs of [[3, 4], [0, 1, 2, 3, 4], [2, 4], [4]]) {
      const curves = seed < 2 ? crossingCurves(seed, Infinity) : unrelatedCurves(seed, Infinity);
      const study = new SimulatedStudy(curves);
      for (const lastRung of lastRungs) {
        // as many workers as trials: all of a bracket come to its lowest rung together
        const trials = trialsOf(lastRung);
        study.run(iterativeDeepeningHyperbandPruner({ maximum: 3 ** lastRung, mode }), { trials, workers: trials });
      }
      const expected = deepenedHyperband(mode, lastRungs, membersOf, curves.loss);
      const heights = study.trials.map(({ reports }) => 1 + Math.round(Math.log(reports.length) / Math.log(3)));
      expect(heights).toEqual(study.trials.map(({ number }) => expected.get(number)));
    }
  }
});

test("trials of brackets that are not full are promoted as well", () => {
  const study = new SimulatedStudy(crossingCurves(3, Infinity));
  study.run(iterativeDeepeningHyperbandPruner({ maximum: 81 }), { trials: trialsOf(3) + 60 });
  const late = study.trials.filter(({ number }) => number >= trialsOf(3) && brackets.of(number) === 0);
  // a third of them, but for the places that are kept
  expect(late.filter(({ reports }) => reports.length > 1).length).toBeGreaterThan(late.length / 5);
});

test("efficient: after each maximum, every rung of every bracket has the size of the paper's table", () => {
  for (const workers of [1, 5]) {
    const { study } = raised(crossingCurves(2), "efficient", workers);
    table.forEach((sizes, bracket) => {
      const counts = arrivals(study, (number) => brackets.of(number) === bracket);
      expect(counts).toEqual([...Array(bracket).fill(sizes[0]), ...sizes]);
    });
  }
});

test.each(
  modes,
)("%s: all brackets are consistent: full below, and at least the table's trials in each rung", (mode) => {
  for (let seed = 0; seed < 5; seed++) {
    const { study } = raised(crossingCurves(seed), mode, 3);
    table.forEach((sizes, bracket) => {
      const counts = arrivals(study, (number) => brackets.of(number) === bracket);
      expect(counts[0]).toBe(sizes[0]);
      sizes.forEach((size, k) => expect(counts[bracket + k]).toBeGreaterThanOrEqual(size));
    });
  }
});

test.each(modes)("%s: nothing that was evaluated is evaluated again, and trials keep their brackets", (mode) => {
  const { study, steps } = raised(crossingCurves(4), mode, 2);
  steps.forEach((length, number) => expect(study.trials[number].reports.length).toBeGreaterThanOrEqual(length));
  for (const { reports } of study.trials) {
    expect(reports.map(({ step }) => step)).toEqual(reports.map((_, i) => i + 1));
  }
  const taken = study.promotions.map(({ number, step }) => `${number} at ${step}`);
  expect(new Set(taken).size).toBe(taken.length);
});

test.each(
  modes,
)("%s: raised step by step from 1, or at 81 from the beginning, the same trials are evaluated", (mode) => {
  const curves = crossingCurves(6, Infinity);
  const stepwise = new SimulatedStudy(curves);
  for (let lastRung = 0; lastRung <= 4; lastRung++) {
    const pruner = iterativeDeepeningHyperbandPruner({ maximum: 3 ** lastRung, mode });
    stepwise.run(pruner, { trials: trialsOf(lastRung) });
  }
  const atOnce = new SimulatedStudy(curves);
  atOnce.run(iterativeDeepeningHyperbandPruner({ maximum: 81, mode }), { trials: trialsOf(4) });
  const unbounded = new SimulatedStudy(curves);
  unbounded.run(iterativeDeepeningHyperbandPruner({ mode }), { trials: trialsOf(4) });
  expect(atOnce.trials).toEqual(stepwise.trials);
  expect(unbounded.trials).toEqual(stepwise.trials);
});

test("trials beyond those of the maximum wait there for a larger one, which takes them up first", () => {
  const study = new SimulatedStudy(crossingCurves(7, Infinity));
  study.run(iterativeDeepeningHyperbandPruner({ maximum: 27 }), { trials: trialsOf(4) });
  const waiting = brackets.members(4, 4);
  for (const number of waiting) expect(study.trials[number].reports).toHaveLength(27);
  study.run(iterativeDeepeningHyperbandPruner({ maximum: 81 }), { trials: trialsOf(4) });
  for (const number of waiting) expect(study.trials[number].reports).toHaveLength(81);
  expect(study.promotions.some(({ number, step }) => number === waiting[0] && step === 27)).toBe(true);
});

test("of several brackets, the one that is furthest goes first", () => {
  const session = opened(iterativeDeepeningHyperbandPruner);
  for (const number of brackets.members(0, 1)) session.see(reported(number, [number], "paused"));
  const second = brackets.members(1, 2);
  for (const number of second) session.see(reported(number, [number, number, number], "paused"));
  expect(session.promote?.()).toBe(second[0]);
  session.see(reported(second[0], [0, 0, 0], "running"));
  expect(session.promote?.()).toBe(brackets.members(0, 1)[0]);
});

test("a trial that fails counts as the worst of its rung, and holds nobody up", () => {
  const session = opened(iterativeDeepeningHyperbandPruner({ maximum: 3 }));
  const first = brackets.members(0, 1);
  session.see(reported(first[0], [1], "paused"));
  session.see(reported(first[1], [2], "paused"));
  session.see(reported(first[2], []));
  expect(session.promote?.()).toBeUndefined();
  session.see(reported(first[2], [], "failed"));
  expect(session.promote?.()).toBe(first[0]);
  session.see(reported(first[2], [], "stale"));
  expect(session.promote?.()).toBe(first[0]);
});

test("a trial without a finite loss is never promoted", () => {
  const session = opened(iterativeDeepeningHyperbandPruner);
  for (const number of brackets.members(0, 1)) session.see(reported(number, [NaN], "paused"));
  expect(session.promote?.()).toBeUndefined();
});

test("a trial that was complete at a lower maximum keeps its place, and is not taken up", () => {
  const session = opened(iterativeDeepeningHyperbandPruner({ maximum: 3 }));
  const [a, b, c] = brackets.members(0, 1);
  session.see(reported(a, [1], "complete"));
  session.see(reported(b, [2], "paused"));
  session.see(reported(c, [3], "paused"));
  expect(session.promote?.()).toBeUndefined();
});

test("options that make no sense are refused", () => {
  expect(() => iterativeDeepeningHyperbandPruner({ mode: "stop" as never })).toThrow(
    'mode is stop: give "discarding", "preserving" or "efficient".',
  );
  expect(() => iterativeDeepeningHyperbandPruner({ maximum: 0.5 })).toThrow("maximum is 0.5");
});
