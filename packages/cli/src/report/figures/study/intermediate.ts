import { dot, line } from "@observablehq/plot";
import type { StudyRecord } from "../../../study/study-record.ts";
import type { Markup } from "../../markup.ts";
import { linearAxis } from "../axes.ts";
import { draw } from "../svg.ts";
import { goalText, valueAxis } from "./value-axis.ts";

/** Trials beyond this many would only cover each other: those that got furthest are drawn. */
const mostTrials = 200;

/** What the trials reported on their way, and where they were stopped. */
export function intermediate({ trials, goals: [goal], best }: StudyRecord): Markup | undefined {
  const reporting = trials
    .filter(({ reports }) => reports.some(({ value }) => Number.isFinite(value)))
    .toSorted((a, b) => b.reports.length - a.reports.length)
    .slice(0, mostTrials);
  if (reporting.length === 0) return undefined;
  const points = reporting.flatMap(({ number, state, reports }) =>
    reports.flatMap(({ step, value }) => (Number.isFinite(value) ? [{ number, state, step, value }] : [])),
  );
  if (new Set(points.map(({ step }) => step)).size < 2) return undefined;
  const ends = reporting.flatMap(({ state, reports }) =>
    state === "pruned" || state === "paused" ? [reports[reports.length - 1]] : [],
  );
  return draw(
    {
      x: linearAxis(
        "step",
        points.map(({ step }) => step),
      ),
      y: valueAxis(
        goalText(goal),
        points.map(({ value }) => value),
      ),
      marks: [
        line(points, { x: "step", y: "value", z: "number", stroke: "var(--series-1)", strokeOpacity: 0.3 }),
        line(
          points.filter(({ number }) => number === best),
          { x: "step", y: "value", stroke: "var(--series-2)", strokeWidth: 2.4 },
        ),
        dot(ends, { x: "step", y: "value", r: 2.6, fill: "var(--series-4)" }),
      ],
    },
    {
      title: "On the way",
      note: "what trials reported",
      legend: [
        { name: "trial", color: "var(--series-1)" },
        { name: "the best", color: "var(--series-2)" },
        ...(ends.length > 0 ? [{ name: "stopped there", color: "var(--series-4)", dot: true }] : []),
      ],
    },
  );
}
