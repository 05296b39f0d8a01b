import type { Space } from "infimum/space";
import { type Check, demand, demandSame } from "../check.ts";
import { bowlOutcome, endedTrial, pendingTrial, playTrials } from "./play.ts";
import { conditionalSpace, realSpace } from "./spaces.ts";
import { checkOf, onEachKind, type SamplerSubject, takes } from "./subject.ts";

const trials = 25;

/** What is proposed is a function of the seed and of what was learned, and of nothing else. */
export function determinismChecks(subject: SamplerSubject): Check[] {
  const { sampler, goals, draws } = subject;
  /** The points by number: which trial ends first is drawn, too. */
  const pathOf = (space: Space, seed: number) =>
    playTrials(sampler, space, { seed, trials, goals, parallel: 3, outcome: bowlOutcome(goals) })
      .toSorted((a, b) => a.number - b.number)
      .map(({ codes }) => codes);
  return [
    onEachKind(subject, "the same seed gives the same proposals", (space, name) => {
      demandSame(pathOf(space, 5), pathOf(space, 5), `the second study of the same seed over ${name}`);
    }),
    checkOf("another seed gives other proposals", () => {
      if (!draws || !takes(sampler, realSpace.space, goals)) return;
      const paths = new Set(
        [1, 2, 3].map((seed) =>
          pathOf(realSpace.space, seed)
            .map((codes) => codes.join())
            .join(";"),
        ),
      );
      demand(paths.size === 3, `${sampler.name} proposes the same points whatever the seed.`);
    }),
    onEachKind(subject, "draws its random numbers from the streams it is given", (space) => {
      const { random } = Math;
      let drawn = 0;
      Math.random = () => {
        drawn++;
        return random();
      };
      try {
        pathOf(space, 1);
      } finally {
        Math.random = random;
      }
      demand(drawn === 0, `${sampler.name} called Math.random ${drawn} times: use request.random(purpose, index).`);
    }),
    onEachKind(subject, "sessions of other studies make no difference", (space, name) => {
      const alone = pathOf(space, 5);
      const other = takes(sampler, conditionalSpace.space, goals) ? conditionalSpace.space : space;
      const neighbour = sampler.open({ space: other, goals, seed: 6 });
      const among = playTrials(sampler, space, {
        seed: 5,
        trials,
        goals,
        parallel: 3,
        outcome: bowlOutcome(goals),
        watch({ number }) {
          const trial = pendingTrial(neighbour, other, { number, pending: [], seed: 6 });
          if (trial) neighbour.learn(endedTrial({ ...trial, ...bowlOutcome(goals)(trial.codes) }));
        },
      });
      const points = among.toSorted((a, b) => a.number - b.number).map(({ codes }) => codes);
      demandSame(points, alone, `the study over ${name}, with another one beside it,`);
    }),
  ];
}
