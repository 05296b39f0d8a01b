import { lineY } from "@observablehq/plot";
import type { RunRecord } from "../../run/messages.ts";
import type { Markup } from "../markup.ts";
import { seriesColors } from "../style.ts";
import { linearAxis, logAxis } from "./axes.ts";
import { draw, seriesColor } from "./svg.ts";

interface Dot {
  readonly run: string;
  readonly evaluations: number;
  readonly value: number;
}

/** The best value of one or several runs of a problem against the evaluations: how far it is from the best of all. */
export function convergence(runs: readonly RunRecord[]): Markup | undefined {
  const dots = runs.flatMap(({ name, history }): Dot[] =>
    history
      .filter(({ value }) => Number.isFinite(value))
      .map(({ evaluations, value }) => ({ run: name, evaluations, value })),
  );
  if (new Set(dots.map(({ value }) => value)).size < 2) return undefined;
  const sign = runs[0].problem.goal === "maximize" ? -1 : 1;
  const best = sign * Math.min(...dots.map(({ value }) => sign * value));
  const gaps = dots.map((dot) => ({ ...dot, value: Math.abs(dot.value - best) }));
  const positive = gaps.filter(({ value }) => value > 0);
  const names = runs.map(({ name }) => name);
  const colors = new Map(names.map((name, index) => [name, seriesColor(index, seriesColors)]));
  const byGap = positive.length > 1;
  const shown = byGap ? positive : dots;
  const resumed = runs.some(({ resumedAt }) => resumedAt > 0);
  const asked = shown.map(({ evaluations }) => evaluations);
  const values = shown.map(({ value }) => value);
  const label = byGap ? "best value − final best" : "best value";
  return draw(
    {
      x: { ...linearAxis("evaluations", asked), domain: [resumed ? Math.min(...asked) : 0, Math.max(...asked)] },
      y: byGap ? logAxis(label, values) : linearAxis(label, values),
      marks: names.map((name) =>
        lineY(
          shown.filter(({ run }) => run === name),
          { x: "evaluations", y: "value", stroke: colors.get(name), strokeWidth: 1.8, curve: "step-after" },
        ),
      ),
    },
    {
      title: "Convergence",
      note: byGap ? "best value so far, as the distance from the best that was found" : "best value so far",
      legend: names.length > 1 ? names.map((name) => ({ name, color: colors.get(name) ?? "" })) : [],
    },
  );
}
