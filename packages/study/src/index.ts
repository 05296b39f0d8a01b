export { choice, float, int, type ParamsOf, type Space, space, variant, when } from "infimum/space";
export { hypervolume } from "./front/hypervolume.ts";
export { nondominatedRanks, paretoFront } from "./front/nondominated-ranks.ts";
export { dimensionLabel } from "./importance/dimension-label.ts";
export { type ParameterImportance } from "./importance/importance.ts";
export { type ConfigurablePruner, configurablePruner, type PrunerDefinition } from "./pruners/configurable-pruner.ts";
export type { Pruner, PrunerContext, PrunerSession, PruningDecision, SeenTrial } from "./pruners/pruner.ts";
export * from "./pruners/registry.ts";
export {
  type ConfigurableSampler,
  configurableSampler,
  type SamplerDefinition,
} from "./samplers/configurable-sampler.ts";
export type { CrossEntropyOptions } from "./samplers/cross-entropy-sampler.ts";
export type { GridPoints } from "./samplers/grid.ts";
export type { GridOptions } from "./samplers/grid-sampler.ts";
export type { MethodSamplerOptions } from "./samplers/method-sampler.ts";
export * from "./samplers/registry.ts";
export type {
  EndedTrial,
  PendingTrial,
  Proposal,
  ProposalRequest,
  RevisionRequest,
  Sampler,
  SamplerContext,
  SamplerSession,
} from "./samplers/sampler.ts";
export { memoryStore } from "./store/memory-store.ts";
export { openStore } from "./store/open-store.ts";
export type { SqliteStoreOptions } from "./store/sqlite/connection.ts";
export { sqliteStore } from "./store/sqlite/sqlite-store.ts";
export type { Changes, Store, StudyIdentity, StudyRecord } from "./store/store.ts";
export { defineStudy, isStudyDefinition, type StudyDefinition } from "./study/define-study.ts";
export type { Goal } from "./study/goals.ts";
export { openStudy, type StudyOptions } from "./study/open-study.ts";
export { type Outcome, Pruned } from "./study/outcome.ts";
export type { Objective, RunOptions, RunSummary } from "./study/run-study.ts";
export type { RetryPolicy } from "./study/settings.ts";
export type { Study } from "./study/study.ts";
export type { StudyTrial } from "./study/study-trial.ts";
export type { Trial } from "./study/trial.ts";
export { WorkerLost } from "./study/worker-lost.ts";
export { openThreadCrew, type ThreadCrew, type ThreadCrewOptions } from "./threads/thread-crew.ts";
export { type Reception, type Transition, type TrialEvent, transition } from "./trial/transition.ts";
export {
  type FailureReason,
  hasEnded,
  type LateAnswer,
  type Lease,
  newTrial,
  type Report,
  type TrialDraft,
  type TrialRecord,
  type TrialState,
} from "./trial/trial-record.ts";
