import { type Check, demandSame } from "../check.ts";
import { addWaiting, trialsOf } from "./samples.ts";
import { onNewStudy, onTwoHandles, type StoreSubject } from "./subject.ts";

/** Files beside trials. */
export function artifactsChecks(subject: StoreSubject): Check[] {
  return [
    onNewStudy(subject, "keeps artifacts byte for byte, by trial and name", async (store) => {
      await addWaiting(store, "study", 2);
      const large = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 3);
      await store.putArtifact("study", 1, "model", large);
      await store.putArtifact("study", 1, "empty", new Uint8Array());
      await store.putArtifact("study", 0, "model", Uint8Array.of(7));
      // a view into the middle of a larger buffer
      await store.putArtifact("study", 0, "a view", Uint8Array.of(0, 1, 2, 3).subarray(1, 3));
      demandSame(await store.artifact("study", 1, "model"), large, "the large artifact");
      demandSame(await store.artifact("study", 1, "empty"), new Uint8Array(), "the empty artifact");
      demandSame(await store.artifact("study", 0, "model"), Uint8Array.of(7), "the artifact of the other trial");
      demandSame(await store.artifact("study", 0, "a view"), Uint8Array.of(1, 2), "the artifact that was a view");
      demandSame(await store.artifacts("study", 1), ["empty", "model"], "the list of artifacts");
      demandSame(await store.artifact("study", 0, "empty"), undefined, "an artifact that was never put");
    }),
    onNewStudy(subject, "puts an artifact in place of one of its name", async (store) => {
      await addWaiting(store, "study", 1);
      const before = await trialsOf(store, "study");
      await store.putArtifact("study", 0, "log", Uint8Array.of(1, 2, 3));
      await store.putArtifact("study", 0, "log", Uint8Array.of(4));
      demandSame(await store.artifact("study", 0, "log"), Uint8Array.of(4), "the artifact that was put last");
      demandSame(await store.artifacts("study", 0), ["log"], "the list of artifacts");
      demandSame(await trialsOf(store, "study"), before, "the list of trials, which artifacts do not change");
    }),
    ...onTwoHandles(subject, "shows artifacts to another that has the store open", async (here, there) => {
      await addWaiting(here, "study", 1);
      await here.putArtifact("study", 0, "log", Uint8Array.of(1, 2, 3));
      demandSame(await there.artifact("study", 0, "log"), Uint8Array.of(1, 2, 3), "the artifact another sees");
    }),
  ];
}
