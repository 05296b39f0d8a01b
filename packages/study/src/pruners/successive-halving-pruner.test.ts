import fc from "fast-check";
import { expect, test } from "vitest";
import { SimulatedStudy } from "../conformance/simulated-study.ts";
import type { TrialState } from "../trial/trial-record.ts";
import { arrivals, crossingCurves, flatCurves } from "./fixtures/curves.ts";
import { decisionOn, opened, reported, reportedAt } from "./fixtures/seen.ts";
import { successiveHalvingPruner } from "./successive-halving-pruner.ts";

const pausing = successiveHalvingPruner({ mode: "pause", maximum: 81 });
const losses = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 100 });

test("each rung has the same budget, as in the paper's example of 9 trials up to 9 steps", () => {
  // L. Li et al. 2020: bracket 0 has 9 trials with 1 step, 3 with 3, 1 with 9: a budget of 9 for each rung
  const order = [3, 7, 1, 8, 2, 9, 4, 6, 5];
  const study = new SimulatedStudy(flatCurves(order, 9));
  study.run(successiveHalvingPruner({ mode: "pause", maximum: 9 }), { trials: 9 });
  expect(arrivals(study)).toEqual([9, 3, 1]);
  // a trial that is taken up again has its first steps already
  expect(study.spent).toBe(9 * 1 + 3 * 2 + 1 * 6);
});

test("taken up again, exactly a third of each rung goes on where all come to it at once, in any order", () => {
  fc.assert(
    fc.property(losses, (order) => {
      const study = new SimulatedStudy(flatCurves(order, 81));
      study.run(pausing, { trials: order.length, workers: order.length });
      const counts = arrivals(study);
      for (let k = 1; k <= 4; k++) expect(counts[k] ?? 0).toBe(Math.floor((counts[k - 1] ?? 0) / 3));
      // and it is the best third: the losses are the same at every rung
      const ranks = order.toSorted((a, b) => a - b);
      for (const { number, reports } of study.trials) {
        const rank = ranks.indexOf(order[number]);
        for (let k = 1; k < counts.length; k++) expect(reports.length >= 3 ** k).toBe(rank < counts[k]);
      }
    }),
    { numRuns: 40 },
  );
});

test("taken up again, what goes on is the best that waits and in the best third of its rung then; at the end no other is", () => {
  fc.assert(
    fc.property(losses, fc.integer({ min: 1, max: 5 }), (order, workers) => {
      const study = new SimulatedStudy(flatCurves(order, 81));
      let seen = 0;
      const atRung = (step: number) =>
        study.trials.filter(({ reports }) => reports.length >= step).map(({ number }) => number);
      const isAmongBest = (number: number, step: number) => {
        const rivals = atRung(step);
        const rank = rivals.filter((rival) => order[rival] < order[number]).length;
        return rank < Math.floor(rivals.length / 3);
      };
      const onStep = () => {
        // one worker: what is taken up is seen before another trial comes to a rung
        if (workers > 1 || study.promotions.length === seen) return;
        const { number, step } = study.promotions[seen++];
        expect(isAmongBest(number, step)).toBe(true);
        for (const other of study.trials) {
          if (other.state === "paused" && other.reports.length === step)
            expect(order[other.number]).toBeGreaterThan(order[number]);
        }
      };
      study.run(pausing, { trials: order.length, workers, onStep });
      expect(new Set(study.promotions.map(({ number, step }) => `${number} ${step}`)).size).toBe(
        study.promotions.length,
      );
      for (const { number, state, reports } of study.trials) {
        if (state === "paused") expect(isAmongBest(number, reports.length)).toBe(false);
      }
    }),
    { numRuns: 40 },
  );
});

test("stopping, a trial goes on when its rank is at most a third of those at its rung, of fewer than three when it is the best", () => {
  fc.assert(
    fc.property(losses, (order) => {
      const session = opened(successiveHalvingPruner);
      order.forEach((loss, number) => {
        const trial = reported(number, [loss]);
        session.see(trial);
        const rank = order.slice(0, number + 1).filter((other) => other <= loss).length;
        const expected = rank <= Math.max(1, Math.floor((number + 1) / 3)) ? "continue" : "prune";
        expect(session.decide(trial, () => true)).toBe(expected);
      });
    }),
  );
});

test("stopping, about a third of each rung goes on", () => {
  const study = new SimulatedStudy(crossingCurves(1)).run(successiveHalvingPruner, { trials: 2000, workers: 4 });
  const counts = arrivals(study);
  // curves that come in no order: floor(n / 3) / n of them, and the logarithm of n more by luck in the beginning
  for (let k = 1; k <= 3; k++) {
    expect(counts[k] / counts[k - 1]).toBeGreaterThan(0.25);
    expect(counts[k] / counts[k - 1]).toBeLessThan(0.45);
  }
});

test("equals are told apart by their number", () => {
  const trials = [0, 1, 2, 3, 4, 5].map((number) => reported(number, [1]));
  expect(
    trials.map((_, i) => decisionOn(successiveHalvingPruner, [...trials.filter((__, j) => j !== i), trials[i]])),
  ).toEqual(["continue", "continue", "prune", "prune", "prune", "prune"]);
});

test("the value at a rung is that of the first report at or after it", () => {
  // rungs at 1, 3, 9: 0 skipped the second, 1 reported it twice out of order
  const others = [
    reportedAt(0, [
      [1, 5],
      [4, 2],
      [3, 0],
    ]),
    reportedAt(1, [
      [1, 5],
      [3, 3],
      [2, 0],
    ]),
  ];
  const decision = (loss: number) =>
    decisionOn(successiveHalvingPruner, [
      ...others,
      reportedAt(2, [
        [1, 4],
        [3, loss],
      ]),
    ]);
  expect(decision(1.9)).toBe("continue");
  expect(decision(2.1)).toBe("prune");
  // several rungs at once: one that is lost at any of them is pruned
  expect(decisionOn(successiveHalvingPruner, [...others, reportedAt(2, [[9, 1]])])).toBe("continue");
  expect(decisionOn(successiveHalvingPruner, [...others, reportedAt(2, [[9, 2.5]])])).toBe("prune");
});

test("between rungs, and at the maximum, trials go on", () => {
  const others = [reported(0, Array(100).fill(0))];
  const decisions = (pruner: typeof pausing) =>
    Array.from({ length: 100 }, (_, i) => i + 1).filter(
      (step) => decisionOn(pruner, [...others, reported(1, Array(step).fill(1))]) !== "continue",
    );
  expect(decisions(successiveHalvingPruner)).toEqual([1, 3, 9, 27, 81]);
  expect(decisions(successiveHalvingPruner({ maximum: 81 }))).toEqual([1, 3, 9, 27]);
  expect(decisions(successiveHalvingPruner({ maximum: 80 }))).toEqual([1, 3, 9]);
  expect(decisions(successiveHalvingPruner({ minimum: 5, eta: 4 }))).toEqual([5, 20, 80]);
  expect(decisions(pausing)).toEqual([1, 3, 9, 27]);
});

test("a trial without a finite loss at a rung never goes on", () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    expect(decisionOn(successiveHalvingPruner, [reported(0, [bad])])).toBe("prune");
    const session = opened(pausing);
    for (const number of [0, 1, 2]) session.see(reported(number, [bad], "paused"));
    expect(session.promote?.()).toBeUndefined();
    session.see(reported(3, [9], "paused"));
    expect(session.promote?.()).toBe(3);
  }
});

test("fewer trials at a rung than minimumTrials decide nothing", () => {
  const pruner = successiveHalvingPruner({ minimumTrials: 4 });
  const good = [0, 1, 2].map((number) => reported(number, [0]));
  expect(decisionOn(pruner, [...good.slice(1), reported(3, [9])])).toBe("continue");
  expect(decisionOn(pruner, [...good, reported(3, [9])])).toBe("prune");
  const session = opened(successiveHalvingPruner({ mode: "pause", minimumTrials: 4 }));
  for (const number of [0, 1, 2]) session.see(reported(number, [number], "paused"));
  expect(session.promote?.()).toBeUndefined();
  session.see(reported(3, [3], "paused"));
  expect(session.promote?.()).toBe(0);
});

test("only trials that are paused are taken up again, and the others keep their rank", () => {
  const promoted = (...states: TrialState[]) => {
    const session = opened(pausing);
    states.forEach((state, number) => session.see(reported(number, [number], state)));
    return session.promote?.();
  };
  expect(promoted("paused", "paused", "paused")).toBe(0);
  for (const state of ["running", "complete", "stale", "failed", "pruned"] as const) {
    expect(promoted(state, "paused", "paused")).toBeUndefined();
    expect(promoted(state, "paused", "paused", "paused", "paused", "paused")).toBe(1);
    expect(promoted("paused", state, "paused")).toBe(0);
  }
});

test("the highest rung goes first", () => {
  const session = opened(pausing);
  for (let number = 0; number < 9; number++) session.see(reported(number, [number], "paused"));
  for (const number of [0, 1, 2]) session.see(reported(number, [number, number, number + 10], "paused"));
  expect(session.promote?.()).toBe(0);
  session.see(reported(0, [0, 0, 10], "running"));
  expect(session.promote?.()).toBeUndefined();
});

test("a trial that was given up before its next rung waits again; one that begins anew counts anew", () => {
  const session = opened(pausing);
  for (const number of [0, 1, 2]) session.see(reported(number, [number], "paused"));
  session.see(reported(0, [0, 0], "running"));
  expect(session.promote?.()).toBeUndefined();
  session.see(reported(0, [0, 0], "paused"));
  expect(session.promote?.()).toBe(0);
  session.see(reported(2, [], "waiting"));
  expect(session.promote?.()).toBeUndefined();
  session.see(reported(2, [1.5], "paused"));
  expect(session.promote?.()).toBe(0);
});

test("a trial that was interrupted after its last step goes on to its end", () => {
  const session = opened(successiveHalvingPruner({ mode: "pause", maximum: 9 }));
  for (const number of [0, 1, 2]) session.see(reported(number, Array(3).fill(number), "paused"));
  session.see(reported(2, Array(9).fill(2), "paused"));
  expect(session.promote?.()).toBe(2);
  session.see(reported(2, Array(9).fill(2), "complete"));
  expect(session.promote?.()).toBe(0);
});

test("a rival that begins anew is none until it comes to the rung again", () => {
  const session = opened(successiveHalvingPruner);
  const trial = reported(1, [5]);
  session.see(reported(0, [1]));
  session.see(trial);
  expect(session.decide(trial, () => true)).toBe("prune");
  session.see(reported(0, [], "waiting"));
  expect(session.decide(trial, () => true)).toBe("continue");
});

test("options that make no sense are refused", () => {
  expect(() => successiveHalvingPruner({ eta: 1 })).toThrow("eta is 1: give a number of at least 2.");
  expect(() => successiveHalvingPruner({ minimum: 0 })).toThrow("minimum is 0");
  expect(() => successiveHalvingPruner({ minimum: 5, maximum: 4 })).toThrow("maximum is 4");
  expect(() => successiveHalvingPruner({ mode: "stopping" as never })).toThrow(
    'mode is stopping: give "stop" or "pause".',
  );
  expect(() => successiveHalvingPruner({ minimumTrials: 0 })).toThrow("minimumTrials is 0");
});
