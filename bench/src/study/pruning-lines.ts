import {
  hyperbandPruner,
  iterativeDeepeningHyperbandPruner,
  medianPruner,
  noPruner,
  type Pruner,
  successiveHalvingPruner,
} from "@infimum/study";
import { powerLaws, type SimulatedCurves, SimulatedStudy } from "@infimum/study/conformance";
import { RandomStream } from "infimum/numerics";
import type { Table } from "../suite.ts";

/** The steps of a trial that runs to its end. */
export const mostSteps = 81;
/** Regrets to come to: the least loss seen so far, less the least that any of the trials ends with. */
const regrets = [0.1, 0.01, 0.001];

const deepeningModes = ["discarding", "preserving", "efficient"] as const;

const pruners: readonly (readonly [name: string, pruner: Pruner])[] = [
  ["none", noPruner],
  ["median", medianPruner],
  ["successive-halving", successiveHalvingPruner({ maximum: mostSteps })],
  ["successive-halving, pause", successiveHalvingPruner({ maximum: mostSteps, mode: "pause" })],
  ["hyperband", hyperbandPruner({ maximum: mostSteps })],
  ["hyperband, pause", hyperbandPruner({ maximum: mostSteps, mode: "pause" })],
  ...deepeningModes.map(
    (mode) =>
      [
        `iterative-deepening-hyperband, ${mode}`,
        iterativeDeepeningHyperbandPruner({ maximum: mostSteps, mode }),
      ] as const,
  ),
];

export interface PruningOptions {
  /** Trials of a study, each with a curve of its own. */
  readonly trials: number;
  /** Trials that run at once. */
  readonly workers: number;
  /** Studies, each with other curves. */
  readonly studies: number;
}

/** What a pruner made of one study. */
interface Outcome {
  /** The steps of all trials together when each of the regrets was come to; Infinity for never. */
  readonly reached: readonly number[];
  readonly spent: number;
  readonly regret: number;
}

/**
 * How many steps each pruner spends until the best of a study's trials is found, on learning curves that fall by power laws and cross
 * each other. Nothing is timed: the figures are the same on every machine.
 */
export function pruningTable({ trials, workers, studies }: PruningOptions): Table {
  const rows = pruners.map(([name, pruner]) => {
    const outcomes = Array.from({ length: studies }, (_, study) => pruned(pruner, curvesOf(study), trials, workers));
    const cells = regrets.map((_, i) => {
      const reached = outcomes.map((outcome) => outcome.reached[i]);
      const times = reached.filter((steps) => steps < Infinity).length;
      return times * 2 > studies ? `${Math.round(median(reached))} (${times})` : `- (${times})`;
    });
    const spent = Math.round(median(outcomes.map((outcome) => outcome.spent)));
    const regret = outcomes.reduce((sum, outcome) => sum + outcome.regret, 0) / studies;
    return [name, ...cells, spent, Number(regret.toPrecision(2))];
  });
  return {
    title: `steps of ${trials} trials until a regret, ${workers} at once; the median of ${studies} studies (how many came to it)`,
    columns: ["pruner", ...regrets.map(String), "steps in all", "mean regret at the end"],
    rows,
  };
}

/**
 * What it costs to raise the maximum of a study from 27 to 81, and to have begun with 81: the trials of one Hyperband at the
 * usual eta of 3, on the same curves.
 */
export function deepeningTable({ workers, studies }: Omit<PruningOptions, "trials">): Table {
  const [first, all] = [49, 143];
  const rows = deepeningModes.map((mode) => {
    const outcomes = Array.from({ length: studies }, (_, study) => {
      const curves = { ...curvesOf(study), steps: Infinity };
      const deepened = new SimulatedStudy(curves);
      deepened.run(iterativeDeepeningHyperbandPruner({ maximum: 27, mode }), { trials: first, workers });
      const before = deepened.spent;
      deepened.run(iterativeDeepeningHyperbandPruner({ maximum: mostSteps, mode }), { trials: all, workers });
      // all at once: then the brackets are promoted from rung by rung, as in Hyperband's paper
      const anew = new SimulatedStudy(curvesOf(study));
      anew.run(hyperbandPruner({ maximum: mostSteps, mode: "pause" }), { trials: all, workers: all });
      return { before, added: deepened.spent - before, anew: anew.spent, lead: anew.best - deepened.best };
    });
    const mean = (of: (outcome: (typeof outcomes)[number]) => number): number =>
      outcomes.reduce((sum, outcome) => sum + of(outcome), 0) / studies;
    const [before, added, anew] = [mean((each) => each.before), mean((each) => each.added), mean((each) => each.anew)];
    const asGood = outcomes.filter(({ lead }) => lead >= 0).length;
    return [mode, Math.round(before), Math.round(added), Math.round(anew), Number((added / anew).toFixed(2)), asGood];
  });
  return {
    title: `iterative-deepening-hyperband raised from 27 to ${mostSteps} steps, ${workers} at once: mean steps of ${studies} studies`,
    columns: [
      "mode",
      "up to 27",
      "from there to 81",
      "Hyperband with 81 from the beginning",
      "ratio",
      "as good or better",
    ],
    rows,
  };
}

function pruned(pruner: Pruner, curves: SimulatedCurves, trials: number, workers: number): Outcome {
  let least = Infinity;
  for (let number = 0; number < trials; number++) least = Math.min(least, curves.loss(number, mostSteps));
  const reached = regrets.map(() => Infinity);
  const onStep = ({ best, spent }: SimulatedStudy): void => {
    regrets.forEach((regret, i) => {
      if (reached[i] === Infinity && best - least <= regret) reached[i] = spent;
    });
  };
  const { spent, best } = new SimulatedStudy(curves).run(pruner, { trials, workers, onStep });
  return { reached, spent, regret: best - least };
}

/** The curves of one study: floor, range and rate drawn uniformly for each trial. */
function curvesOf(study: number): SimulatedCurves {
  const drawn: (readonly [number, number, number])[] = [];
  return powerLaws((trial) => {
    const random = new RandomStream().key(study, "learning curve", trial, 0);
    drawn[trial] ??= [random.uniform(), random.uniform(), random.uniform()];
    return drawn[trial];
  }, mostSteps);
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
