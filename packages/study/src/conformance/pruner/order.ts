import { type Check, demand, demandSame } from "../check.ts";
import { history, seeds } from "./histories.ts";
import { asTheyAre, checkOf, decisionsOf, everyOne, opened, type PrunerSubject, tellings, wayOf } from "./subject.ts";

/** Decisions are a function of what is known, however and whenever it became known. */
export function orderChecks(subject: PrunerSubject): Check[] {
  return [
    ...tellings.slice(1).map(({ name, tell }) =>
      checkOf(`decides the same whatever the order in which it is told [${name}]`, () => {
        for (const seed of seeds) {
          const trials = history(seed);
          const expected = decisionsOf(subject, trials);
          const actual = decisionsOf(subject, trials, { name, tell });
          trials.forEach(({ number }, i) => {
            demandSame(actual[i], expected[i], `what is decided of trial ${number}, told ${name},`);
          });
        }
      }),
    ),
    ...tellings.slice(1).map(({ name, tell }) =>
      checkOf(`takes up the same trials whatever the order in which it is told [${name}]`, () => {
        for (const seed of seeds) {
          const trials = history(seed);
          const [one, other] = [opened(subject), opened(subject)];
          asTheyAre.tell(one, trials);
          tell(other, trials);
          demandSame(other.promote?.(), one.promote?.(), `the trial that is taken up, told ${name},`);
        }
      }),
    ),
    checkOf("answers the same when it is asked again", () => {
      for (const seed of seeds) {
        const trials = history(seed);
        const session = opened(subject);
        asTheyAre.tell(session, trials);
        const asked = () => trials.map((trial) => session.decide(trial, everyOne));
        const promoted = session.promote?.();
        demandSame([asked(), asked()][1], asked(), "what is decided when it is asked again");
        demandSame(session.promote?.(), promoted, "the trial that is taken up when it is asked again");
      }
    }),
    checkOf("reads a trial anew that was given up and begins anew", () => {
      for (const seed of seeds) {
        const trials = history(seed);
        trials.forEach((trial, i) => {
          const [fresh, used] = [opened(subject), opened(subject)];
          const others = trials.filter((other) => other !== trial);
          for (const session of [fresh, used]) asTheyAre.tell(session, others);
          const { number } = trial;
          used.see({ number, state: "running", reports: others[i % others.length].reports });
          used.see({ number, state: "waiting", reports: [] });
          for (const soFar of wayOf(trial)) {
            for (const session of [fresh, used]) session.see(soFar);
            const [expected, actual] = [fresh, used].map((session) => session.decide(soFar, everyOne));
            demand(actual === expected, `begun anew, trial ${number} is told "${actual}" instead of "${expected}".`);
          }
        });
      }
    }),
  ];
}
