import { RandomStream } from "infimum/numerics";
import type { Space } from "infimum/space";
import type { EndedTrial } from "../../samplers/sampler.ts";
import { type Check, demandSame } from "../check.ts";
import { type Asking, bowlOutcome, pendingTrial, playTrials } from "./play.ts";
import { onEachKind, onEachSpace, type SamplerSubject } from "./subject.ts";

const trials = 28;

/** A session is begun anew at one ask in so many. */
const stride = 4;

/** Two sessions that have learned the same propose the same: two processes agree, and a study that was stopped goes on. */
export function agreementChecks(subject: SamplerSubject): Check[] {
  const { sampler, goals, anyOrder } = subject;

  /** At some of the proposals: does a new session, told the trials by `tell`, propose the same? */
  const compare = (space: Space, parallel: number, tell: (learned: readonly EndedTrial[]) => readonly EndedTrial[]) => {
    playTrials(sampler, space, {
      seed: 3,
      trials,
      goals,
      parallel,
      outcome: bowlOutcome(goals),
      watch({ session, learned, ...asking }) {
        if (asking.number % stride !== stride - 1) return;
        const resumed = sampler.open({ space, goals, seed: 3 });
        for (const trial of tell(learned)) resumed.learn(copyOf(trial));
        const expected = pendingTrial(session, space, asking);
        demandSame(
          pendingTrial(resumed, space, asking),
          expected,
          `trial ${asking.number}, as a new session proposes it,`,
        );
      },
    });
  };
  return [
    ...onEachSpace(subject, "a session that is told the same trials later proposes the same", (space) => {
      compare(space, 1, (learned) => learned);
      compare(space, 4, (learned) => learned);
    }),
    ...(anyOrder
      ? onEachSpace(subject, "the order in which trials are learned does not count", (space) => {
          const random = new RandomStream().key(1, "order", 0, 0);
          compare(space, 4, (learned) => Array.from(random.permutation(learned.length), (i) => learned[i]));
        })
      : []),
    onEachKind(subject, "asking changes nothing: what was proposed before, and for whom, does not count", (space) => {
      playTrials(sampler, space, {
        seed: 3,
        trials,
        goals,
        parallel: 2,
        outcome: bowlOutcome(goals),
        watch({ session, ...asking }) {
          if (asking.number % stride !== 0) return;
          const ask = (changed: Partial<Asking> = {}) => pendingTrial(session, space, { ...asking, ...changed });
          const first = ask();
          for (const number of [asking.number + 1, asking.number + 7, asking.number + 1000])
            ask({ number, pending: [] });
          demandSame(ask(), first, `trial ${asking.number}, asked for again after others,`);
        },
      });
    }),
  ];
}

function copyOf(trial: EndedTrial): EndedTrial {
  return structuredClone(trial);
}
