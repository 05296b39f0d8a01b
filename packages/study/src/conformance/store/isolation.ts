import type { Plain } from "infimum";
import type { TrialDraft } from "../../trial/trial-record.ts";
import { type Check, demandSame } from "../check.ts";
import { lease, noon, sampleStudy, trialsOf } from "./samples.ts";
import { onNewStudy, type StoreSubject } from "./subject.ts";

/** Nothing that a caller holds is part of the store. */
export function isolationChecks(subject: StoreSubject): Check[] {
  return [
    onNewStudy(subject, "is not changed by who writes to what he has given", async (store) => {
      const study = { ...sampleStudy("own"), goals: ["minimize"] as ("minimize" | "maximize")[] };
      const draft = fullDraft();
      await store.openStudy(study);
      const events = fullEvents();
      await store.addTrial("own", draft);
      for (const event of events) await store.apply("own", 0, event);
      const content = Uint8Array.of(1, 2, 3);
      await store.putArtifact("own", 0, "file", content);
      const before = structuredClone(await trialsOf(store, "own"));

      for (const given of [study, draft, ...events, content]) vandalize(given);
      demandSame(
        await trialsOf(store, "own"),
        before,
        "the list of trials after the caller wrote to what he had given",
      );
      demandSame(await store.artifact("own", 0, "file"), Uint8Array.of(1, 2, 3), "the artifact");
      demandSame((await store.studies())[0], sampleStudy("own"), "the study");
    }),
    onNewStudy(subject, "takes what is given at the moment of the call", async (store) => {
      const draft = fullDraft();
      const added = store.addTrial("study", draft);
      vandalize(draft);
      await added;
      for (const event of fullEvents()) {
        const applied = store.apply("study", 0, event);
        vandalize(event);
        await applied;
      }
      const content = Uint8Array.of(1, 2, 3);
      const put = store.putArtifact("study", 0, "file", content);
      content.fill(0);
      await put;
      demandSame(await store.artifact("study", 0, "file"), Uint8Array.of(1, 2, 3), "the artifact");

      await store.addTrial("study", fullDraft());
      for (const event of fullEvents()) await store.apply("study", 1, event);
      const [first, second] = await trialsOf(store, "study");
      demandSame({ ...first, number: 1, revision: second.revision }, second, "the trial whose makings were written to");
    }),
    onNewStudy(subject, "is not changed by who writes to what he was given", async (store) => {
      const given: unknown[] = [await store.addTrial("study", fullDraft())];
      for (const event of fullEvents()) given.push((await store.apply("study", 0, event)).record);
      await store.addTrial("study", { at: noon });
      await store.putArtifact("study", 0, "file", Uint8Array.of(1, 2, 3));
      const before = structuredClone(await trialsOf(store, "study"));

      given.push(await trialsOf(store, "study"), await store.artifact("study", 0, "file"), await store.studies());
      given.push(await store.artifacts("study", 0), await store.openStudy(sampleStudy("study")));
      vandalize(given);
      demandSame(
        await trialsOf(store, "study"),
        before,
        "the list of trials after the caller wrote to what he was given",
      );
      demandSame(await store.artifact("study", 0, "file"), Uint8Array.of(1, 2, 3), "the artifact");
      demandSame(await store.studies(), [sampleStudy("study")], "the list of studies");
      const claimed = await store.claimWaiting("study", lease("bob"), noon);
      vandalize(claimed);
      demandSame((await trialsOf(store, "study"))[1].owner, "bob", "the owner of a trial that was claimed");
    }),
  ];
}

function fullDraft(): TrialDraft {
  return {
    at: noon,
    codes: Float64Array.of(1, 2),
    note: { tried: [1, Float64Array.of(1)] },
    attributes: { tags: ["a"], table: { b: 1 } },
    lease: lease("anna"),
  };
}

/** Events that put something into every part of a trial. */
function fullEvents() {
  const kept: Plain = { weights: Float32Array.of(1, 2), rounds: [1, 2] };
  return [
    { kind: "annotate", name: "more", value: [{ deep: Uint8Array.of(1) }] },
    { kind: "revise", fence: 1, step: 1, codes: Float64Array.of(3, 4) },
    { kind: "report", fence: 1, step: 1, value: 0.5 },
    { kind: "report", fence: 1, step: 2, value: 0.25 },
    { kind: "pause", fence: 1, kept, at: noon + 1 },
    { kind: "claim", lease: lease("anna"), at: noon + 2 },
    { kind: "complete", fence: 2, values: [1, 2], constraints: [0, 1], at: noon + 3 },
    { kind: "complete", fence: 2, values: [3, 4], at: noon + 4 },
  ] as const;
}

/** Writes to everything that can be written to. */
function vandalize(value: unknown): void {
  if (ArrayBuffer.isView(value)) (value as Uint8Array).fill(66);
  else if (typeof value === "object" && value !== null) {
    for (const [name, entry] of Object.entries(value)) {
      vandalize(entry);
      // refused where it is frozen, which is as good
      Reflect.set(value, name, typeof entry === "object" ? null : 66);
    }
    if (Array.isArray(value) && !Object.isFrozen(value)) value.push(66);
    else Reflect.set(value, "added", 66);
  }
}
