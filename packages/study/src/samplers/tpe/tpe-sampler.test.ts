import { RandomStream, type Vector } from "infimum/numerics";
import { choice, float, int, space, variant, when } from "infimum/space";
import { describe, expect, test } from "vitest";
import { hypervolume } from "../../front/hypervolume.ts";
import { driveSampler, type Outcome } from "../fixtures/drive-sampler.ts";
import { randomSampler } from "../random-sampler.ts";
import type { EndedTrial, ProposalRequest, Sampler } from "../sampler.ts";
import { sobolSampler } from "../sobol-sampler.ts";
import { tpeSampler } from "./tpe-sampler.ts";

const plane = space({ a: float(-5, 5), b: float(1e-3, 1e3, { log: true }), kind: choice("x", "y", "z") });

/** Least at a = 2, b = 10, kind "y". */
const bowl = ([a, b, kind]: Vector): number => (a - 2) ** 2 + (Math.log10(b) - 1) ** 2 + Math.abs(kind - 1);

const codesOf = (trials: readonly EndedTrial[]): number[][] => trials.map(({ codes }) => [...codes]);

const best = (trials: readonly EndedTrial[]): number => Math.min(...trials.map(({ losses }) => losses[0]));

function request(number: number, seed = 0): ProposalRequest {
  return {
    number,
    pending: [],
    random: (purpose, index = 0) => new RandomStream().key(seed, purpose, number, index),
  };
}

test("begins with points of a Sobol sequence", () => {
  const drive = { space: plane, trials: 10, seed: 4, objective: (codes: Vector) => ({ losses: [bowl(codes)] }) };
  expect(codesOf(driveSampler(tpeSampler, drive))).toEqual(codesOf(driveSampler(sobolSampler, drive)));
});

describe("only ranks count", () => {
  const after = (change: (loss: number) => number): number[][] =>
    codesOf(
      driveSampler(tpeSampler, {
        space: plane,
        trials: 80,
        seed: 1,
        parallel: 3,
        objective: (codes) => ({ losses: [change(bowl(codes))] }),
      }),
    );

  test("so that a monotone change of the objective changes no bit", () => {
    const plain = after((loss) => loss);
    expect(after(Math.log)).toEqual(plain);
    expect(after((loss) => 1e6 * loss ** 3 - 7)).toEqual(plain);
  });
});

test("what it proposes depends on which trials have ended and not on the order in which they did", () => {
  const objective = (codes: Vector, number: number): Outcome =>
    number % 7 === 3
      ? { state: "pruned", losses: [bowl(codes)], reports: [{ step: number % 5, value: bowl(codes) }] }
      : { losses: [bowl(codes)], violation: number % 5 === 0 ? 1 : 0 };
  for (const goals of [1, 2]) {
    const trials = driveSampler(tpeSampler, {
      space: plane,
      trials: 60,
      goals,
      objective: (codes, number) => {
        const outcome = objective(codes, number);
        return goals === 1 ? outcome : { ...outcome, state: "complete", losses: [bowl(codes), codes[0]] };
      },
    });
    const proposals = [trials, trials.toReversed()].map((order) => {
      const session = tpeSampler.open({ space: plane, goals, seed: 0 });
      for (const trial of order) session.learn(trial);
      return [...session.propose(request(60))!.codes];
    });
    expect(proposals[1]).toEqual(proposals[0]);
  }
});

test.each([
  ["jointly", tpeSampler],
  ["each dimension for itself", tpeSampler({ multivariate: false })],
] as const)("comes much nearer to the minimum than random search does, %s", (_, sampler) => {
  let found = 0;
  let random = 0;
  for (let seed = 0; seed < 10; seed++) {
    const drive = { space: plane, trials: 100, seed, objective: (codes: Vector) => ({ losses: [bowl(codes)] }) };
    found += best(driveSampler(sampler, drive));
    random += best(driveSampler(randomSampler, drive));
  }
  expect(found).toBeLessThan(0.5 * random);
});

describe("in a space where choices decide what is there", () => {
  const search = space({
    scale: float(0, 1),
    optimizer: choice("adam", "sgd", "plain"),
    momentum: when({ optimizer: ["sgd"] }, float(0, 1)),
    rule: variant({ constant: {}, cosine: { warm: int(0, 20) } }),
  });
  const at = (name: string): number => search.dimensions.findIndex((dimension) => dimension.name === name);
  const [scale, optimizer, momentum, rule, warm] = ["scale", "optimizer", "momentum", "rule.kind", "rule.warm"].map(at);
  // momentum has to agree with the scale: a dependence between what is always there and what is not
  const objective = (codes: Vector): Outcome => {
    const first = codes[optimizer] === 1 ? Math.abs(codes[momentum] - codes[scale]) + 0.1 * codes[scale] : 1;
    return { losses: [first + (codes[rule] === 1 ? Math.abs(codes[warm] - 13) / 20 : 1)] };
  };

  test("every point has what it should, and the best arms are found", () => {
    for (let seed = 0; seed < 5; seed++) {
      const trials = driveSampler(tpeSampler, { space: search, trials: 150, seed, objective });
      for (const { codes } of trials) expect([...search.deactivate(codes.slice())]).toEqual([...codes]);
      const late = trials.slice(-50);
      expect(late.filter(({ codes }) => codes[optimizer] === 1 && codes[rule] === 1).length).toBeGreaterThan(30);
      expect(best(trials)).toBeLessThan(0.15);
    }
  });

  test("learning what other arms came to does not hurt where nothing is known of an arm", () => {
    const session = tpeSampler.open({ space: search, goals: 1, seed: 0 });
    for (let number = 0; number < 30; number++) {
      const codes = search.deactivate(Float64Array.of(number / 30, 0, 0.5, 0, 3));
      session.learn({
        number,
        state: "complete",
        codes,
        revisions: [],
        losses: Float64Array.of(number),
        violation: 0,
        reports: [],
        note: undefined,
      });
    }
    for (let number = 30; number < 130; number++) {
      const { codes } = session.propose(request(number))!;
      codes.forEach((code, d) => {
        if (search.isActive(codes, d)) expect(Number.isFinite(code)).toBe(true);
      });
    }
  });
});

test("workers that ask at the same time get points far from each other", () => {
  const spread = (sampler: Sampler): number => {
    const trials = driveSampler(sampler, {
      space: space({ a: float(0, 1), b: float(0, 1) }),
      trials: 120,
      parallel: 8,
      objective: ([a, b]) => ({ losses: [(a - 0.3) ** 2 + (b - 0.6) ** 2] }),
    });
    let sum = 0;
    for (let k = 21; k < 120; k++) {
      sum += Math.hypot(trials[k].codes[0] - trials[k - 1].codes[0], trials[k].codes[1] - trials[k - 1].codes[1]);
    }
    return sum;
  };
  /** The same sampler, which is not told what is on its way. */
  const blind: Sampler = {
    ...tpeSampler(),
    open(context) {
      const session = tpeSampler.open(context);
      return {
        learn: (trial) => session.learn(trial),
        propose: (asked) => session.propose({ ...asked, pending: [] }),
      };
    },
  };
  expect(spread(tpeSampler)).toBeGreaterThan(spread(blind));
});

test("with constraints it looks where they hold", () => {
  const trials = driveSampler(tpeSampler, {
    space: space({ a: float(0, 1), b: float(0, 1) }),
    trials: 150,
    objective: ([a, b]) => ({ losses: [a + b], violation: Math.max(0, 1.5 - a - b) }),
  });
  // an eighth of the square is feasible
  expect(trials.slice(-100).filter(({ violation }) => violation === 0).length).toBeGreaterThan(30);
  const feasible = trials.filter(({ violation }) => violation === 0);
  expect(best(feasible)).toBeGreaterThanOrEqual(1.5);
  expect(best(feasible)).toBeLessThan(1.55);
});

test("with two goals it dominates more than random search does, for 10 seeds", () => {
  for (let seed = 0; seed < 10; seed++) {
    const drive = {
      space: space({ a: float(0, 1), b: float(0, 1), c: float(0, 1), d: float(0, 1) }),
      goals: 2,
      trials: 100,
      seed,
      objective: ([a, b, c, d]: Vector) => {
        const off = 1 + 3 * (b + c + d);
        return { losses: [a, off * (1 - Math.sqrt(a / off))] };
      },
    };
    const volume = (sampler: Sampler): number =>
      hypervolume(
        driveSampler(sampler, drive).map(({ losses }) => losses),
        Float64Array.of(1.1, 4),
      );
    expect(volume(tpeSampler)).toBeGreaterThan(volume(randomSampler));
  }
});

test("in a space of few points none is tried twice while others are left nearby, and all tried is no end", () => {
  const drive = {
    space: space({ a: int(0, 5), b: int(0, 5), kind: choice("u", "v") }),
    objective: ([a, b, kind]: Vector) => ({ losses: [Math.abs(a - 3) + Math.abs(b - 4) + kind] }),
  };
  const distinct = (trials: number, parallel: number): number =>
    new Set(driveSampler(tpeSampler, { ...drive, trials, parallel }).map(({ codes }) => codes.join())).size;
  expect(distinct(50, 1)).toBe(50);
  expect(distinct(50, 4)).toBe(50);
  expect(driveSampler(tpeSampler, { ...drive, trials: 90 })).toHaveLength(90);
});

test("failed trials are avoided, and when all fail it goes on", () => {
  const line = space({ x: float(0, 1) });
  const trials = driveSampler(tpeSampler, {
    space: line,
    trials: 100,
    objective: ([x]) => (x < 0.5 ? { state: "failed", losses: [Infinity] } : { losses: [Math.abs(x - 0.8)] }),
  });
  expect(trials.slice(-50).filter(({ state }) => state === "failed").length).toBeLessThan(20);
  const none = driveSampler(tpeSampler, {
    space: line,
    trials: 30,
    objective: () => ({ state: "failed", losses: [Infinity] }),
  });
  expect(none).toHaveLength(30);
});

test("what makes no sense is refused", () => {
  expect(() => tpeSampler({ candidates: 0 })).toThrow(/candidates is 0: give a positive whole number/);
  expect(() => tpeSampler({ bandwidthFactor: -1 })).toThrow(expect.objectContaining({ code: "bad-option" }));
  expect(() => tpeSampler({ priorWeight: 0 })).toThrow(/priorWeight is 0: give a positive number/);
});
