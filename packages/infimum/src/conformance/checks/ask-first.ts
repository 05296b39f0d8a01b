import { decode, encode } from "../../run/plain-data.ts";
import type { Run } from "../../run/run.ts";
import type { ConformanceCase } from "../case.ts";
import { type ConformanceCheck, demand, onEachCase, type Subject } from "../check.ts";
import { answerItem, nextItems, openRun } from "../drivers.ts";

/** An iteration asks first and writes last, and its state is plain data: what resuming after any evaluation rests on. */
export function askFirstChecks(subject: Subject): ConformanceCheck[] {
  const { method, evaluations } = subject;
  const walk = ({ definition }: ConformanceCase, look: (run: Run, moment: "asked" | "told") => void): void => {
    const run = openRun(method, definition, { inline: false, audit: true, budget: { evaluations } });
    for (let items = nextItems(run); items.length > 0; items = nextItems(run)) {
      look(run, "asked");
      for (const item of items) answerItem(run, item);
      look(run, "told");
    }
  };
  return [
    ...onEachCase(subject, "asks first and writes last", (each) => {
      let before = "";
      walk(each, (run, moment) => {
        const now = JSON.stringify(encode(run.state));
        if (moment === "asked") before = now;
        demand(
          now === before,
          `an answer was written into the state of ${method.name} in iteration ${run.iteration + 1}: hand out scratch, not arrays of the state.`,
        );
      });
    }),
    ...onEachCase(subject, "the state is plain data", (each) => {
      walk(each, (run) => {
        const there = JSON.stringify(encode(run.state));
        demand(JSON.stringify(encode(decode(JSON.parse(there)))) === there, "the state does not survive JSON.");
      });
    }),
    ...onEachCase(subject, "looking at measures and the incumbent does not change the state", (each) => {
      walk(each, (run) => {
        if (run.state === undefined) return;
        const before = JSON.stringify(encode(run.state));
        method.measures(run.state);
        method.incumbent?.(run.state);
        demand(JSON.stringify(encode(run.state)) === before, "measures or incumbent wrote to the state.");
      });
    }),
  ];
}
