import { type Check, demand } from "../check.ts";
import { bowlOutcome, playTrials, streamsOf } from "./play.ts";
import { onEachKind, type SamplerSubject } from "./subject.ts";

/** A sampler that comes to an end says so before it is asked. */
export function exhaustionChecks(subject: SamplerSubject): Check[] {
  const { sampler, goals } = subject;
  return [
    onEachKind(subject, "says that something is left exactly when it is", (space) => {
      if (sampler.open({ space, goals, seed: 1 }).hasLeft === undefined) return;
      playTrials(sampler, space, {
        seed: 1,
        trials: 60,
        goals,
        outcome: bowlOutcome(goals),
        watch({ session, number, seed }) {
          const proposal = session.propose({ number, pending: [], random: streamsOf(seed, number) });
          const says = session.hasLeft?.(number);
          demand(
            says === (proposal !== undefined),
            `${sampler.name} says ${says ? "that something is" : "that nothing is"} left for trial ${number}, and ${proposal ? "proposes it" : "proposes nothing"}.`,
          );
        },
      });
    }),
  ];
}
