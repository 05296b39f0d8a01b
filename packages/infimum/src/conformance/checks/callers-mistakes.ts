import { InfimumError } from "../../error.ts";
import { problem } from "../../problem/state-problem.ts";
import { minimizer } from "../black-box.ts";
import { type ConformanceCheck, demand, type Subject } from "../check.ts";
import { openRun, throughJson } from "../drivers.ts";

/** A mistake, the code it has, and a word that the message has to have. */
interface Mistake {
  readonly name: string;
  readonly code: string;
  readonly word?: string;
  make(): unknown;
}

/** Every mistake of a caller is an InfimumError whose message says what is wrong and what to do. */
export function callersMistakesChecks({ method, cases }: Subject): ConformanceCheck[] {
  const { minimize, minimizeAsync, solve } = minimizer([method]);
  const { definition } = cases[0];
  const n = (definition.x0 as ArrayLike<number>).length;
  const stated = problem(definition);
  const withStart = (x0: unknown) => minimize(problem({ ...definition, x0 } as typeof definition), { method });
  const withBounds = (bounds: object) => minimize(problem({ ...definition, bounds } as typeof definition), { method });
  const withOptions = (options: object) => minimize(stated, { method, ...options });
  const fill = (value: number, length = n) => Array.from({ length }, () => value);
  const misspelt = `${method.name.slice(0, -1)}_`;
  const mistakes: Mistake[] = [
    { name: "an empty x0", code: "x0-empty", make: () => withStart([]) },
    { name: "NaN in x0", code: "x0-not-finite", word: "x[0]", make: () => withStart(fill(NaN)) },
    { name: "infinity in x0", code: "x0-not-finite", make: () => withStart(fill(Infinity)) },
    { name: "text in x0", code: "x0-not-finite", make: () => withStart(fill(0).map(() => "a")) },
    { name: "no x0", code: "x0-not-numbers", make: () => withStart(undefined) },
    { name: "a string for x0", code: "x0-not-numbers", make: () => withStart("0") },
    { name: "x0 outside the bounds", code: "x0-outside-bounds", word: "x[0]", make: () => withBounds({ lower: 1e6 }) },
    { name: "too many bounds", code: "bounds-mismatch", make: () => withBounds({ upper: fill(9, n + 1) }) },
    { name: "NaN in the bounds", code: "bounds-mismatch", make: () => withBounds({ lower: fill(NaN) }) },
    { name: "crossed bounds", code: "bounds-crossed", make: () => withBounds({ lower: fill(2), upper: fill(1) }) },
    {
      name: "an unknown goal",
      code: "unknown-goal",
      make: () => problem({ ...definition, goal: "max" as "maximize" }),
    },
    { name: "an objective that is none", code: "not-a-function", make: () => minimize(3 as never, [0]) },
    {
      name: "an unknown method",
      code: "unknown-method",
      word: method.name,
      make: () => withOptions({ method: misspelt }),
    },
    { name: "a negative budget", code: "bad-budget", make: () => withOptions({ budget: { evaluations: -1 } }) },
    { name: "a budget that is no number", code: "bad-budget", make: () => withOptions({ budget: { seconds: "1" } }) },
    { name: "an unknown budget", code: "unknown-option", make: () => withOptions({ budget: { steps: 1 } }) },
    { name: "an unknown option", code: "unknown-option", word: "budget", make: () => withOptions({ bugdet: {} }) },
    { name: "a tolerance that is none", code: "bad-tolerance", make: () => withOptions({ tolerance: -1 }) },
    { name: "an unknown measure", code: "unknown-measure", make: () => withOptions({ tolerance: { nothing: 1 } }) },
    { name: "a target that is none", code: "bad-target", make: () => withOptions({ target: "low" }) },
    { name: "a seed that is none", code: "bad-seed", make: () => withOptions({ seed: 0.5 }) },
    { name: "a checkpoint that is none", code: "not-a-checkpoint", make: () => withOptions({ checkpoint: {} }) },
    {
      name: "a checkpoint of another version",
      code: "state-version",
      make: () => withOptions({ checkpoint: altered({ stateVersion: method.version + 1 }) }),
    },
    {
      name: "a checkpoint of another problem",
      code: "checkpoint-mismatch",
      make: () => withOptions({ checkpoint: altered({ dimension: n + 1 }) }),
    },
    {
      name: "a checkpoint of another method",
      code: "checkpoint-mismatch",
      make: () => withOptions({ checkpoint: altered({ method: "another" }) }),
    },
    {
      name: "half an evaluation at a time",
      code: "bad-option",
      make: () => minimizeAsync(stated, { method, parallel: 0 }),
    },
    { name: "an answer that nobody asked for", code: "unknown-question", make: () => tellUnasked(1e9) },
    { name: "an answer before the question", code: "nothing-asked", make: () => unasked().tell(0, { value: 1 }) },
  ];
  const altered = (change: object) => ({ ...throughJson(openRun(method, definition)), ...change });
  const tellUnasked = (id: number): void => {
    const run = solve(stated, { method });
    run.ask();
    run.tell([{ id, value: 1 }]);
  };
  const unasked = () => openRun(method, definition, { inline: false });
  return mistakes.map(({ name, code, word, make }) => ({
    name: `names the mistake: ${name}`,
    async run() {
      let error: unknown;
      try {
        await make();
      } catch (thrown) {
        error = thrown;
      }
      demand(error instanceof InfimumError, `${name} gives ${String(error)}, not an InfimumError.`);
      demand(error.code === code, `${name} gives the code ${error.code}, not ${code}.`);
      demand(
        /[.?]$/.test(error.message) && error.message.length > 20,
        `the message is no sentence: "${error.message}".`,
      );
      demand(
        word === undefined || error.message.includes(word),
        `the message does not say ${word}: "${error.message}".`,
      );
    },
  }));
}
