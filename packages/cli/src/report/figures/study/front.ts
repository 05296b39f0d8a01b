import { dot, line } from "@observablehq/plot";
import type { StudyRecord } from "../../../study/study-record.ts";
import type { Markup } from "../../markup.ts";
import { draw } from "../svg.ts";
import { valueAxis } from "./value-axis.ts";

/** The trials by the values of each two goals, and the front: what no other trial betters in every goal. */
export function fronts(record: StudyRecord): Markup[] {
  const { goals } = record;
  const pairs = goals.flatMap((_, i) => goals.slice(i + 1).map((__, k) => [i, i + 1 + k] as const));
  return pairs.map(([i, j]) => front(record, i, j)).filter((figure) => figure !== undefined);
}

function front({ trials, goals, front: members }: StudyRecord, i: number, j: number): Markup | undefined {
  const complete = trials.filter(({ state }) => state === "complete");
  if (complete.length < 2) return undefined;
  const points = complete.map(({ number, values }) => ({ number, x: values![i], y: values![j] }));
  const best = points.filter(({ number }) => members.includes(number)).toSorted((a, b) => a.x - b.x);
  const label = (goal: number) => `value ${goal + 1} (${goals[goal]})`;
  return draw(
    {
      x: valueAxis(
        label(i),
        points.map(({ x }) => x),
      ),
      y: valueAxis(
        label(j),
        points.map(({ y }) => y),
      ),
      marks: [
        dot(points, { x: "x", y: "y", r: 2.6, fill: "var(--series-1)", fillOpacity: 0.5 }),
        // of two goals the front is a line of steps; of more it is a surface
        ...(goals.length === 2
          ? [line(best, { x: "x", y: "y", stroke: "var(--series-2)", strokeOpacity: 0.6, curve: "linear" })]
          : []),
        dot(best, { x: "x", y: "y", r: 4, fill: "var(--series-2)" }),
      ],
    },
    {
      title: "Front",
      note: `${best.length} of ${complete.length} trials`,
      legend: [
        { name: "trial", color: "var(--series-1)", dot: true },
        { name: "on the front", color: "var(--series-2)", dot: true },
      ],
    },
  );
}
