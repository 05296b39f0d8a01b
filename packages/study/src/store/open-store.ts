import { InfimumError } from "infimum";
import { memoryStore } from "./memory-store.ts";
import type { Store } from "./store.ts";

/**
 * The store that a name stands for: "memory" or nothing keeps studies in this process.
 *
 * @throws InfimumError `store-not-supported` for a kind of store that this version does not have
 */
export async function openStore(where: string | undefined): Promise<Store> {
  if (where === undefined || where === "memory") return memoryStore();
  throw new InfimumError(
    "store-not-supported",
    "SQLite is on its way: leave the store out to keep the study in memory.",
  );
}
