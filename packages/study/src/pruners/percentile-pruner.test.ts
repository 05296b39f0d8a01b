import fc from "fast-check";
import { expect, test } from "vitest";
import { decisionOn, opened, reported, reportedAt } from "./fixtures/seen.ts";
import { medianPruner } from "./median-pruner.ts";
import { percentilePruner } from "./percentile-pruner.ts";

const complete = [1, 2, 3, 4, 5].map((loss, number) => reported(number, [10 * loss, loss], "complete"));

test("a trial that is worse than the median at its step is pruned, one that equals it is not", () => {
  expect(decisionOn(medianPruner, [...complete, reported(5, [30.1])])).toBe("prune");
  expect(decisionOn(medianPruner, [...complete, reported(5, [30])])).toBe("continue");
  expect(decisionOn(medianPruner, [...complete, reported(5, [10, 3.5])])).toBe("prune");
});

test("the best loss so far counts, not the last", () => {
  expect(decisionOn(medianPruner, [...complete, reported(5, [2.5, 100])])).toBe("continue");
});

test("the percentile pruner keeps the part that it says", () => {
  const keep25 = percentilePruner({ percentile: 25 });
  expect(decisionOn(keep25, [...complete, reported(5, [20])])).toBe("continue");
  expect(decisionOn(keep25, [...complete, reported(5, [21])])).toBe("prune");
  expect(decisionOn(percentilePruner({ percentile: 100 }), [...complete, reported(5, [50])])).toBe("continue");
});

test("the median and the 50th percentile decide the same, as a count of the better trials says", () => {
  const losses = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(losses, fc.integer({ min: 0, max: 9 }), (others, own) => {
      const trials = [...others.map((loss, number) => reported(number, [loss], "complete")), reported(99, [own])];
      const decision = decisionOn(medianPruner({ startup: 0 }), trials);
      expect(decisionOn(percentilePruner({ percentile: 50, startup: 0 }), trials)).toBe(decision);
      // worse than the mean of the two in the middle, which are one for an odd number
      const sorted = others.toSorted((a, b) => a - b);
      const middle = sorted[Math.floor((others.length - 1) / 2)] + sorted[Math.floor(others.length / 2)];
      expect(decision).toBe(2 * own > middle ? "prune" : "continue");
    }),
  );
});

test("nothing is pruned before enough trials are complete, or have come to the step", () => {
  const bad = reported(5, [99]);
  expect(decisionOn(medianPruner, [...complete.slice(1), bad])).toBe("continue");
  expect(decisionOn(medianPruner({ startup: 4 }), [...complete.slice(1), bad])).toBe("prune");
  const late = reported(5, [99, 99, 99]);
  expect(decisionOn(medianPruner, [...complete, late])).toBe("continue");
  const longer = reported(6, [1, 1, 1], "complete");
  expect(decisionOn(medianPruner, [...complete, longer, late])).toBe("prune");
  expect(decisionOn(medianPruner({ minimumTrials: 2 }), [...complete, longer, late])).toBe("continue");
});

test("trials that are not complete do not count", () => {
  const others = (["running", "pruned", "failed", "paused", "stale", "waiting"] as const).map((state, i) =>
    reported(10 + i, [0, 0], state),
  );
  expect(decisionOn(medianPruner, [...complete, ...others, reported(5, [29])])).toBe("continue");
});

test("trials that are not visible do not count", () => {
  expect(decisionOn(medianPruner, [...complete, reported(5, [99])], (number) => number > 0)).toBe("continue");
  const good = reported(6, [0, 0], "complete");
  const trials = [...complete, good, reported(7, [30])];
  expect(decisionOn(medianPruner, trials)).toBe("prune");
  expect(decisionOn(medianPruner, trials, (number) => number !== 6)).toBe("continue");
});

test("decisions fall at the warmup step and every interval after it, and are made up for when skipped", () => {
  const others = complete.map(({ number }) => reported(number, Array(20).fill(0), "complete"));
  const pruner = medianPruner({ warmup: 5, interval: 4 });
  const due = (...steps: number[]) =>
    decisionOn(pruner, [
      ...others,
      reportedAt(
        5,
        steps.map((step) => [step, 9]),
      ),
    ]);
  const dueSteps = Array.from({ length: 20 }, (_, i) => i + 1).filter(
    (step) => due(...Array.from({ length: step }, (_, i) => i + 1)) === "prune",
  );
  expect(dueSteps).toEqual([5, 9, 13, 17]);
  expect(due(4, 7)).toBe("prune");
  expect(due(4, 7, 8)).toBe("continue");
  expect(due(4, 7, 10)).toBe("prune");
  expect(due(4, 19)).toBe("prune");
  // a report of an earlier step is none to decide at
  expect(due(4, 10, 9)).toBe("continue");
});

test("a trial that skipped a step is compared with by its first report after it", () => {
  const others = complete.map(({ number }) =>
    reportedAt(
      number,
      [
        [1, 50],
        [4, 7],
        [2, 0],
      ],
      "complete",
    ),
  );
  expect(decisionOn(medianPruner, [...others, reportedAt(5, [[2, 7]])])).toBe("continue");
  expect(decisionOn(medianPruner, [...others, reportedAt(5, [[2, 8]])])).toBe("prune");
});

test("what is no finite number is worse than any number, in the trial and in the others", () => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    expect(decisionOn(medianPruner, [...complete, reported(5, [bad])])).toBe("prune");
    expect(decisionOn(medianPruner, [...complete, reported(5, [3, bad])])).toBe("continue");
    const others = complete.map((trial, i) => (i < 2 ? reported(i, [bad, bad], "complete") : trial));
    // 30, 40, 50, bad, bad
    expect(decisionOn(medianPruner, [...others, reported(5, [50])])).toBe("continue");
    expect(decisionOn(medianPruner, [...others, reported(5, [51])])).toBe("prune");
    const hopeless = complete.map(({ number }) => reported(number, [bad], "complete"));
    expect(decisionOn(medianPruner, [...hopeless, reported(5, [bad])])).toBe("prune");
    expect(decisionOn(medianPruner, [...hopeless, reported(5, [1e300])])).toBe("continue");
  }
});

test("a trial that begins anew is read anew", () => {
  const session = opened(medianPruner);
  for (const trial of complete) session.see(trial);
  session.see(reported(5, [3, 3, 3]));
  session.see(reported(5, [], "waiting"));
  session.see(reported(5, [45]));
  expect(session.decide(reported(5, [45]), () => true)).toBe("prune");
});
