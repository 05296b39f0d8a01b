import { type Check, demand, demandSame } from "../check.ts";
import { lease, noon, numbersUpTo, runningDraft, trialsOf, waitingDraft } from "./samples.ts";
import { onNewStudy, onTwoHandles, type StoreSubject } from "./subject.ts";

/** Numbers without gaps or duplicates; a trial that waits goes to one caller. */
export function numberingChecks(subject: StoreSubject): Check[] {
  return [
    onNewStudy(subject, "numbers trials 0, 1, 2, ... for callers that interleave", async (store) => {
      const count = 200;
      const added = await Promise.all(numbersUpTo(count).map(() => store.addTrial("study", runningDraft())));
      demandSame(ascending(added), numbersUpTo(count), "the list of numbers that were given");
      demandSame(ascending(await trialsOf(store, "study")), numbersUpTo(count), "the list of numbers that are stored");
    }),
    ...onTwoHandles(subject, "numbers trials 0, 1, 2, ... for two that have the store open", async (here, there) => {
      const count = 200;
      const added = await Promise.all(
        numbersUpTo(count).map((i) => (i % 3 === 0 ? there : here).addTrial("study", waitingDraft)),
      );
      demandSame(ascending(added), numbersUpTo(count), "the list of numbers that were given");
    }),
    onNewStudy(subject, "gives the trial that waits and has the lowest number", async (store) => {
      await store.addTrial("study", waitingDraft);
      await store.addTrial("study", runningDraft());
      for (let i = 0; i < 3; i++) await store.addTrial("study", waitingDraft);
      await store.apply("study", 2, { kind: "claim", lease: lease("bob"), at: noon });
      const claimed = [];
      for (let i = 0; i < 4; i++) claimed.push(await store.claimWaiting("study", lease("anna"), noon + 5));
      demandSame(
        claimed.map((record) => record?.number),
        [0, 3, 4, undefined],
        "the list of the numbers that were claimed",
      );
      const [first] = claimed;
      demand(first?.state === "running" && first.fence === 1, "a claimed trial is running, and was taken once.");
      demandSame(
        [first.owner, first.leaseUntil, first.started],
        ["anna", noon + 60_000, noon + 5],
        "what a claimed trial knows of its owner",
      );
    }),
    onNewStudy(subject, "gives a released trial again, before those after it", async (store) => {
      for (let i = 0; i < 3; i++) await store.addTrial("study", waitingDraft);
      for (let i = 0; i < 2; i++) await store.claimWaiting("study", lease("anna"), noon);
      await store.apply("study", 0, { kind: "release", fence: 1 });
      const again = await store.claimWaiting("study", lease("bob"), noon + 1);
      demandSame([again?.number, again?.fence, again?.owner], [0, 2, "bob"], "who has the released trial");
      demandSame((await store.claimWaiting("study", lease("bob"), noon))?.number, 2, "the number of the next");
    }),
    onNewStudy(subject, "leaves a paused trial to those who name it", async (store) => {
      await store.addTrial("study", runningDraft());
      await store.apply("study", 0, { kind: "pause", fence: 1, kept: null, at: noon });
      demandSame(await store.claimWaiting("study", lease("anna"), noon), undefined, "what waits beside a paused trial");
    }),
    onNewStudy(subject, "gives each waiting trial to one caller only", async (store) => {
      await claimAtOnce([store]);
    }),
    ...onTwoHandles(subject, "gives each waiting trial to one of two that have the store open", async (here, there) => {
      await claimAtOnce([here, there]);
    }),
  ];
}

/** Some callers more than there are trials that wait. */
async function claimAtOnce(stores: readonly Parameters<typeof trialsOf>[0][]): Promise<void> {
  const count = 60;
  for (let i = 0; i < count; i++) await stores[0].addTrial("study", waitingDraft);
  const claimed = await Promise.all(
    numbersUpTo(count + 10).map((i) => stores[i % stores.length].claimWaiting("study", lease(`worker ${i}`), noon)),
  );
  const had = claimed.filter((record) => record !== undefined);
  demandSame(ascending(had), numbersUpTo(count), "the list of the numbers that were claimed");
  for (const { number, owner } of await trialsOf(stores[0], "study")) {
    const told = had.find((record) => record.number === number)?.owner;
    demand(owner === told, `trial ${number} was given to ${told}, and is stored as that of ${owner}.`);
  }
}

function ascending(records: readonly { readonly number: number }[]): number[] {
  return records.map(({ number }) => number).toSorted((a, b) => a - b);
}
