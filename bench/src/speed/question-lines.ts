import { type Coroutine, method, minimize, minimizeAsync, type Problem, problem, solve } from "infimum";
import type { Line } from "../measure/interleave.ts";
import { bareLine } from "./whole-runs.ts";

/** What a question costs, in the run and without it. */
export interface QuestionLines {
  /** The objective alone, to be subtracted from those lines that evaluate it. */
  readonly bare: Line;
  /** Whole runs of a method that only asks, 100 values an iteration. */
  readonly inRun: Line;
  /** The same, 1 value an iteration: the iteration's own cost is in it. */
  readonly oneAnIteration: Line;
  /** A question opened, closed and yielded to, with no run: answered before it is yielded. */
  readonly answered: Line;
  /** The same, closed by the driver after the method has suspended. */
  readonly suspended: Line;
  /** Through `minimizeAsync`. */
  readonly asynchronous: Line;
  /** Through `ask` and `tell`. */
  readonly askedAndTold: Line;
}

const asker = method({
  name: "asker",
  version: 1,
  title: "Asks for the value at x0 again and again",
  needs: ["value"],
  options: { questions: 100 },
  *start(view) {
    return { sum: yield* view.value(view.x0) };
  },
  *step(state, view, { questions }) {
    const { x0 } = view;
    let sum = 0;
    for (let k = 0; k < questions; k++) sum += yield* view.value(x0);
    state.sum = sum;
  },
});

export function questionLines(): QuestionLines {
  const x0 = Float64Array.of(0.5, 0.25);
  const trivial = (x: Float64Array) => x[0];
  const stated = problem({ objective: trivial, x0, derivatives: "none" });
  const question = takeQuestion(stated);
  return {
    bare: bareLine("the trivial objective", x0, trivial),
    inRun: runLine("in a run, 100 an iteration", stated, 100),
    oneAnIteration: runLine("in a run, 1 an iteration", stated, 1),
    answered: timed("protocol alone, answered at once", (repeats) => answeredQuestions(question, repeats).next()),
    suspended: timed("protocol alone, suspended", (repeats) => {
      const coroutine = suspendedQuestions(question, repeats);
      while (!coroutine.next().done) question.close(1);
    }),
    asynchronous: timed("asynchronous run", (evaluations) =>
      minimizeAsync(stated, { method: asker(), budget: { evaluations } }),
    ),
    askedAndTold: timed("ask and tell", (evaluations) => {
      const run = solve(stated, { method: asker(), budget: { evaluations } });
      for (let asked = run.ask(); asked.length > 0; asked = run.ask()) {
        run.tell(asked.map(({ id, x }) => ({ id, value: trivial(x) })));
      }
    }),
  };
}

function runLine(name: string, stated: Problem, questions: number): Line {
  return timed(name, (evaluations) => minimize(stated, { method: asker({ questions }), budget: { evaluations } }));
}

function timed(name: string, work: (repeats: number) => unknown): Line {
  return {
    name,
    async take(repeats) {
      const before = performance.now();
      const pending = work(repeats);
      if (pending instanceof Promise) await pending;
      return (performance.now() - before) / 1000;
    },
  };
}

/** A question of a run, as the run itself handles it. */
type Question = Iterable<never, number, void> & { open(): void; close(answer: number): void };

/** Takes the run's own question object out of a method that asked it. */
function takeQuestion(stated: Problem): Question {
  let taken: unknown;
  const thief = method({
    name: "thief",
    version: 1,
    title: "Asks once and keeps the question",
    needs: ["value"],
    options: {},
    *start(view) {
      const question = view.value(view.x0);
      taken = question;
      return { value: yield* question };
    },
    *step() {},
  });
  solve(stated, { method: thief }).ask();
  return taken as Question;
}

function* answeredQuestions(question: Question, repeats: number): Coroutine<number> {
  let sum = 0;
  for (let k = 0; k < repeats; k++) {
    question.open();
    question.close(1);
    sum += yield* question;
  }
  return sum;
}

function* suspendedQuestions(question: Question, repeats: number): Coroutine<number> {
  let sum = 0;
  for (let k = 0; k < repeats; k++) {
    question.open();
    sum += yield* question;
  }
  return sum;
}
