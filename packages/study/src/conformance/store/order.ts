import { type Check, demand, demandSame } from "../check.ts";
import { lease, noon, runningDraft, sampleStudy, trialsOf } from "./samples.ts";
import { onNewStudy, type StoreSubject } from "./subject.ts";

/** Calls that are not waited for, and calls that fail beside others. */
export function orderChecks(subject: StoreSubject): Check[] {
  return [
    onNewStudy(subject, "does what it is told in the order it is told, waited for or not", async (store) => {
      const answers = await Promise.all([
        store.openStudy(sampleStudy("new")),
        store.addTrial("new", { at: noon }),
        store.claimWaiting("new", lease("anna"), noon),
        store.apply("new", 0, { kind: "complete", fence: 1, values: [1], at: noon + 1 }),
        store.changes("new", 0),
        store.deleteStudy("new"),
        store.studies(),
      ]);
      demandSame(answers[3].reception, "accepted", "the reception of the answer");
      demandSame(answers[4].trials, [answers[3].record], "the list of changes that was asked for after it");
      demandSame(answers[6], [sampleStudy("study")], "the list of studies that was asked for last");
    }),
    onNewStudy(subject, "stores what is beside a call that is rejected", async (store) => {
      const answers = await Promise.allSettled([
        store.addTrial("study", runningDraft()),
        store.apply("study", 99, { kind: "annotate", name: "a", value: 1 }),
        store.addTrial("nowhere", runningDraft()),
        store.addTrial("study", runningDraft()),
      ]);
      const statuses = answers.map(({ status }) => status);
      demandSame(statuses, ["fulfilled", "rejected", "rejected", "fulfilled"], "the list of what became of the calls");
      demand((await trialsOf(store, "study")).length === 2, "the trials beside a rejected call should be stored.");
    }),
  ];
}
