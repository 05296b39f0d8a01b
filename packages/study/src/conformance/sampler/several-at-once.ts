import type { PendingTrial, SamplerSession } from "../../samplers/sampler.ts";
import { type Check, demand } from "../check.ts";
import { bowlOutcome, pendingTrial, playTrials } from "./play.ts";
import { realSpace } from "./spaces.ts";
import { checkOf, type SamplerSubject, takes } from "./subject.ts";

const atOnce = 30;

/** Trials that are on their way at the same time try different points, where the space has enough of them. */
export function severalAtOnceChecks({ sampler, goals }: SamplerSubject): Check[] {
  const { space } = realSpace;
  if (!takes(sampler, space, goals)) return [];
  const demandDifferent = (session: SamplerSession, first: number): void => {
    const pending: PendingTrial[] = [];
    const points = new Set<string>();
    for (let number = first; number < first + atOnce; number++) {
      const next = pendingTrial(session, space, { number, pending: [...pending], seed: 8 });
      // a grid may be at its end
      if (next === undefined) return;
      pending.push(next);
      points.add(next.codes.join());
      demand(
        points.size === pending.length,
        `of ${pending.length} trials on their way at once two try ${next.codes.join()}.`,
      );
    }
  };
  return [
    checkOf("the first trials try different points, however many at once", () => {
      demandDifferent(sampler.open({ space, goals, seed: 8 }), 0);
    }),
    checkOf("later trials try different points, however many at once", () => {
      let last: SamplerSession | undefined;
      playTrials(sampler, space, {
        seed: 8,
        trials: 40,
        goals,
        outcome: bowlOutcome(goals),
        watch: ({ session }) => {
          last = session;
        },
      });
      if (last) demandDifferent(last, 40);
    }),
  ];
}
