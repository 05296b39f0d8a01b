import { InfimumError } from "../error.ts";
import type { Answer, Item } from "./answer.ts";
import type { DirectRun } from "./direct-run.ts";
import { evaluate } from "./evaluate.ts";
import { type Observer, observe } from "./observe.ts";
import type { Run } from "./run.ts";

/** Runs to the end, every question answered as it is asked. */
export function drive(run: DirectRun, observer?: Observer): void {
  if (observer === undefined) {
    while (run.running) run.advance();
    return;
  }
  while (run.running) if (run.advance()) observe(run, observer);
}

export interface AsyncOptions {
  /** How many evaluations of a batch overlap; 1 when left out. */
  readonly parallel?: number;
  /** An evaluation that has not answered by then is given up: counted, and invalid. */
  readonly evaluationSeconds?: number;
  readonly signal?: AbortSignal;
}

/**
 * Runs to the end, waiting for answers; a batch is evaluated `parallel` at a time. The answers enter in the order of
 * the batch, so the result is that of the synchronous run. An abort or the end of the time does not wait for answers.
 */
export async function driveAsync(run: Run, options: AsyncOptions, observer?: Observer): Promise<void> {
  const { parallel = 1, evaluationSeconds = Infinity, signal } = options;
  requirePositive("parallel", parallel);
  requirePositive("evaluationSeconds", evaluationSeconds);
  const interruption = new Interruption(signal, run.stopping.secondsLeft);
  try {
    while (run.running) {
      const items = run.waiting ? run.ask() : [];
      if (items.length === 0) {
        if (run.advance() && observer) observe(run, observer);
        continue;
      }
      const answers: (Answer | undefined)[] = Array.from({ length: items.length });
      const work = evaluateAll(run, items, answers, parallel, evaluationSeconds);
      const end = await interruption.orElse(work);
      // after an interruption those that are there; no evaluation is lost
      for (let k = 0; k < items.length; k++) {
        const answer = answers[k];
        if (answer !== undefined) run.tell(items[k].id, answer);
      }
      // the stop protocol knows which it was; the clock of the timer may be ahead of its own
      if (end === "interrupted" && !run.stopping.refuses()) run.stopping.endTime();
    }
  } finally {
    interruption.dispose();
  }
}

async function evaluateAll(
  run: Run,
  items: readonly Item[],
  answers: (Answer | undefined)[],
  parallel: number,
  seconds: number,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < items.length && run.running) {
      const position = next++;
      answers[position] = await evaluate(run.problem, items[position], seconds);
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, work));
}

/** Longest delay a timer takes: beyond it the budget of time is only looked at between questions. */
const longestTimer = 2 ** 31 - 1;

/** An abort or the end of the time, as something that can be waited for together with an answer. */
class Interruption {
  readonly #signal: AbortSignal | undefined;
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #happened: Promise<"interrupted">;
  #trigger!: () => void;

  constructor(signal: AbortSignal | undefined, seconds: number) {
    this.#happened = new Promise((resolve) => {
      this.#trigger = () => resolve("interrupted");
    });
    this.#signal = signal;
    if (signal?.aborted) this.#trigger();
    signal?.addEventListener("abort", this.#trigger);
    const milliseconds = 1000 * Math.max(0, seconds);
    if (milliseconds <= longestTimer) this.#timer = setTimeout(this.#trigger, milliseconds);
  }

  orElse<T>(work: Promise<T>): Promise<T | "interrupted"> {
    return Promise.race([work, this.#happened]);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener("abort", this.#trigger);
  }
}

function requirePositive(name: string, value: number): void {
  if (!(value > 0)) throw new InfimumError("bad-option", `${name} is ${String(value)}: give a positive number.`);
}
