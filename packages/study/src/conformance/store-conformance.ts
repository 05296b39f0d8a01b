import type { Store } from "../store/store.ts";
import type { Check } from "./check.ts";
import { artifactsChecks } from "./store/artifacts.ts";
import { changesChecks } from "./store/changes.ts";
import { exactnessChecks } from "./store/exactness.ts";
import { isolationChecks } from "./store/isolation.ts";
import { missingChecks } from "./store/missing.ts";
import { numberingChecks } from "./store/numbering.ts";
import { orderChecks } from "./store/order.ts";
import { studiesChecks } from "./store/studies.ts";
import { transitionsChecks } from "./store/transitions.ts";

export interface StoreConformanceOptions {
  /**
   * Opens the same store once more, as another process would. Left out for stores that live in one process; the checks of
   * two at once are then left out too.
   */
  readonly openAgain?: (store: Store) => Promise<Store> | Store;
}

const families = [
  studiesChecks,
  numberingChecks,
  changesChecks,
  transitionsChecks,
  exactnessChecks,
  isolationChecks,
  orderChecks,
  artifactsChecks,
  missingChecks,
];

/**
 * Everything a store promises, as named checks for any test runner: numbers without gaps however callers interleave, a
 * waiting trial for one caller only, complete and ordered changes, the state machine, numbers and names to the last bit, and
 * nothing shared with the caller. `makeStore` gives an empty store; each check closes its own.
 *
 * @example
 * for (const { check } of storeConformance(() => memoryStore())) await check(); // or test(name, check)
 */
export function storeConformance(
  makeStore: () => Promise<Store> | Store,
  { openAgain }: StoreConformanceOptions = {},
): Check[] {
  return families.flatMap((family) => family({ makeStore, openAgain }));
}
