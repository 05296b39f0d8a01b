import type { Space } from "infimum/space";
import type { EndedTrial, SamplerSession } from "../../samplers/sampler.ts";
import { type Check, demand, demandSame } from "../check.ts";
import { bowlOutcome, pendingTrial, playTrials, streamsOf } from "./play.ts";
import { onEachKind, type SamplerSubject } from "./subject.ts";

const trials = 30;

/** What a session is given stays as it is, and what it gave is the caller's. */
export function ownershipChecks(subject: SamplerSubject): Check[] {
  const { sampler, goals } = subject;
  const play = (space: Space): EndedTrial[] =>
    playTrials(sampler, space, { seed: 4, trials, goals, outcome: bowlOutcome(goals) });
  const next = (session: SamplerSession, space: Space) =>
    pendingTrial(session, space, { number: trials, pending: [], seed: 4 });
  return [
    onEachKind(subject, "writes to no trial it is told of", (space) => {
      const learned = play(space);
      const before = structuredClone(learned);
      const session = sampler.open({ space, goals, seed: 4 });
      const pending = learned.slice(-3).map(({ number, codes, note }) => ({ number: number + trials, codes, note }));
      for (const trial of learned) session.learn(trial);
      session.propose({ number: 3 * trials, pending, random: streamsOf(4, 3 * trials) });
      demandSame(learned, before, "what the session was told");
    }),
    onEachKind(subject, "keeps no array that the caller goes on writing to", (space) => {
      const learned = play(space);
      const kept = sampler.open({ space, goals, seed: 4 });
      const spoiled = sampler.open({ space, goals, seed: 4 });
      for (const trial of learned) {
        kept.learn(structuredClone(trial));
        const lent = structuredClone(trial);
        spoiled.learn(lent);
        lent.codes.fill(NaN);
        lent.losses.fill(NaN);
      }
      demandSame(next(spoiled, space), next(kept, space), "a proposal after the told arrays were written to");
    }),
    onEachKind(subject, "gives an array of its own with every proposal", (space) => {
      const session = sampler.open({ space, goals, seed: 4 });
      const ask = (number: number) => session.propose({ number, pending: [], random: streamsOf(4, number) });
      const first = ask(0);
      if (first === undefined) return;
      const before = first.codes.slice();
      const second = ask(1);
      demand(second === undefined || second.codes !== first.codes, "two proposals share one array.");
      demandSame(first.codes, before, "a proposal, once another was asked for,");
      first.codes.fill(NaN);
      demandSame(ask(0)?.codes, before, "a proposal that was asked for again, the first having been written to,");
    }),
  ];
}
