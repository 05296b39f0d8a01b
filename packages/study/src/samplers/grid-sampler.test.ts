import type { Vector } from "infimum/numerics";
import { choice, float, int, space, when } from "infimum/space";
import { describe, expect, test } from "vitest";
import { endedTrial, pendingTrial, playTrials } from "../conformance/sampler/play.ts";
import { gridSampler } from "./grid-sampler.ts";

const search = space({
  rate: float(0, 1),
  layers: int(1, 3),
  rule: choice("sgd", "adam"),
  momentum: when({ rule: "sgd" }, float(0, 0.9)),
});
const sampler = gridSampler({ points: 4 });
// 4 rates, 3 layers, sgd with 4 momenta and adam
const size = 4 * 3 * (4 + 1);
const outcome = ([rate]: Vector) => ({ losses: [rate] });
const textOf = ({ codes }: { codes: Vector }): string => codes.join();

describe("a grid", () => {
  test("is tried once, point by point, and then there is nothing left", () => {
    for (const parallel of [1, 7]) {
      const trials = playTrials(sampler, search, { seed: 1, trials: 500, parallel, outcome });
      expect(trials.length).toBe(size);
      expect(new Set(trials.map(textOf)).size).toBe(size);
    }
  });

  test("is shuffled by the seed, so that a part of it has all levels", () => {
    const part = (seed: number) => playTrials(sampler, search, { seed, trials: 20, outcome });
    expect(part(1).map(textOf)).not.toEqual(part(2).map(textOf));
    for (let seed = 0; seed < 5; seed++) {
      const codes = part(seed).map((trial) => trial.codes);
      expect(new Set(codes.map(([rate]) => rate)).size).toBe(4);
      expect(new Set(codes.map(([, layers]) => layers)).size).toBe(3);
    }
  });

  test("does not repeat a point that was enqueued, and leaves none out for it", () => {
    const session = sampler.open({ space: search, goals: 1, seed: 1 });
    const enqueued = search.encode({ rate: 0, layers: 2, rule: "adam" });
    const beside = search.encode({ rate: 0.123, layers: 2, rule: "adam" });
    session.learn(endedTrial({ number: 0, codes: enqueued, losses: [1] }));
    session.learn(endedTrial({ number: 1, codes: beside, losses: [1] }));
    const seen: string[] = [];
    for (let number = 2; ; number++) {
      expect(session.hasLeft?.(number)).toBe(seen.length < size - 1);
      const next = pendingTrial(session, search, { number, pending: [], seed: 1 });
      if (next === undefined) break;
      seen.push(textOf(next));
      session.learn(endedTrial({ ...next, losses: [1] }));
    }
    expect(new Set(seen).size).toBe(size - 1);
    expect(seen).not.toContain(enqueued.join());
  });

  test("has what is missing tried at the end, where a number went to a trial of another origin", () => {
    const expected = playTrials(sampler, search, { seed: 3, trials: size, outcome }).map(textOf);
    const session = sampler.open({ space: search, goals: 1, seed: 3 });
    const numbers = Array.from({ length: size }, (_, k) => (k < 4 ? k : k + 2));
    const seen = numbers.map((number) => {
      const next = pendingTrial(session, search, { number, pending: [], seed: 3 })!;
      session.learn(endedTrial({ ...next, losses: [1] }));
      return textOf(next);
    });
    expect(seen.toSorted()).toEqual(expected.toSorted());
  });
});

test("numbers of points that no range takes are refused with the right name", () => {
  expect(() =>
    gridSampler({ points: { rat: 3, rate: 2, momentum: 2 } }).open({ space: search, goals: 1, seed: 0 }),
  ).toThrow(/no range "rat".*did you mean "rate"/);
  for (const points of [0, 1.5, -2, { rate: 0 }]) {
    expect(() => gridSampler({ points })).toThrow(expect.objectContaining({ code: "bad-option" }));
  }
});
