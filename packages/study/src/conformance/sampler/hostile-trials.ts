import { RandomStream } from "infimum/numerics";
import type { Space } from "infimum/space";
import { fromUnit } from "infimum/space";
import { type Check, demand } from "../check.ts";
import { bowlOutcome, endedTrial, type Outcome, playTrials, streamsOf } from "./play.ts";
import { demandInSpace, onEachKind, type SamplerSubject } from "./subject.ts";

const trials = 30;

interface Hostility {
  readonly name: string;
  outcome(number: number, usual: Outcome): Outcome;
}

const all = (value: number, { losses }: Outcome): number[] => Array.from(losses, () => value);

/** Ends of trials that are rare, and come. */
const hostilities: readonly Hostility[] = [
  { name: "all fail", outcome: (_, usual) => ({ state: "failed", losses: all(Infinity, usual) }) },
  {
    name: "every third fails",
    outcome: (number, usual) => (number % 3 === 0 ? { state: "failed", losses: all(Infinity, usual) } : usual),
  },
  { name: "all have the same loss", outcome: (_, usual) => ({ losses: all(1, usual) }) },
  { name: "losses are 0 and -0", outcome: (number, usual) => ({ losses: all(number % 2 === 0 ? 0 : -0, usual) }) },
  {
    name: "losses are infinite, up and down",
    outcome: (number, usual) => ({ losses: all([Infinity, -Infinity, 1][number % 3], usual) }),
  },
  { name: "losses are huge", outcome: (number, usual) => ({ losses: all(number % 2 === 0 ? 1e308 : -1e308, usual) }) },
  {
    name: "reports are no numbers",
    outcome: (_, usual) => ({
      ...usual,
      reports: [NaN, Infinity, -Infinity, NaN].map((value, k) => ({ step: k + 1, value })),
    }),
  },
  {
    name: "reports come out of order",
    outcome: (number, usual) => ({ ...usual, reports: [3, 1, 2].map((step) => ({ step, value: number - step })) }),
  },
  {
    name: "all are pruned, half of them without a report",
    outcome: (number, usual) =>
      number % 2 === 0
        ? { state: "pruned", losses: all(Infinity, usual) }
        : { ...usual, state: "pruned", reports: [{ step: 1, value: number }] },
  },
  { name: "none is feasible", outcome: (number, usual) => ({ ...usual, violation: 1 + (number % 5) }) },
  {
    name: "some are infinitely far from feasible",
    outcome: (number, usual) => ({ ...usual, violation: number % 2 === 0 ? Infinity : 0 }),
  },
];

/** Notes that a study may hold when its sampler was another before. */
const foreignNotes = [undefined, null, 7, "note", [], {}, { run: "first", question: -1 }, { run: 0, question: 1e9 }];

/** Whatever trials come to, proposals stay points of the space, and nothing throws. */
export function hostileTrialsChecks(subject: SamplerSubject): Check[] {
  const { sampler, goals } = subject;
  const usual = bowlOutcome(goals);
  const demandGood = (space: Space, what: string) => {
    return ({
      session,
      number,
      pending,
      seed,
    }: Parameters<NonNullable<Parameters<typeof playTrials>[2]["watch"]>>[0]) => {
      const proposal = session.propose({ number, pending, random: streamsOf(seed, number) });
      if (proposal) demandInSpace(space, proposal.codes, `the proposal for trial ${number} when ${what}`);
    };
  };
  return [
    ...hostilities.map(({ name, outcome }) =>
      onEachKind(subject, `goes on when ${name}`, (space) => {
        playTrials(sampler, space, {
          seed: 2,
          trials,
          goals,
          parallel: 3,
          outcome: (codes, number) => outcome(number, usual(codes)),
          watch: demandGood(space, name),
        });
      }),
    ),
    onEachKind(subject, "goes on when trials were enqueued, or proposed by another sampler", (space) => {
      const random = new RandomStream().key(9, "enqueued", 0, 0);
      const watch = demandGood(space, "trials are of another origin");
      playTrials(sampler, space, {
        seed: 2,
        trials,
        goals,
        parallel: 2,
        outcome: usual,
        watch(known) {
          const codes = Float64Array.from(space.dimensions, ({ domain }) => fromUnit(domain, random.uniform()));
          space.deactivate(codes);
          const note = foreignNotes[known.number % foreignNotes.length];
          const stranger = endedTrial({ number: 10_000 + known.number, codes, note, ...usual(codes) });
          if (known.number % 2 === 0) known.session.learn(stranger);
          watch({ ...known, pending: [...known.pending, { number: stranger.number + 1, codes, note }] });
        },
      });
    }),
    onEachKind(subject, "goes on when a hundred trials are on their way", (space) => {
      const session = sampler.open({ space, goals, seed: 4 });
      const pending = [];
      for (let number = 0; number < 100; number++) {
        const proposal = session.propose({ number, pending: [...pending], random: streamsOf(4, number) });
        if (proposal === undefined) break;
        demandInSpace(space, proposal.codes, `the proposal beside ${number} pending trials`);
        pending.push({ number, codes: space.deactivate(proposal.codes.slice()), note: proposal.note });
      }
      demand(pending.length > 0, "there is not one proposal.");
    }),
  ];
}
