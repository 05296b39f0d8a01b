import { type Check, demand, demandSame } from "../check.ts";
import { addWaiting, lease, noon, numbersUpTo, runningDraft } from "./samples.ts";
import { onNewStudy, onTwoHandles, type StoreSubject } from "./subject.ts";

/** What a reader who comes back is told. */
export function changesChecks(subject: StoreSubject): Check[] {
  return [
    onNewStudy(subject, "tells all trials to who has seen nothing, in the order they changed", async (store) => {
      await addWaiting(store, "study", 4);
      await store.apply("study", 1, { kind: "claim", lease: lease("anna"), at: noon });
      await store.apply("study", 0, { kind: "annotate", name: "a", value: 1 });
      const { trials, revision } = await store.changes("study", 0);
      demandSame(
        trials.map(({ number }) => number),
        [2, 3, 1, 0],
        "the list of trials by their last change",
      );
      demandOrdered(trials, 0, revision);
    }),
    onNewStudy(subject, "tells what has changed since, and nothing twice", async (store) => {
      await addWaiting(store, "study", 3);
      const first = await store.changes("study", 0);
      demandSame((await store.changes("study", first.revision)).trials, [], "what changed since the last change");

      await store.apply("study", 2, { kind: "claim", lease: lease("anna"), at: noon });
      await store.apply("study", 2, { kind: "report", fence: 1, step: 1, value: 0.5 });
      const { record } = await store.apply("study", 2, { kind: "report", fence: 1, step: 2, value: 0.25 });
      const second = await store.changes("study", first.revision);
      demandSame(second.trials, [record], "what changed since, three changes to one trial");
      demandOrdered(second.trials, first.revision, second.revision);

      await store.addTrial("study", runningDraft());
      const third = await store.changes("study", second.revision);
      demandSame(
        third.trials.map(({ number }) => number),
        [3],
        "the list of trials that changed since one was added",
      );
    }),
    onNewStudy(subject, "has no news where nothing was changed", async (store) => {
      await store.addTrial("study", runningDraft());
      await store.apply("study", 0, { kind: "report", fence: 1, step: 1, value: 0.5 });
      const { revision } = await store.changes("study", 0);
      const twice = await store.apply("study", 0, { kind: "report", fence: 1, step: 1, value: 0.75 });
      const refused = await store.apply("study", 0, { kind: "claim", lease: lease("bob"), at: noon });
      const late = await store.apply("study", 0, { kind: "prune", fence: 0, at: noon });
      demandSame(
        [twice, refused, late].map(({ reception }) => reception),
        ["accepted", "refused", "late"],
        "the list of receptions",
      );
      const none = await store.changes("study", revision);
      demandSame(none, { trials: [], revision }, "what changed when nothing did");
    }),
    onNewStudy(subject, "loses no change to a reader who comes while others write", async (store) => {
      const count = 60;
      const seen = new Map<number, number>();
      let revision = 0;
      const read = async () => {
        const since = revision;
        const changes = await store.changes("study", since);
        demandOrdered(changes.trials, since, changes.revision);
        for (const { number, reports } of changes.trials) seen.set(number, reports.length);
        revision = changes.revision;
      };
      const write = async () => {
        const { number } = await store.addTrial("study", runningDraft());
        await store.apply("study", number, { kind: "report", fence: 1, step: 1, value: number });
      };
      await Promise.all(numbersUpTo(2 * count).map((i) => (i % 2 === 0 ? write() : read())));
      await read();
      demandSame(seen, new Map(numbersUpTo(count).map((number) => [number, 1])), "what the reader knows");
    }),
    ...onTwoHandles(subject, "tells another that has the store open what was changed here", async (here, there) => {
      await here.addTrial("study", runningDraft());
      const before = await there.changes("study", 0);
      for (let step = 0; step < 3; step++)
        await here.apply("study", 0, { kind: "report", fence: 1, step, value: 1 / (step + 1) });
      const reported = await there.changes("study", before.revision);
      demandSame(reported.trials[0]?.reports.length, 3, "the number of reports another sees");
      await there.apply("study", 0, { kind: "report", fence: 1, step: 3, value: 0 });
      await there.apply("study", 0, { kind: "release", fence: 1 });
      await here.claimWaiting("study", lease("bob"), noon + 1);
      const { record } = await here.apply("study", 0, { kind: "report", fence: 2, step: 0, value: 9 });
      demandSame(record.reports, [{ step: 0, value: 9 }], "the list of reports after the trial was taken anew");
      demandSame((await there.changes("study", reported.revision)).trials, [record], "what another sees of it");
    }),
  ];
}

function demandOrdered(trials: readonly { readonly revision: number }[], since: number, until: number): void {
  const revisions = trials.map(({ revision }) => revision);
  const isAscending = revisions.every((revision, i) => revision > (i === 0 ? since : revisions[i - 1]));
  demand(isAscending, `changes since ${since} are ordered by their revisions, not ${revisions.join(", ")}.`);
  const last = revisions.at(-1) ?? since;
  demand(until >= last, `the revision to ask with next is ${until}, and leaves out the change ${last}.`);
}
