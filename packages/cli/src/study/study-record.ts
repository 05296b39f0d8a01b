import type { RunSummary, Study, StudyTrial } from "@infimum/study";
import type { Dimension } from "infimum/space";

/** A study as plain data, which two threads can exchange and a report can draw. */
export interface StudyRecord {
  readonly name: string;
  readonly goals: readonly ("minimize" | "maximize")[];
  readonly seed: number;
  /** Where it is kept. */
  readonly store: string;
  readonly dimensions: readonly Dimension[];
  readonly trials: readonly StudyTrial[];
  /** The number of the best trial; undefined without one, or with several goals. */
  readonly best: number | undefined;
  /** The numbers of the trials that no other betters in all goals. */
  readonly front: readonly number[];
  /** What part of the spread of the values each parameter is behind, the largest first; empty when there is too little to tell. */
  readonly importance: readonly { readonly name: string; readonly importance: number }[];
  /** Why the run of the study ended; undefined for one that was only looked at. */
  readonly summary: RunSummary | undefined;
}

export function recordOf(study: Study, summary?: RunSummary): StudyRecord {
  const { name, goals, seed, store, space } = study;
  const isSingle = goals.length === 1;
  return {
    name,
    goals,
    seed,
    store: store.url,
    dimensions: space.dimensions,
    trials: study.trials(),
    best: isSingle ? study.best?.number : undefined,
    front: isSingle ? [] : study.front().map(({ number }) => number),
    importance: isSingle ? study.importance() : [],
    summary,
  };
}
