import type { Store } from "../../store/store.ts";
import type { Check } from "../check.ts";
import { sampleStudy } from "./samples.ts";

/** What the checks are about. */
export interface StoreSubject {
  /** A new store with nothing in it. */
  readonly makeStore: () => Promise<Store> | Store;
  /** The same store once more, as another process sees it; undefined for stores that live in one process. */
  readonly openAgain: ((store: Store) => Promise<Store> | Store) | undefined;
}

/** A check on a new store that holds one empty study, "study". */
export function onNewStudy({ makeStore }: StoreSubject, name: string, run: (store: Store) => Promise<void>): Check {
  return {
    name,
    async check() {
      const store = await makeStore();
      try {
        await store.openStudy(sampleStudy("study"));
        await run(store);
      } finally {
        await store.close();
      }
    },
  };
}

/** The same with the store opened twice; no check where it cannot be. */
export function onTwoHandles(
  subject: StoreSubject,
  name: string,
  run: (here: Store, there: Store) => Promise<void>,
): Check[] {
  const { openAgain } = subject;
  if (!openAgain) return [];
  const check = onNewStudy(subject, name, async (here) => {
    const there = await openAgain(here);
    try {
      await run(here, there);
    } finally {
      await there.close();
    }
  });
  return [check];
}
