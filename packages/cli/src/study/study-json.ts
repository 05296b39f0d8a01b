import type { StudyTrial } from "@infimum/study";
import type { StudyRecord } from "./study-record.ts";

/** A study as `infimum show NAME --json` prints it. */
export function studyJson({ name, goals, seed, trials, best, front, importance, summary, store }: StudyRecord): object {
  const single = goals.length === 1;
  return {
    name,
    ...(single ? { goal: goals[0] } : { goals }),
    seed,
    store,
    ...(summary ? { status: summary.status, message: summary.message, finished: summary.finished } : {}),
    ...(single
      ? { best: trialOrNull(trials.find(({ number }) => number === best)) }
      : { front: front.map((number) => trialJson(trials.find((trial) => trial.number === number)!)) }),
    importance: Object.fromEntries(importance.map((entry) => [entry.name, entry.importance])),
    trials: trials.map(trialJson),
  };
}

function trialOrNull(trial: StudyTrial | undefined): object | null {
  return trial ? trialJson(trial) : null;
}

export function trialJson(trial: StudyTrial): object {
  const { number, state, value, values, constraints, params, reports, attributes, failure, retryOf } = trial;
  return {
    number,
    state,
    ...(values && values.length > 1 ? { values } : { value: value ?? null }),
    params: params ?? null,
    ...(constraints ? { constraints } : {}),
    ...(reports.length > 0 ? { reports } : {}),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    ...(failure ? { failure } : {}),
    ...(retryOf === undefined ? {} : { retryOf }),
    started: trial.started?.toISOString() ?? null,
    finished: trial.finished?.toISOString() ?? null,
  };
}
