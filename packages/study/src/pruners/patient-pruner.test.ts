import fc from "fast-check";
import { expect, test } from "vitest";
import { decisionOn, opened, reported } from "./fixtures/seen.ts";
import { medianPruner } from "./median-pruner.ts";
import { patientPruner } from "./patient-pruner.ts";
import { successiveHalvingPruner } from "./successive-halving-pruner.ts";
import { thresholdPruner } from "./threshold-pruner.ts";

test("a trial ends after as many reports without an improvement as its patience", () => {
  const pruner = patientPruner({ patience: 2 });
  const decisions = [[5], [5, 5], [5, 5, 5], [5, 5, 4], [5, 4, 6], [5, 4, 6, 4], [5, 4, 6, 4, 3]].map((losses) =>
    decisionOn(pruner, [reported(0, losses)]),
  );
  expect(decisions).toEqual(["continue", "continue", "prune", "continue", "continue", "prune", "continue"]);
});

test("an improvement has to be more than minDelta", () => {
  const pruner = patientPruner({ patience: 1, minDelta: 0.5 });
  expect(decisionOn(pruner, [reported(0, [5, 4.5])])).toBe("prune");
  expect(decisionOn(pruner, [reported(0, [5, 4.4])])).toBe("continue");
});

test("patience is at its end exactly when a counter of reports since the last record has run up to it", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1 }),
      fc.integer({ min: 1, max: 5 }),
      (losses, patience) => {
        // the way early stopping is usually written, for minDelta = 0
        let record = Infinity;
        let since = 0;
        for (const loss of losses) {
          since = loss < record ? 0 : since + 1;
          record = Math.min(record, loss);
        }
        const decision = decisionOn(patientPruner({ patience }), [reported(0, losses)]);
        expect(decision).toBe(since >= patience ? "prune" : "continue");
      },
    ),
  );
});

test("reports that are no numbers are no improvement", () => {
  expect(decisionOn(patientPruner({ patience: 2 }), [reported(0, [5, NaN, -Infinity])])).toBe("prune");
  expect(decisionOn(patientPruner({ patience: 2 }), [reported(0, [NaN, NaN, NaN])])).toBe("prune");
  expect(decisionOn(patientPruner({ patience: 2 }), [reported(0, [NaN, NaN, 1])])).toBe("continue");
});

test("around another pruner, both have to say so", () => {
  const pruner = patientPruner({ patience: 2, pruner: thresholdPruner({ upper: 1 }) });
  expect(decisionOn(pruner, [reported(0, [5])])).toBe("continue");
  expect(decisionOn(pruner, [reported(0, [5, 5, 5])])).toBe("prune");
  expect(decisionOn(pruner, [reported(0, [5, 0.5, 0.5])])).toBe("continue");
  expect(decisionOn(pruner, [reported(0, [5, 4, 3])])).toBe("continue");
});

test("the pruner inside sees what is shown, and what is visible", () => {
  const complete = [1, 2, 3, 4, 5].map((loss, number) => reported(number, [loss, loss], "complete"));
  const pruner = patientPruner({ patience: 1, pruner: medianPruner });
  expect(decisionOn(pruner, [...complete, reported(5, [9, 9])])).toBe("prune");
  expect(decisionOn(pruner, [...complete, reported(5, [9, 9])], () => false)).toBe("continue");
});

test("a pruner inside that pauses goes on pausing and promoting", () => {
  const pruner = patientPruner({ patience: 1, pruner: successiveHalvingPruner({ mode: "pause" }) });
  expect(pruner.pauses).toBe(true);
  const session = opened(pruner);
  expect(session.decide(reported(0, [1]), () => true)).toBe("pause");
  for (const number of [0, 1, 2]) session.see(reported(number, [number], "paused"));
  expect(session.promote?.()).toBe(0);
  expect(patientPruner.pauses).toBe(false);
  expect(opened(patientPruner).promote).toBeUndefined();
});

test("a patience that is no number of reports is refused", () => {
  expect(() => patientPruner({ patience: 0 })).toThrow("patience is 0");
  expect(() => patientPruner({ patience: 1.5 })).toThrow("patience is 1.5");
  expect(() => patientPruner({ minDelta: -1 })).toThrow("minDelta is -1");
  expect(() => patientPruner({ pruner: "median" as never })).toThrow("pruner is no pruner");
});
