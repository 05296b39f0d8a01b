import type { Space } from "infimum/space";
import type { EndedTrial, SamplerSession } from "../../samplers/sampler.ts";
import { type Check, demandSame } from "../check.ts";
import { bowlOutcome, playSteps, streamsOf } from "./play.ts";
import { demandInSpace, onEachKind, type SamplerSubject } from "./subject.ts";

const trials = 30;
const steps = 4;

/** Values that change while a trial is on its way are points of the space, and a function of what was learned. */
export function revisionChecks(subject: SamplerSubject): Check[] {
  const { sampler, goals, spaces } = subject;
  if (goals > 1 || !spaces.some(({ space }) => sampler.open({ space, goals, seed: 0 }).revise)) return [];
  const lossOf = bowlOutcome(1);
  const play = (session: SamplerSession, space: Space, number: number): EndedTrial => {
    const advance = (codes: Float64Array, step: number) => lossOf(codes).losses[0] + 1 / step;
    return playSteps(session, space, { seed: 7, number, pending: [], steps, advance });
  };
  const request = ({ number, codes }: EndedTrial, step: number, loss: number) => {
    return { number, codes: codes.slice(), step, loss, random: streamsOf(7, number, step) };
  };
  return [
    onEachKind(subject, "goes on with points of the space, whatever was reported", (space) => {
      const session = sampler.open({ space, goals, seed: 7 });
      for (let number = 0; number < trials; number++) {
        const trial = play(session, space, number);
        for (const { step, codes } of trial.revisions) {
          demandInSpace(space, codes, `what trial ${number} goes on with after step ${step}`);
        }
        for (const loss of [NaN, Infinity, -Infinity]) {
          const revised = session.revise?.(request(trial, steps, loss));
          if (revised) demandInSpace(space, revised, `what trial ${number} goes on with after a report of ${loss}`);
        }
        session.learn(trial);
      }
    }),
    onEachKind(subject, "a session that is told the same trials later goes on with the same", (space) => {
      const session = sampler.open({ space, goals, seed: 7 });
      const learned: EndedTrial[] = [];
      for (let number = 0; number < trials; number++) {
        const trial = play(session, space, number);
        const resumed = sampler.open({ space, goals, seed: 7 });
        for (const known of learned) resumed.learn(structuredClone(known));
        demandSame(play(resumed, space, number), trial, `trial ${number}, as a new session leads it,`);
        session.learn(trial);
        learned.push(trial);
      }
    }),
  ];
}
