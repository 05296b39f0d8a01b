import { bfgs, cmaEs, type Method, nelderMead, problem, solve } from "infimum";
import type { Vector } from "infimum/numerics";
import { choice, float, int, type Space, space, when } from "infimum/space";
import { describe, expect, test } from "vitest";
import { endedTrial, pendingTrial, playTrials } from "../conformance/sampler/play.ts";
import { methodSampler } from "./method-sampler.ts";
import type { PendingTrial, SamplerSession } from "./sampler.ts";

const square = space({ a: float(0, 1), b: float(0, 1), c: float(0, 1) });
const bowlAt = ([a, b, c]: Vector): number => (a - 0.3) ** 2 + 3 * (b - 0.8) ** 2 + (c - a) ** 2;
const bowl = (codes: Vector) => ({ losses: [bowlAt(codes)] });

/** The points and the end of the library's own run of the method on the unit cube. */
function ownRun(method: Method, seed: number, evaluations: number): { points: Vector[]; status: string } {
  const points: Vector[] = [];
  const cube = problem({
    objective: (x: Vector) => {
      points.push(x.slice());
      return bowlAt(x);
    },
    x0: Float64Array.of(0.5, 0.5, 0.5),
    bounds: { lower: 0, upper: 1 },
    derivatives: "none",
  });
  const run = solve(cube, { method, seed, budget: { evaluations } });
  for (const _ of run);
  return { points, status: run.result.status };
}

describe.each([cmaEs, nelderMead] as Method[])("$name by the bridge", (method) => {
  test("tries the points of the library's own run, trial k the k-th of them", () => {
    const { points } = ownRun(method, 7, 60);
    const trials = playTrials(methodSampler(method), square, { seed: 7, trials: 60, outcome: bowl });
    expect(trials.map(({ codes }) => [...codes])).toEqual(points.map((point) => [...point]));
  });

  test("leads to the same run when trials overlap and end in any order", () => {
    const { points } = ownRun(method, 7, 60);
    const trials = playTrials(methodSampler(method), square, { seed: 7, trials: 400, parallel: 5, outcome: bowl });
    const answers = trials.filter(({ note }) => (note as { run?: number }).run === 0);
    const inOrder = answers.toSorted((a, b) => questionOf(a.note) - questionOf(b.note)).slice(0, 60);
    expect(inOrder.map(({ note }) => questionOf(note))).toEqual(points.map((_, k) => k));
    expect(inOrder.map(({ codes }) => [...codes])).toEqual(points.map((point) => [...point]));
  });

  test("begins again elsewhere, from another seed, when the run has ended", () => {
    const { points, status } = ownRun(method, 7, Infinity);
    expect(status).toBe("settled");
    const trials = playTrials(methodSampler(method), square, { seed: 7, trials: points.length + 50, outcome: bowl });
    const runs = trials.map(({ note }) => (note as { run: number }).run);
    expect(runs.lastIndexOf(0)).toBe(points.length - 1);
    expect(runs[points.length]).toBe(1);
    expect([...trials[points.length].codes]).not.toEqual([0.5, 0.5, 0.5]);
  });
});

const questionOf = (note: unknown): number => (note as { question: number }).question;

/** All that the session asks without another answer: one trial after the other begins, and none ends. */
function openPoints(session: SamplerSession, first: number, seed: number): string[] {
  const pending: PendingTrial[] = [];
  for (let number = first; ; number++) {
    const next = pendingTrial(session, square, { number, pending, seed })!;
    if ((next.note as { beside?: boolean }).beside) return pending.map(({ codes }) => codes.join()).toSorted();
    pending.push(next);
  }
}

test("each restart of CMA-ES has twice the population", () => {
  const sampler = methodSampler(cmaEs({ populationSize: 5 }), { tolerance: 1e-2 });
  const trials = playTrials(sampler, square, { seed: 1, trials: 900, outcome: bowl });
  const session = sampler.open({ space: square, goals: 1, seed: 1 });
  const sizes: number[] = [];
  for (const trial of trials) {
    const { run, question } = trial.note as { run: number; question: number };
    // question 0 is where the run starts, then comes a generation
    if (question === 1) sizes[run] = openPoints(session, trial.number, 1).length;
    session.learn(trial);
  }
  expect(sizes.slice(0, 3)).toEqual([5, 10, 20]);
});

test("a trial of another origin, or of another run with the same numbers, is no answer", () => {
  const sampler = methodSampler(cmaEs);
  const trials = playTrials(sampler, square, { seed: 3, trials: 40, outcome: bowl });
  const undisturbed = sampler.open({ space: square, goals: 1, seed: 3 });
  const disturbed = sampler.open({ space: square, goals: 1, seed: 3 });
  const codes = Float64Array.of(0.1, 0.2, 0.3);
  for (const trial of trials) {
    disturbed.learn(endedTrial({ number: 1000 + trial.number, codes, losses: [-9] }));
    disturbed.learn(endedTrial({ number: 2000 + trial.number, codes, losses: [-9], note: trial.note }));
    undisturbed.learn(trial);
    disturbed.learn(trial);
  }
  expect(openPoints(disturbed, 5000, 3)).toEqual(openPoints(undisturbed, 5000, 3));
});

test("the best point is found within scales, steps and conditions", () => {
  const mixed: Space = space({
    rate: float(1e-5, 1, { log: true }),
    layers: int(1, 9),
    kind: choice("a", "b"),
    extra: when({ kind: "a" }, float(-1, 1)),
  });
  const loss = ([rate, layers, kind, extra]: Vector): number =>
    (Math.log10(rate) + 3) ** 2 + (layers - 7) ** 2 / 4 + (kind === 0 ? extra ** 2 : 1);
  const outcome = (codes: Vector) => ({ losses: [loss(codes)] });
  const trials = playTrials(methodSampler(cmaEs), mixed, { seed: 2, trials: 300, outcome });
  const best = trials.toSorted((a, b) => a.losses[0] - b.losses[0])[0];
  expect(best.losses[0]).toBeLessThan(1e-3);
  expect(best.codes[1]).toBe(7);
});

test("infeasible trials are worse than feasible ones, the more the further they are", () => {
  // the least loss is far from feasible: a + b + c >= 1.2
  const outcome = ([a, b, c]: Vector) => ({ losses: [a + b + c], violation: Math.max(0, 1.2 - a - b - c) });
  const trials = playTrials(methodSampler(cmaEs), square, { seed: 4, trials: 300, outcome });
  const feasible = trials.filter((trial) => trial.violation === 0).map(({ losses }) => losses[0]);
  expect(Math.min(...feasible)).toBeLessThan(1.21);
});

test("a method that asks for gradients is refused, and so are several goals", () => {
  expect(() => methodSampler(bfgs)).toThrow(expect.objectContaining({ code: "needs-not-met" }));
  const several = () => methodSampler(cmaEs).open({ space: square, goals: 2, seed: 0 });
  expect(several).toThrow(expect.objectContaining({ code: "several-goals" }));
});
