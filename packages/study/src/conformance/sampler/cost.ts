import type { EndedTrial } from "../../samplers/sampler.ts";
import { type Check, demand } from "../check.ts";
import { bowlOutcome, playTrials, streamsOf } from "./play.ts";
import { conditionalSpace, realSpace } from "./spaces.ts";
import { checkOf, type SamplerSubject, takes } from "./subject.ts";

const trials = 160;

/** After so many trials, each time, the entries are counted that an ask reads. */
const stride = 40;

/** A session notes what it needs when it learns: an ask does not go through the trials again. */
export function costChecks({ sampler, goals }: SamplerSubject): Check[] {
  const spaces = [realSpace, conditionalSpace].filter(({ space }) => takes(sampler, space, goals));
  return spaces.map(({ name, space }) =>
    checkOf(`does not read all ended trials again at an ask [${name}]`, () => {
      const learned = playTrials(sampler, space, { seed: 6, trials, goals, outcome: bowlOutcome(goals) });
      let reads = 0;
      const watched = (trial: EndedTrial): EndedTrial =>
        new Proxy(trial, {
          get(target, key) {
            reads++;
            return Reflect.get(target, key);
          },
        });
      const session = sampler.open({ space, goals, seed: 6 });
      const ask = (number: number): void => {
        session.propose({ number, pending: [], random: streamsOf(6, number) });
      };
      learned.forEach((trial, k) => {
        session.learn(watched(trial));
        if (k % stride !== stride - 1) return;
        ask(k);
        // what is put in order once, as at the end of a generation, is done by now
        reads = 0;
        ask(k);
        demand(reads < k / 2, `an ask reads ${reads} entries of ${k + 1} ended trials.`);
      });
    }),
  );
}
