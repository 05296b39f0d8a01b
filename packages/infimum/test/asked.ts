import type { Problem } from "../src/problem/problem.ts";
import type { Asked } from "../src/problem/question.ts";
import type { View } from "../src/problem/view.ts";
import { method } from "../src/run/method.ts";
import { Run, type RunOptions } from "../src/run/run.ts";

const nothing = method({
  name: "nothing",
  version: 1,
  title: "Asks nothing",
  needs: ["value"],
  options: {},
  // oxlint-disable-next-line require-yield -- the view is asked from outside
  *start() {
    return {};
  },
  *step() {},
});

/** A run whose view can be asked directly, every question answered at once. */
export function watchedRun(problem: Problem, options: RunOptions = {}): Run {
  return new Run(problem, nothing, options);
}

/** What a method would see of the problem, through its wrappers. */
export function viewOf(problem: Problem): View {
  return watchedRun(problem).view;
}

/** The answer to a question that is answered at once. */
export function answerTo<Answer>(asked: Asked<Answer>): Answer {
  const { done, value } = asked[Symbol.iterator]().next();
  if (!done) throw new Error("the question stayed open");
  return value as Answer;
}
