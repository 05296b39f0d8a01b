import { lineY, ruleY } from "@observablehq/plot";
import type { RunRecord } from "../../run/messages.ts";
import type { Markup } from "../markup.ts";
import { typeset } from "../typeset.ts";
import { linearAxis, logAxis } from "./axes.ts";
import { draw } from "./svg.ts";

/** A measure that spans more than this factor is drawn on a logarithmic axis. */
const wideSpan = 50;

/** What the method watches, over its iterations, with the tolerance where it settles by it: one figure a measure. */
export function measures({ history, tests }: RunRecord): Markup[] {
  const names = new Set(history.flatMap((entry) => Object.keys(entry.measures)));
  return [...names].flatMap((name) => {
    const points = history.flatMap(({ iteration, measures: all }) =>
      Number.isFinite(all[name]) ? [{ iteration, value: all[name] }] : [],
    );
    const distinct = new Set(points.map(({ value }) => value));
    if (distinct.size < 2) return [];
    return [measure(name, points, tests.find((test) => test.measure === name)?.tolerance)];
  });
}

function measure(
  name: string,
  points: readonly { iteration: number; value: number }[],
  tolerance: number | undefined,
): Markup {
  const positive = points.filter(({ value }) => value > 0);
  const values = positive.map(({ value }) => value);
  const logarithmic = positive.length > points.length / 2 && Math.max(...values) > wideSpan * Math.min(...values);
  const shown = logarithmic ? positive : points;
  const drawnTolerance = tolerance !== undefined && (tolerance > 0 || !logarithmic) ? tolerance : undefined;
  const drawn = shown.map(({ value }) => value);
  const extent = drawnTolerance === undefined ? drawn : [...drawn, drawnTolerance];
  return draw(
    {
      height: 260,
      x: linearAxis(
        "iteration",
        shown.map(({ iteration }) => iteration),
      ),
      y: logarithmic ? logAxis(name, extent) : linearAxis(name, extent),
      marks: [
        ...(drawnTolerance === undefined
          ? []
          : [ruleY([drawnTolerance], { stroke: "var(--series-3)", strokeDasharray: "5 4", strokeWidth: 1.4 })]),
        lineY(shown, { x: "iteration", y: "value", stroke: "var(--series-1)", strokeWidth: 1.5 }),
      ],
    },
    {
      title: `Measure: ${name}`,
      legend:
        drawnTolerance === undefined
          ? []
          : [
              { name, color: "var(--series-1)" },
              { name: `tolerance ${typeset(drawnTolerance, 3)}`, color: "var(--series-3)" },
            ],
    },
  );
}
