import type { StudyTrial } from "@infimum/study";
import { barX } from "@observablehq/plot";
import type { StudyRecord } from "../../../study/study-record.ts";
import type { Markup } from "../../markup.ts";
import { linearAxis } from "../axes.ts";
import { draw } from "../svg.ts";

const mostBars = 1500;

const colors: Partial<Record<StudyTrial["state"], string>> = {
  complete: "var(--series-1)",
  pruned: "var(--series-6)",
  failed: "var(--series-4)",
};

/** When each trial ran, those at the same time in different rows: how busy the workers were. */
export function timeline({ trials }: StudyRecord): Markup | undefined {
  const ended = trials.filter(({ started, finished }) => started && finished).slice(0, mostBars);
  if (ended.length < 2) return undefined;
  const first = Math.min(...ended.map(({ started }) => started!.getTime()));
  const inSeconds = (time: Date): number => (time.getTime() - first) / 1000;
  const rows: number[] = [];
  const bars = ended
    .toSorted((a, b) => a.started!.getTime() - b.started!.getTime())
    .map(({ started, finished, state }) => {
      const from = inSeconds(started!);
      const to = inSeconds(finished!);
      const free = rows.findIndex((until) => until <= from);
      const row = free < 0 ? rows.length : free;
      rows[row] = to;
      return { row: `${row + 1}`, from, to, state };
    });
  if (Math.max(...bars.map(({ to }) => to)) <= 0) return undefined;
  const states = [...new Set(bars.map(({ state }) => state))];
  return draw(
    {
      height: 80 + 22 * rows.length,
      x: linearAxis(
        "seconds since the first trial",
        bars.flatMap(({ from, to }) => [from, to]),
      ),
      y: {
        label: "at once",
        labelAnchor: "center",
        labelArrow: "none",
        domain: rows.map((_, row) => `${row + 1}`),
        padding: 0.15,
      },
      marks: states.map((state) =>
        barX(
          bars.filter((bar) => bar.state === state),
          {
            x1: "from",
            x2: "to",
            y: "row",
            fill: colors[state] ?? "var(--series-8)",
            stroke: "var(--card)",
            strokeWidth: 0.4,
          },
        ),
      ),
    },
    {
      title: "Timeline",
      note: "when trials ran",
      legend: states.map((state) => ({ name: state, color: colors[state] ?? "var(--series-8)" })),
    },
  );
}
