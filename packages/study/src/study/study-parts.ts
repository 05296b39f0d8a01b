import type { Store } from "../store/store.ts";
import type { Learner } from "./learner.ts";
import type { LeaseKeeper } from "./lease-keeper.ts";
import type { Pruning } from "./pruning.ts";
import type { StudySettings } from "./settings.ts";
import type { TrialMirror } from "./trial-mirror.ts";

/** What an open study is made of, for the parts that work with the others. */
export interface StudyParts {
  readonly store: Store;
  readonly settings: StudySettings;
  readonly mirror: TrialMirror;
  readonly learner: Learner;
  readonly pruning: Pruning;
  readonly leases: LeaseKeeper;
}
