import { expect, test } from "vitest";
import { SimulatedStudy } from "../conformance/simulated-study.ts";
import { RepeatedBrackets } from "./brackets.ts";
import { arrivals, crossingCurves } from "./fixtures/curves.ts";
import { table } from "./fixtures/hyperband-table.ts";
import { decisionOn, opened, reported } from "./fixtures/seen.ts";
import { hyperbandPruner } from "./hyperband-pruner.ts";
import { medianPruner } from "./median-pruner.ts";
import { successiveHalvingPruner } from "./successive-halving-pruner.ts";

const pausing = hyperbandPruner({ maximum: 81, mode: "pause" });
const brackets = new RepeatedBrackets(3, 4);

test("taken up again, every rung of every bracket has as many trials as in the paper's table where they come at once", () => {
  for (const seed of [1, 2, 3]) {
    const study = new SimulatedStudy(crossingCurves(seed)).run(pausing, { trials: 143, workers: 143 });
    table.forEach((sizes, bracket) => {
      const counts = arrivals(study, (number) => brackets.of(number) === bracket);
      expect(counts).toEqual([...Array(bracket).fill(sizes[0]), ...sizes]);
    });
    // a trial takes its steps once: those of each rung beyond those of the rung below
    const steps = table.flatMap((sizes, bracket) =>
      sizes.map((size, k) => size * (k === 0 ? 3 ** bracket : 3 ** (bracket + k) - 3 ** (bracket + k - 1))),
    );
    expect(study.spent).toBe(steps.reduce((sum, count) => sum + count));
  }
});

test("trials are compared with those of their bracket only, and from its lowest rung on", () => {
  const numbers = Array.from({ length: 143 }, (_, number) => number);
  const [first, second] = [0, 1].map((bracket) => numbers.filter((number) => brackets.of(number) === bracket));
  const pruner = hyperbandPruner({ maximum: 81 });
  const good = (number: number) => reported(number, [0, 0, 0]);
  expect(decisionOn(pruner, [good(first[0]), reported(first[1], [1])])).toBe("prune");
  expect(decisionOn(pruner, [good(second[0]), reported(first[1], [1])])).toBe("continue");
  expect(decisionOn(pruner, [good(second[0]), reported(second[1], [1])])).toBe("continue");
  expect(decisionOn(pruner, [good(second[0]), reported(second[1], [1, 1, 1])])).toBe("prune");
});

test("the bracket that begins at the maximum prunes none", () => {
  const last = Array.from({ length: 143 }, (_, number) => number).filter((number) => brackets.of(number) === 4);
  const pruner = hyperbandPruner({ maximum: 81 });
  const good = last.slice(1).map((number) => reported(number, Array(81).fill(0)));
  for (let step = 1; step <= 81; step++) {
    expect(decisionOn(pruner, [...good, reported(last[0], Array(step).fill(9))])).toBe("continue");
  }
});

test("without a maximum it is the steps of the longest complete trial that can be seen, counted from 1 or 0", () => {
  const zeroBased = { number: 200, state: "complete", reports: [{ step: 80, value: 0 }] } as const;
  const [first, second] = [0, 1, 2, 3, 4].filter((number) => brackets.of(number) === 0);
  for (const longest of [reported(200, Array(81).fill(0), "complete"), zeroBased]) {
    const shorter = reported(201, Array(9).fill(1), "complete");
    // 27 is a rung below the last for 81 steps, and not for fewer
    const trials = [reported(first, Array(27).fill(0)), longest, shorter, reported(second, Array(27).fill(1))];
    expect(decisionOn(hyperbandPruner, trials)).toBe("prune");
    expect(decisionOn(hyperbandPruner, trials, (number) => number !== 200)).toBe("continue");
    expect(decisionOn(hyperbandPruner, [trials[0], trials[3]])).toBe("continue");
  }
});

test("a trial that paused before its bracket was known goes on to where that begins", () => {
  const session = opened(hyperbandPruner({ mode: "pause" }));
  const second = Array.from({ length: 143 }, (_, number) => number).find(
    (number) => brackets.of(number) === 1,
  ) as number;
  session.see(reported(second, [5], "paused"));
  session.see(reported(200, Array(9).fill(0), "complete"));
  session.see(reported(201, Array(81).fill(0), "complete"));
  expect(session.promote?.()).toBe(second);
  session.see(reported(second, [5], "running"));
  expect(session.promote?.()).toBeUndefined();
});

test("brackets that were found from shorter trials are forgotten when a longer one is complete", () => {
  for (const before of [1, 3, 9, 27]) {
    const trials = Array.from({ length: 60 }, (_, number) => reported(number, [(number * 7) % 60], "paused"));
    const [asked, fresh] = [0, 1].map(() => opened(hyperbandPruner({ mode: "pause" })));
    for (const trial of [reported(200, Array(before).fill(0), "complete"), ...trials]) {
      asked.see(trial);
      asked.promote?.();
    }
    const longest = reported(201, Array(81).fill(0), "complete");
    for (const trial of [reported(200, Array(before).fill(0), "complete"), ...trials]) fresh.see(trial);
    for (const session of [asked, fresh]) session.see(longest);
    // all that may go on, one after the other
    const promoted = [asked, fresh].map((session) => {
      const numbers: number[] = [];
      for (let number = session.promote?.(); number !== undefined; number = session.promote?.()) {
        numbers.push(number);
        session.see(reported(number, [(number * 7) % 60], "running"));
      }
      return numbers;
    });
    expect(promoted[0]).toEqual(promoted[1]);
    expect(promoted[0].length).toBeGreaterThan(10);
  }
});

test("a maximum that is found decides as the same one given", () => {
  // one worker: the first trial has no rival, and shows the maximum before the second begins
  const [found, given] = [hyperbandPruner, hyperbandPruner({ maximum: 81 })].map((pruner) =>
    new SimulatedStudy(crossingCurves(5)).run(pruner, { trials: 200 }),
  );
  expect(found.trials).toEqual(given.trials);
});

test("a study with a window is the same for any number of workers up to it, whoever is faster", () => {
  for (const pruner of [hyperbandPruner, successiveHalvingPruner, medianPruner]) {
    const [alone, three, four] = [1, 3, 4].map((workers) => {
      const curves = { ...crossingCurves(8), duration: (number: number) => 1 + ((number * workers) % 3) };
      return new SimulatedStudy(curves).run(pruner, { trials: 120, workers, window: 4 }).trials;
    });
    expect(three).toEqual(alone);
    expect(four).toEqual(alone);
    const free = new SimulatedStudy(crossingCurves(8)).run(pruner, { trials: 120, workers: 4 }).trials;
    expect(free).not.toEqual(alone);
  }
});
