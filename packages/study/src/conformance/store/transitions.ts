import { RandomStream } from "infimum/numerics";
import type { Store } from "../../store/store.ts";
import { type TrialEvent, transition } from "../../trial/transition.ts";
import { newTrial, type TrialRecord } from "../../trial/trial-record.ts";
import { type Check, demandSame } from "../check.ts";
import { lease, noon, trialsOf } from "./samples.ts";
import { onNewStudy, onTwoHandles, type StoreSubject } from "./subject.ts";

/** What a store does to a trial is what `transition` says, whatever happens in whatever order. */
export function transitionsChecks(subject: StoreSubject): Check[] {
  const seeds = [1, 2, 3];
  return [
    ...seeds.map((seed) =>
      onNewStudy(subject, `changes trials as the state machine does, through random events of seed ${seed}`, (store) =>
        followRandomEvents([store], seed),
      ),
    ),
    ...onTwoHandles(
      subject,
      "changes trials as the state machine does, for two that have the store open",
      (here, there) => followRandomEvents([here, there], 4),
    ),
  ];
}

async function followRandomEvents(stores: readonly Store[], seed: number): Promise<void> {
  const random = new RandomStream().key(seed, "store-conformance", 0, 0);
  const below = (n: number): number => Math.floor(n * random.uniform());
  const expected: TrialRecord[] = [];
  let revision = 0;
  for (let i = 0; i < 400; i++) {
    const store = stores[below(stores.length)];
    if (expected.length < 5 && below(10) === 0) {
      const draft = { at: noon + i, ...(below(2) === 0 ? { lease: lease("anna") } : {}) };
      const record = newTrial(expected.length, ++revision, draft);
      demandSame(await store.addTrial("study", draft), record, "the trial that was added");
      expected.push(record);
      continue;
    }
    if (expected.length === 0) continue;
    const number = below(expected.length);
    const before = expected[number];
    const event = randomEvent(below, before, noon + i);
    const { record, reception } = transition(before, event);
    if (record !== before) expected[number] = { ...record, revision: ++revision };
    const told = await store.apply("study", number, event);
    demandSame(told, { record: expected[number], reception }, `the answer to ${event.kind} of a ${before.state} trial`);
  }
  const { trials, revision: last } = await stores[0].changes("study", 0);
  const byRevision = expected.toSorted((a, b) => a.revision - b.revision);
  demandSame({ trials, revision: last }, { trials: byRevision, revision }, "what is stored in the end");
  demandSame(await trialsOf(stores[0], "study"), expected, "the list of trials in the end");
}

/** Mostly of the current holder; ends are rare, so that trials live long enough to be reported on. */
function randomEvent(below: (n: number) => number, { fence, number }: TrialRecord, at: number): TrialEvent {
  const told = below(6) === 0 ? fence - 1 : fence;
  const events: TrialEvent[] = [
    { kind: "claim", lease: { owner: `worker ${below(3)}`, until: at + 20 }, at },
    { kind: "claim", lease: { owner: `worker ${below(3)}`, until: at + 20 }, at },
    { kind: "propose", fence: told, codes: Float64Array.of(number, NaN, at), note: { at } },
    { kind: "revise", fence: told, step: below(9), codes: Float64Array.of(at, -0) },
    ...[0, 1, 2, 3, 4, 5].map((): TrialEvent => ({ kind: "report", fence: told, step: below(40), value: at / 3 })),
    { kind: "renew", fence: told, until: at + 30 },
    { kind: "annotate", name: `attribute ${below(3)}`, value: at },
    { kind: "pause", fence: told, kept: below(2) === 0 ? { at } : undefined, at },
    { kind: "release", fence: told },
    { kind: "expire", at },
  ];
  if (below(20) === 0) {
    events.splice(
      0,
      events.length,
      { kind: "complete", fence: told, values: [at, NaN], constraints: [below(2) - 1], at },
      { kind: "complete", fence: told, values: [below(3)], at },
      { kind: "prune", fence: told, at },
      { kind: "fail", fence: told, reason: "raised", message: `at ${at}`, at },
    );
  }
  return events[below(events.length)];
}
