import { type Check, demand, demandRejection, demandSame } from "../check.ts";
import { addWaiting, runningDraft, sampleStudy, trialsOf } from "./samples.ts";
import { onNewStudy, type StoreSubject } from "./subject.ts";

/** Studies: opened, listed, told apart, deleted. */
export function studiesChecks(subject: StoreSubject): Check[] {
  return [
    onNewStudy(subject, "gives the study that is there when one of its name is opened again", async (store) => {
      const again = await store.openStudy({ ...sampleStudy("study"), seed: 8, created: 9 });
      demandSame(again, sampleStudy("study"), "the study that was opened again");
      demandSame(await store.studies(), [sampleStudy("study")], "the list of studies");
    }),
    onNewStudy(subject, "keeps seeds, goals and spaces as they were given", async (store) => {
      const study = {
        ...sampleStudy("exact"),
        space: '[{"name":"größe","options":["a\\u0000b",1e-320]}]',
        goals: ["maximize", "minimize", "maximize"] as const,
        seed: -(2 ** 53 - 1),
      };
      await store.openStudy(study);
      const stored = (await store.studies()).find(({ name }) => name === "exact");
      demandSame(stored, study, "the study");
    }),
    onNewStudy(subject, "lists studies in alphabetical order, whatever their names", async (store) => {
      const names = strangeNames.toSorted();
      for (const name of strangeNames) await store.openStudy(sampleStudy(name));
      const listed = (await store.studies()).map(({ name }) => name).filter((name) => name !== "study");
      demandSame(listed, names, "the list of names");
    }),
    onNewStudy(subject, "keeps the trials of two studies apart", async (store) => {
      await store.openStudy(sampleStudy("other"));
      await addWaiting(store, "study", 3);
      const { number } = await store.addTrial("other", runningDraft());
      demand(number === 0, `the first trial of a second study has the number ${number}, and should have 0.`);
      await store.apply("other", 0, { kind: "annotate", name: "where", value: "other" });
      demandSame(
        (await trialsOf(store, "study")).map(({ number: n, attributes }) => [n, attributes]),
        [0, 1, 2].map((n) => [n, {}]),
        "the list of numbers and attributes in the first study",
      );
      demand((await trialsOf(store, "other")).length === 1, "the second study should have one trial.");
    }),
    onNewStudy(subject, "deletes a study with all that is in it, and nothing else", async (store) => {
      await store.openStudy(sampleStudy("other"));
      await addWaiting(store, "study", 2);
      await addWaiting(store, "other", 2);
      await store.putArtifact("study", 1, "log", Uint8Array.of(1));
      demand(await store.deleteStudy("study"), "deleting a study should say true.");
      demandSame(await store.studies(), [sampleStudy("other")], "the list of studies after one was deleted");
      await demandRejection(store.changes("study", 0), "unknown-study", "asking a deleted study for changes");
      demand((await trialsOf(store, "other")).length === 2, "the other study should still have its 2 trials.");

      await store.openStudy(sampleStudy("study"));
      demandSame(await trialsOf(store, "study"), [], "the list of trials of a study that was made anew");
      const [{ number }] = await addWaiting(store, "study", 1);
      demand(number === 0, `a study that was made anew begins with the number ${number}, and should with 0.`);
      demandSame(await store.artifacts("study", 0), [], "the list of artifacts in a study that was made anew");
    }),
    onNewStudy(subject, "says false when there is no study to delete", async (store) => {
      demand(!(await store.deleteStudy("nowhere")), "deleting a study that is not there should say false.");
    }),
  ];
}

/** Unicode, quotes, ends of strings, halves of characters: what SQL and files stumble over. */
export const strangeNames: readonly string[] = [
  "größe",
  "gro\u0308ße",
  "学習率",
  "👩‍🔬 tunes",
  "",
  " ",
  "Robert'); DROP TABLE trials;--",
  '"quoted"',
  "../up/and\\down",
  "100%_of*them?",
  "before\0after",
  "before\0",
  "lone \ud800 surrogate",
  "lone \ud801 surrogate",
  "\uffee and \u{1f600} sort by their code units",
  "\u{1f600}",
];
