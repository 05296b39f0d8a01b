import { setImmediate } from "node:timers/promises";
import type { Asked, OpenRun, Problem, Told } from "infimum";
import { answer, isAsynchronous } from "./answer.ts";

export interface DriveOptions {
  readonly signal: AbortSignal;
  /** How many asynchronous evaluations of a batch overlap. */
  readonly parallel: number;
  /** The wall-clock budget of the run, earlier parts included; it also ends the waiting for an asynchronous answer. */
  readonly seconds: number;
}

/** Milliseconds after which the event loop gets a turn: output is written, timers and listeners run. */
const turnEvery = 50;

/** The longest delay a timer takes, in milliseconds. */
const longestTimer = 2 ** 31 - 1;

/**
 * Runs to the end and gives the event loop a turn now and then. The first answer tells whether the objective is
 * asynchronous: then answers are waited for, `parallel` of a batch at a time, else the run answers its own questions.
 * Either way the result is the same, number by number. The run itself watches its budget and the signal.
 */
export async function drive(run: OpenRun, problem: Problem, options: DriveOptions): Promise<"sync" | "async"> {
  const asynchronous = await answersLater(run, problem, options);
  if (asynchronous) await driveWaiting(run, problem, options);
  await driveInline(run);
  return asynchronous ? "async" : "sync";
}

async function driveInline(run: OpenRun): Promise<void> {
  let turned = performance.now();
  for (const _ of run) {
    if (performance.now() - turned < turnEvery) continue;
    await setImmediate();
    turned = performance.now();
  }
}

/** Answers the first question, and says whether the answer was a promise. */
async function answersLater(run: OpenRun, problem: Problem, options: DriveOptions): Promise<boolean> {
  const [first] = run.ask();
  if (first === undefined) return false;
  const answered = answer(problem, first);
  if (!isAsynchronous(answered)) {
    if (answered) run.tell([answered]);
    return false;
  }
  const told = await inTime(answered, run, options);
  if (told) run.tell([told]);
  return true;
}

/**
 * Waits for every answer until the run ends, is interrupted or is out of time. What is open then stays open: driven
 * inline after this, the run refuses it without asking, and says why.
 */
async function driveWaiting(run: OpenRun, problem: Problem, options: DriveOptions): Promise<void> {
  for (let asked = run.ask(); asked.length > 0; asked = run.ask()) {
    if (!(await answerAll(run, problem, asked, options))) return;
    await setImmediate();
  }
}

/** Answers a batch, `parallel` at a time; false when the waiting was ended. */
async function answerAll(
  run: OpenRun,
  problem: Problem,
  asked: readonly Asked[],
  options: DriveOptions,
): Promise<boolean> {
  let next = 0;
  let ended = false;
  const work = async (): Promise<void> => {
    while (next < asked.length && !ended) {
      const told = isOver(run, options) ? undefined : await inTime(answer(problem, asked[next++]), run, options);
      if (ended) return;
      if (told === undefined) ended = true;
      else run.tell([told]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.parallel, asked.length) }, work));
  return !ended;
}

function isOver(run: OpenRun, { signal, seconds }: DriveOptions): boolean {
  return signal.aborted || run.result.seconds >= seconds;
}

/** The answer, or undefined once the signal is aborted or the time is up. */
async function inTime(
  told: Told | Promise<Told> | undefined,
  run: OpenRun,
  { signal, seconds }: DriveOptions,
): Promise<Told | undefined> {
  let end = (): void => {};
  const ended = new Promise<undefined>((resolve) => {
    end = () => resolve(undefined);
  });
  // a timer may be early by a millisecond, and the run must not find that there is time left to ask once more
  const left = Math.max(0, 1000 * (seconds - run.result.seconds)) + 2;
  const timer = left <= longestTimer ? setTimeout(end, left) : undefined;
  signal.addEventListener("abort", end);
  try {
    return await Promise.race([told, ended]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", end);
  }
}
