import type { Store } from "../../store/store.ts";
import { type Check, demandRejection } from "../check.ts";
import { lease, noon, waitingDraft } from "./samples.ts";
import { onNewStudy, type StoreSubject } from "./subject.ts";

/** Every call that is about a study, or a trial, of which there is none. */
export function missingChecks(subject: StoreSubject): Check[] {
  return [
    onNewStudy(subject, "rejects what is about an unknown study", async (store) => {
      const calls: [what: string, promise: Promise<unknown>][] = [
        ["adding a trial", store.addTrial("nowhere", waitingDraft)],
        ["claiming", store.claimWaiting("nowhere", lease("anna"), noon)],
        ["asking for changes", store.changes("nowhere", 0)],
        ...callsAboutTrial(store, "nowhere", 0),
      ];
      await Promise.all(
        calls.map(([what, promise]) =>
          demandRejection(promise, "unknown-study", `${what} in a study that is not there`),
        ),
      );
    }),
    ...[0, -1, 0.5, 2 ** 40, NaN].map((number) =>
      onNewStudy(subject, `rejects what is about an unknown trial, such as ${number}`, async (store) => {
        const calls = callsAboutTrial(store, "study", number);
        await Promise.all(
          calls.map(([what, promise]) =>
            demandRejection(promise, "unknown-trial", `${what} of a trial that is not there`),
          ),
        );
      }),
    ),
  ];
}

function callsAboutTrial(store: Store, study: string, number: number): [what: string, promise: Promise<unknown>][] {
  return [
    ["telling an event", store.apply(study, number, { kind: "annotate", name: "a", value: 1 })],
    ["putting an artifact", store.putArtifact(study, number, "log", Uint8Array.of(1))],
    ["getting an artifact", store.artifact(study, number, "log")],
    ["listing the artifacts", store.artifacts(study, number)],
  ];
}
