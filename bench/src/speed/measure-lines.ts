import type { Result } from "infimum";
import { interleave, type Line, line, type Rounds, type Timing } from "../measure/interleave.ts";
import type { PeerTiming, Scipy, TimeRequest } from "../peers/scipy.ts";
import { type QuestionLines, questionLines } from "./question-lines.ts";
import type { WholeRun } from "./whole-runs.ts";

/** One whole run, ours and the peer's. */
export interface MeasuredRun {
  readonly label: string;
  readonly method: string;
  readonly result: Result;
  readonly time: Timing;
  readonly bare: Timing;
  readonly peer?: { readonly last: PeerTiming; readonly time: Timing; readonly bare: Timing };
}

export type QuestionTimings = { readonly [N in keyof QuestionLines]: Timing };

export interface Measured {
  readonly runs: readonly MeasuredRun[];
  /** In a process that has run nothing else, where the compiler knows the one objective there is. */
  readonly questionsFirst: QuestionTimings;
  /** In turn with the whole runs. */
  readonly questions: QuestionTimings;
  readonly questionNames: { readonly [N in keyof QuestionLines]: string };
  /** The same arithmetic again and again: what the machine's own noise is. */
  readonly machine: Timing;
}

/** Times the questions alone: call it before anything else has run. */
export async function measureQuestions(rounds: Rounds): Promise<QuestionTimings> {
  const questions = questionLines();
  return timingsOf(questions, await interleave(Object.values(questions), rounds));
}

function timingsOf(questions: QuestionLines, timings: readonly Timing[]): QuestionTimings {
  const names = Object.keys(questions) as (keyof QuestionLines)[];
  return Object.fromEntries(names.map((name, k) => [name, timings[k]])) as QuestionTimings;
}

/** Times the runs, ours and the peer's, and the questions, all in turn. */
export async function measureLines(
  runs: readonly WholeRun[],
  questions: QuestionLines,
  scipy: Scipy | undefined,
  rounds: Rounds,
): Promise<Omit<Measured, "questionsFirst">> {
  const lines: Line[] = [];
  const add = (line: Line): number => lines.push(line) - 1;
  const planned = runs.map((run) => ({
    run,
    time: add(line(run.label, run.run)),
    bare: add(run.bare),
    peer: run.peer && scipy && planPeer(scipy, run.peer, add),
  }));
  const questionNames = Object.keys(questions) as (keyof QuestionLines)[];
  const firstQuestion = lines.length;
  for (const name of questionNames) add(questions[name]);
  const machine = add(arithmetic());
  const timings = await interleave(lines, rounds);
  return {
    runs: planned.map(({ run, time, bare, peer }) => ({
      label: run.label,
      method: run.method,
      result: run.run(),
      time: timings[time],
      bare: timings[bare],
      peer: peer && { last: peer.last(), time: timings[peer.time], bare: timings[peer.bare] },
    })),
    questions: timingsOf(questions, timings.slice(firstQuestion)),
    questionNames: Object.fromEntries(questionNames.map((name) => [name, questions[name].name])) as {
      [N in keyof QuestionLines]: string;
    },
    machine: timings[machine],
  };
}

function planPeer(scipy: Scipy, request: TimeRequest, add: (line: Line) => number) {
  let last: PeerTiming;
  const time = add({
    name: `SciPy ${request.method}`,
    async take(repeats) {
      last = await scipy.time(request, repeats);
      return last.seconds;
    },
  });
  const bare = add({
    name: `SciPy ${request.method}: the objective`,
    async take(repeats) {
      return (await scipy.objective(request, repeats)).seconds;
    },
  });
  return { time, bare, last: () => last };
}

function arithmetic(): Line {
  let x = 1;
  return line("a fixed amount of arithmetic", () => {
    for (let k = 0; k < 1000; k++) x = Math.sqrt(x + k);
    return x;
  });
}
