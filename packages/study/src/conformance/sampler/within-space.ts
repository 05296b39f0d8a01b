import { type Check, demand } from "../check.ts";
import { bowlOutcome, playTrials, streamsOf } from "./play.ts";
import { demandInSpace, onEachSpace, type SamplerSubject } from "./subject.ts";

const trials = 30;

/** Every proposal is a point of the space, whatever the space is made of. */
export function withinSpaceChecks(subject: SamplerSubject): Check[] {
  const { sampler, goals } = subject;
  return onEachSpace(
    subject,
    "proposes points of the space, one trial after the other and several at once",
    (space) => {
      for (const parallel of [1, 5]) {
        const played = playTrials(sampler, space, {
          seed: 1,
          trials,
          goals,
          parallel,
          outcome: bowlOutcome(goals),
          watch({ session, number, pending, seed }) {
            const proposal = session.propose({ number, pending, random: streamsOf(seed, number) });
            if (proposal) demandInSpace(space, proposal.codes, `the proposal for trial ${number}`);
          },
        });
        demand(played.length > 0, "there is not one proposal.");
      }
    },
  );
}
