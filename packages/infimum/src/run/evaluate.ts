import type { Problem } from "../problem/problem.ts";
import { type Answer, callFunction, type Item, TimeOut } from "./answer.ts";

/**
 * Evaluates one item with the caller's functions, waiting where they are asynchronous and for at most `seconds`. What
 * is thrown is an answer too.
 */
export async function evaluate(problem: Problem, item: Item, seconds = Infinity): Promise<Answer> {
  try {
    const answer = callFunction(problem, item, item.x);
    const value = seconds < Infinity ? await withinTime(answer, seconds) : await answer;
    return { value, output: item.out };
  } catch (error) {
    // an error of undefined would be none
    return { error: error === undefined ? "undefined" : error };
  }
}

function withinTime(answer: unknown, seconds: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new TimeOut(`did not answer within ${seconds} s`)), 1000 * seconds);
    Promise.resolve(answer)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
