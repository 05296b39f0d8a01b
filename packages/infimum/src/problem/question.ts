import { InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import type { OracleName } from "./oracles.ts";

/** Something that can be answered: `yield*` it inside a method and go on with the answer. */
export type Asked<Answer> = Iterable<Question, Answer, void>;

/** The code of a method, a wrapper or a part: it yields questions and ends with its result. */
export type Coroutine<Outcome> = Generator<Question, Outcome, void>;

/**
 * One question to a problem, and its own iterator: `yield*` on a question that is already answered gets the answer from
 * the first `next` and never suspends; an open question yields itself until somebody closes it. The object is also
 * its own iterator result (`done`, `value`), so asking allocates nothing. A run keeps one question per oracle.
 */
export class Question implements Iterable<Question, number, void>, Iterator<Question, number, void> {
  readonly oracle: OracleName;
  done = false;
  /** The question itself while it is open, the answer once it is closed. */
  value: unknown = this;

  x!: Vector;
  v!: Vector;
  out!: Vector;
  points: readonly Vector[] = [];
  order!: Int32Array;
  sample = 0;
  /** How many points of a batch have been answered. */
  answered = 0;

  /** False between being asked and being yielded to: a question that is asked again before was forgotten. */
  #taken = true;

  constructor(oracle: OracleName) {
    this.oracle = oracle;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<Question, number> {
    this.#taken = true;
    return this as unknown as IteratorResult<Question, number>;
  }

  /** @throws InfimumError `forgotten-yield` when the question before this one was never yielded to. */
  open(): void {
    if (!this.#taken) {
      throw new InfimumError(
        "forgotten-yield",
        `a method asked for ${this.oracle} without yield*: write yield* problem.${this.oracle}(...).`,
      );
    }
    this.#taken = false;
    this.done = false;
    this.value = this;
    this.answered = 0;
  }

  close(answer: number): void {
    this.done = true;
    this.value = answer;
  }
}

/**
 * `after(answer)` in place of the answer: at once when it is there (a synchronous run), else when it comes. For wrappers
 * that turn one question into one other; `after` may write to the arrays of the question but must not ask.
 *
 * (Not called `then`: a module that exports `then` is a thenable, and `import()` of it never ends.)
 */
export function whenAnswered(question: Asked<number>, after: (answer: number) => number): Asked<number> {
  if (question instanceof Question && question.done) {
    question.value = after(question.value as number);
    return question;
  }
  return later(question, after);
}

function* later(question: Asked<number>, after: (answer: number) => number): Coroutine<number> {
  return after(yield* question);
}
