import { setImmediate as nextTurn } from "node:timers/promises";
import { memoryStore } from "../src/store/memory-store.ts";
import type { Changes, Store } from "../src/store/store.ts";
import type { TrialEvent } from "../src/trial/transition.ts";
import type { TrialRecord } from "../src/trial/trial-record.ts";

/** A store that breaks one promise, and what the conformance suite has to say to it. */
export interface BrokenStore {
  /** Completes "a store that ...". */
  readonly why: string;
  makeStore(): Store;
  /** The beginning of the name of a check that has to fail. */
  readonly promise: string;
  /** What the complaint has to be about. */
  readonly says: RegExp;
}

type Methods = Omit<Store, "url">;

/** A store in memory, some of its methods replaced; it takes `good` for the store as it should be. */
function spoil(replace: (good: Store) => Partial<Methods>): () => Store {
  return () => {
    const good = memoryStore();
    return {
      url: good.url,
      openStudy: (study) => good.openStudy(study),
      studies: () => good.studies(),
      deleteStudy: (name) => good.deleteStudy(name),
      addTrial: (study, draft) => good.addTrial(study, draft),
      claimWaiting: (study, lease, at) => good.claimWaiting(study, lease, at),
      apply: (study, number, event) => good.apply(study, number, event),
      changes: (study, since) => good.changes(study, since),
      putArtifact: (study, number, name, content) => good.putArtifact(study, number, name, content),
      artifact: (study, number, name) => good.artifact(study, number, name),
      artifacts: (study, number) => good.artifacts(study, number),
      close: () => good.close(),
      ...replace(good),
    };
  };
}

/** Claims in two steps: what is found among the trials is claimed by its number, whoever came in between. */
function claimingWhatIsFound(find: (trials: Changes["trials"]) => TrialRecord | undefined) {
  return (good: Store): Partial<Methods> => ({
    async claimWaiting(study, lease, at) {
      const { trials } = await good.changes(study, 0);
      const found = find(trials);
      return found && (await good.apply(study, found.number, { kind: "claim", lease, at })).record;
    },
  });
}

/** What a store that goes through plain JSON makes of it. */
function throughJson<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}

async function changesBy(changes: Promise<Changes>, select: (trials: Changes["trials"]) => Changes["trials"]) {
  const { trials, revision } = await changes;
  return { trials: select(trials), revision };
}

export const brokenStores: readonly BrokenStore[] = [
  {
    why: "counts the trials first and numbers then",
    makeStore: spoil((good) => ({
      async addTrial(study, draft) {
        const { trials } = await good.changes(study, 0);
        return { ...(await good.addTrial(study, draft)), number: trials.length };
      },
    })),
    promise: "numbers trials 0, 1, 2, ... for callers that interleave",
    says: /numbers that were given is \[0,0/,
  },
  {
    why: "looks for a waiting trial first and takes it then",
    makeStore: spoil(claimingWhatIsFound((trials) => trials.find(({ state }) => state === "waiting"))),
    promise: "gives each waiting trial to one caller only",
    says: /numbers that were claimed is \[0,0/,
  },
  {
    why: "gives the newest of the waiting trials",
    makeStore: spoil(claimingWhatIsFound((trials) => trials.findLast(({ state }) => state === "waiting"))),
    promise: "gives the trial that waits and has the lowest number",
    says: /numbers that were claimed is \[4,3,0/,
  },
  {
    why: "lets everybody have a paused trial",
    makeStore: spoil(
      claimingWhatIsFound((trials) => trials.find(({ state }) => ["waiting", "paused"].includes(state))),
    ),
    promise: "leaves a paused trial to those who name it",
    says: /beside a paused trial/,
  },
  {
    why: "forgets released trials",
    makeStore: spoil((good) => ({
      async claimWaiting(study, lease, at) {
        const claimed = await good.claimWaiting(study, lease, at);
        return claimed && claimed.fence > 1 ? good.claimWaiting(study, lease, at) : claimed;
      },
    })),
    promise: "gives a released trial again",
    says: /who has the released trial/,
  },
  {
    why: "leaves out the first change after a revision",
    makeStore: spoil((good) => ({
      changes: (study, since) => good.changes(study, since === 0 ? 0 : since + 1),
    })),
    promise: "tells what has changed since",
    says: /changed since one was added is \[\]/,
  },
  {
    why: "tells changes again and again",
    makeStore: spoil((good) => ({
      changes: (study, since) => good.changes(study, Math.max(0, since - 1)),
    })),
    promise: "tells what has changed since",
    says: /changed since the last change/,
  },
  {
    why: "orders changes by the numbers of the trials",
    makeStore: spoil((good) => ({
      changes: (study, since) =>
        changesBy(good.changes(study, since), (trials) => trials.toSorted((a, b) => a.number - b.number)),
    })),
    promise: "tells all trials to who has seen nothing",
    says: /\[0,1,2,3\]/,
  },
  {
    why: "raises the revision for events that were refused",
    makeStore: spoil((good) => ({
      async apply(study, number, event) {
        const told = await good.apply(study, number, event);
        if (told.reception === "refused")
          await good.apply(study, number, { kind: "annotate", name: "refused", value: event.kind });
        return told;
      },
    })),
    promise: "has no news where nothing was changed",
    says: /changed when nothing did/,
  },
  {
    why: "does not look at fences",
    makeStore: spoil((good) => ({
      async apply(study, number, event) {
        const { trials } = await good.changes(study, 0);
        const fence = trials.find((trial) => trial.number === number)?.fence ?? 0;
        return good.apply(study, number, "fence" in event ? ({ ...event, fence } as TrialEvent) : event);
      },
    })),
    promise: "changes trials as the state machine does",
    says: /the answer to/,
  },
  {
    why: "hands out its own records",
    makeStore: spoil((good) => {
      let known: Changes | undefined;
      return {
        async changes(study, since) {
          const now = await good.changes(study, since);
          if (since === 0 && known?.revision === now.revision) return known;
          known = now;
          return now;
        },
      };
    }),
    promise: "is not changed by who writes to what he was given",
    says: /after the caller wrote to what he was given/,
  },
  {
    why: "keeps the caller's own array of an artifact",
    makeStore: spoil((good) => {
      let last: Uint8Array | undefined;
      return {
        putArtifact(study, number, name, content) {
          last = content;
          return good.putArtifact(study, number, name, content);
        },
        artifact: async () => last,
      };
    }),
    promise: "is not changed by who writes to what he has given",
    says: /the artifact is \[66/,
  },
  {
    why: "reads what it was given a turn later",
    makeStore: spoil((good) => ({
      async addTrial(study, draft) {
        await nextTurn();
        return good.addTrial(study, draft);
      },
    })),
    promise: "takes what is given at the moment of the call",
    says: /makings were written to/,
  },
  {
    why: "makes 0 of -0",
    makeStore: spoil((good) => ({
      apply: (study, number, event) =>
        good.apply(
          study,
          number,
          event.kind === "complete" ? { ...event, values: event.values.map((value) => value + 0) } : event,
        ),
    })),
    promise: "keeps NaN, -0, infinities",
    says: /the list of values/,
  },
  {
    why: "has no NaN among its reports",
    makeStore: spoil((good) => ({
      apply: (study, number, event) =>
        good.apply(study, number, event.kind === "report" ? { ...event, value: event.value || 0 } : event),
    })),
    promise: "keeps NaN, -0, infinities",
    says: /the list of reports/,
  },
  {
    why: "sends notes through JSON",
    makeStore: spoil((good) => ({
      addTrial: (study, draft) => good.addTrial(study, { ...draft, note: throughJson(draft.note) }),
    })),
    promise: "keeps notes, attributes and what was kept as they were",
    says: /^the note is/,
  },
  {
    why: "takes null for nothing",
    makeStore: spoil((good) => ({
      addTrial: (study, draft) => good.addTrial(study, { ...draft, note: draft.note ?? undefined }),
    })),
    promise: "tells what is null from what is not there",
    says: /what is null/,
  },
  {
    why: "writes names in one Unicode form",
    makeStore: spoil((good) => ({
      openStudy: (study) => good.openStudy({ ...study, name: study.name.normalize("NFC") }),
    })),
    promise: "lists studies in alphabetical order, whatever their names",
    says: /the list of names/,
  },
  {
    why: "ends names at a zero",
    makeStore: spoil((good) => ({
      putArtifact: (study, number, name, content) => good.putArtifact(study, number, name.split("\0")[0], content),
    })),
    promise: "keeps names and messages of all kinds",
    says: /the list of artifacts/,
  },
  {
    why: "makes a new study in place of the old one of its name",
    makeStore: spoil((good) => ({
      async openStudy(study) {
        await good.deleteStudy(study.name);
        return good.openStudy(study);
      },
    })),
    promise: "gives the study that is there",
    says: /opened again/,
  },
  {
    why: "says that it deletes, and does not",
    makeStore: spoil((good) => ({
      deleteStudy: async (name) => (await good.studies()).some((study) => study.name === name),
    })),
    promise: "deletes a study with all that is in it",
    says: /after one was deleted/,
  },
  {
    why: "makes the studies it does not know",
    makeStore: spoil((good) => ({
      async addTrial(study, draft) {
        await good.openStudy({ name: study, space: "[]", goals: ["minimize"], seed: 0, created: 0 });
        return good.addTrial(study, draft);
      },
    })),
    promise: "rejects what is about an unknown study",
    says: /rejected with unknown-study, and is not/,
  },
  {
    why: "says nothing of a trial that is not there",
    makeStore: spoil((good) => ({
      artifact: (study, number, name) => good.artifact(study, number, name).catch(() => undefined),
    })),
    promise: "rejects what is about an unknown trial",
    says: /getting an artifact .* rejected with unknown-trial, and is not/,
  },
  {
    why: "fails with errors of its own",
    makeStore: spoil((good) => ({
      changes: (study, since) =>
        good.changes(study, since).catch(() => {
          throw new Error("no such row");
        }),
    })),
    promise: "rejects what is about an unknown study",
    says: /not with Error: no such row/,
  },
  {
    why: "keeps the first artifact of a name",
    makeStore: spoil((good) => ({
      async putArtifact(study, number, name, content) {
        if ((await good.artifact(study, number, name)) === undefined)
          await good.putArtifact(study, number, name, content);
      },
    })),
    promise: "puts an artifact in place of one of its name",
    says: /put last/,
  },
  {
    why: "keeps the whole buffer of an artifact that is a view",
    makeStore: spoil((good) => ({
      putArtifact: (study, number, name, content) =>
        good.putArtifact(study, number, name, new Uint8Array(content.buffer)),
    })),
    promise: "keeps artifacts byte for byte",
    says: /that was a view is \[0,1,2,3\]/,
  },
  {
    why: "lets reads overtake writes",
    makeStore: spoil((good) => ({
      async apply(study, number, event) {
        const copy = structuredClone(event);
        await nextTurn();
        return good.apply(study, number, copy);
      },
    })),
    promise: "does what it is told in the order it is told",
    says: /./,
  },
  {
    why: "lets a call that fails take others with it",
    makeStore: spoil((good) => {
      let group: Promise<unknown> = Promise.resolve();
      return {
        addTrial(study, draft) {
          const added = good.addTrial(study, draft);
          const together = group.then(() => added);
          group = together;
          return together;
        },
      };
    }),
    promise: "stores what is beside a call that is rejected",
    says: /what became of the calls/,
  },
];

/** Two that have the store open see two stores. */
export const splitStore = {
  makeStore: memoryStore,
  openAgain: async (store: Store): Promise<Store> => {
    const other = memoryStore();
    for (const study of await store.studies()) await other.openStudy(study);
    return other;
  },
};
