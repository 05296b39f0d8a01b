import { dot, line } from "@observablehq/plot";
import type { StudyRecord } from "../../../study/study-record.ts";
import type { Markup } from "../../markup.ts";
import { linearAxis } from "../axes.ts";
import { draw, type LegendEntry } from "../svg.ts";
import { goalText, valueAxis } from "./value-axis.ts";

/** The values of the trials in their order, and the best so far. */
export function history({ trials, goals: [goal] }: StudyRecord): Markup | undefined {
  const complete = trials.flatMap(({ number, state, value, feasible }) =>
    state === "complete" ? [{ number, value: value!, feasible }] : [],
  );
  const pruned = trials.flatMap(({ number, state, reports }) => {
    const last = reports[reports.length - 1]?.value;
    return state === "pruned" && Number.isFinite(last) ? [{ number, value: last }] : [];
  });
  if (complete.length < 2) return undefined;
  const sign = goal === "maximize" ? -1 : 1;
  let best = Infinity;
  const steps = complete.flatMap(({ number, value, feasible }) => {
    if (feasible && sign * value < best) best = sign * value;
    return best < Infinity ? [{ number, value: sign * best }] : [];
  });
  const legend: LegendEntry[] = [
    { name: "complete", color: "var(--series-1)", dot: true },
    ...(pruned.length > 0 ? [{ name: "pruned, last report", color: "var(--series-8)", dot: true }] : []),
    { name: "best so far", color: "var(--series-2)" },
  ];
  const values = [...complete, ...pruned].map(({ value }) => value);
  return draw(
    {
      x: linearAxis("trial", [0, trials.length - 1]),
      y: valueAxis(goalText(goal), values),
      marks: [
        dot(pruned, { x: "number", y: "value", r: 2.4, stroke: "var(--series-8)", strokeWidth: 1 }),
        dot(complete, {
          x: "number",
          y: "value",
          r: 2.8,
          fill: "var(--series-1)",
          fillOpacity: ({ feasible }: { feasible: boolean }) => (feasible ? 0.7 : 0.2),
        }),
        line(steps, { x: "number", y: "value", curve: "step-after", stroke: "var(--series-2)", strokeWidth: 2 }),
      ],
      opacity: { type: "identity" },
    },
    { title: "History", note: "each trial, in the order of their numbers", legend },
  );
}
