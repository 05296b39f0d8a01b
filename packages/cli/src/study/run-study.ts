import { openStudy, openThreadCrew, type Study, type StudyDefinition } from "@infimum/study";
import { InfimumError } from "infimum";
import type { StudyAsked, StudyProgress } from "../run/messages.ts";
import { recordOf, type StudyRecord } from "./study-record.ts";

/** How to run one study of a file. */
export interface StudySettings {
  /** What the command line asks; the definition's own words win in a job, the command line's for a study file. */
  readonly asked: StudyAsked;
  /** Where the study is kept when nobody says. */
  readonly defaultStore: string | undefined;
  /** The URL of the file whose default export is the definition, for threads. */
  readonly file: string | undefined;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: StudyProgress) => void;
}

/** Milliseconds between two reports of how far the study is. */
const progressEvery = 100;

/** Opens a study and runs it to its end; gives it open, and as a record that can be sent and drawn. */
export async function runStudy(
  definition: StudyDefinition,
  settings: StudySettings,
): Promise<{ study: Study; record: StudyRecord }> {
  const { asked, defaultStore, signal, onProgress } = settings;
  const { objective, workers, trials, seconds, target, patience, parallel = 1, trialSeconds, ...stated } = definition;
  const threads = asked.workers ?? workers;
  const study = await openStudy({
    ...stated,
    seed: asked.seed ?? stated.seed,
    sampler: asked.sampler ?? stated.sampler,
    pruner: asked.pruner ?? stated.pruner,
    store: asked.store ?? stated.store ?? defaultStore,
  });
  const limits = { trials: asked.trials ?? trials, seconds: asked.seconds ?? seconds, target: asked.target ?? target };
  const startedAt = performance.now();
  const begun = study.counts.finished;
  let reported = -Infinity;
  const report = (): void => {
    reported = performance.now();
    onProgress({
      ...study.counts,
      begun,
      name: study.name,
      trials: limits.trials,
      seconds: limits.seconds,
      best: bestOf(study),
      elapsed: (reported - startedAt) / 1000,
    });
  };
  const crew = threads === undefined ? undefined : openThreadCrew({ file: fileOf(settings), workers: threads, setup });
  report();
  try {
    const summary = await study.run(crew?.objective ?? objective, {
      ...limits,
      patience,
      parallel: threads ?? asked.parallel ?? parallel,
      trialSeconds,
      signal,
      onTrial: () => {
        if (performance.now() - reported > progressEvery) report();
      },
    });
    report();
    return { study, record: recordOf(study, summary) };
  } finally {
    await crew?.close();
  }
}

/** What a thread imports first, so that it can import TypeScript. */
const setup = new URL("./register-hooks.js", import.meta.url);

function fileOf({ file }: StudySettings): string {
  if (file !== undefined) return file;
  throw new InfimumError(
    "no-study-file",
    "threads import the file that exports the study: write tune(study, { file: new URL(...) }), or leave out workers.",
  );
}

function bestOf(study: Study): number | undefined {
  return study.goals.length === 1 ? study.best?.value : undefined;
}
