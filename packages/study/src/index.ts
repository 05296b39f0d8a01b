export { choice, float, int, type ParamsOf, type Space, space, variant, when } from "infimum/space";
export { type ConfigurablePruner, configurablePruner, type PrunerDefinition } from "./pruners/configurable-pruner.ts";
export type { Pruner, PrunerContext, PrunerSession, PruningDecision, SeenTrial } from "./pruners/pruner.ts";
export * from "./pruners/registry.ts";
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
export type { Changes, Store, StudyIdentity, StudyRecord } from "./store/store.ts";
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
