import { access } from "node:fs/promises";
import { openStore, openStudy, type Store, type Study } from "@infimum/study";
import { describedSpace } from "infimum/space";
import { UsageError } from "../usage-error.ts";
import { recordOf, type StudyRecord } from "./study-record.ts";

/** Where the command keeps studies that do not say where. */
export const defaultStore = "infimum.db";

/**
 * Opens a store that is there already, and closes it after the work.
 *
 * @throws UsageError when there is none
 */
export async function withStore<T>(where: string | undefined, work: (store: Store) => Promise<T>): Promise<T> {
  const path = where ?? defaultStore;
  if (!/^\w{2,}:/.test(path)) {
    // opening a file that is not there would make an empty one
    await access(path).catch(() => {
      throw new UsageError(`there is no store ${path}: give the one that infimum run wrote, --store PATH.`);
    });
  }
  const store = await openStore(path);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/**
 * Opens a stored study for reading: the space is that of the store.
 *
 * @throws UsageError when there is none of that name, with those there are
 */
export async function readStudy(store: Store, name: string): Promise<{ study: Study; record: StudyRecord }> {
  const studies = await store.studies();
  const found = studies.find((study) => study.name === name);
  if (!found) {
    const names = studies.map((study) => study.name).join(", ") || "none";
    throw new UsageError(`there is no study "${name}" in the store: there are ${names}.`);
  }
  const study = await openStudy({
    name,
    space: describedSpace(found.space),
    goals: found.goals,
    // only what is stored is read: no point is proposed
    sampler: "random",
    store,
  });
  return { study, record: recordOf(study) };
}
