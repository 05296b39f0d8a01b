import { axisX, line, ruleX, text } from "@observablehq/plot";
import type { RunRecord } from "../../run/messages.ts";
import type { Markup } from "../markup.ts";
import { typeset } from "../typeset.ts";
import { draw } from "./svg.ts";

/** Lines beyond this many would only cover each other. */
const mostLines = 60;

interface Corner {
  readonly line: number;
  readonly variable: string;
  readonly height: number;
}

/** The improving points over all variables, each on its own axis: where the search moved, and where it settled. */
export function parallelCoordinates({ problem, history }: RunRecord): Markup | undefined {
  const { dimension, names } = problem;
  const points = improvements(
    history.flatMap(({ x, value }) => (x ? [{ x, value }] : [])),
    problem.goal === "maximize" ? -1 : 1,
  );
  if (dimension < 3 || points.length < 2) return undefined;
  const ranges = names.map((_, index) => rangeOf(points, index));
  const chosen = spread(points, mostLines);
  const corners = chosen.flatMap((x, index): Corner[] =>
    names.map((variable, i) => ({
      line: index,
      variable,
      height: (x[i] - ranges[i][0]) / (ranges[i][1] - ranges[i][0]),
    })),
  );
  const final = corners.filter(({ line: index }) => index === chosen.length - 1);
  const ends = names.flatMap((variable, i) => [
    { variable, height: -0.05, label: typeset(ranges[i][0], 3) },
    { variable, height: 1.05, label: typeset(ranges[i][1], 3) },
  ]);
  const tilted = dimension * Math.max(...names.map(({ length }) => length)) > 60;
  return draw(
    {
      height: 340,
      marginBottom: tilted ? 64 : 34,
      marginLeft: tilted ? 56 : 34,
      marginRight: 34,
      x: { type: "point", domain: [...names], label: null },
      y: { axis: null, domain: [-0.08, 1.08] },
      marks: [
        axisX({ tickSize: 0, fontWeight: 600, tickRotate: tilted ? -25 : 0 }),
        ruleX(names, { x: (name: string) => name, y1: 0, y2: 1, stroke: "var(--line)" }),
        line(corners, {
          x: "variable",
          y: "height",
          z: "line",
          stroke: "var(--series-1)",
          strokeWidth: 1,
          strokeOpacity: 0.35,
        }),
        line(final, { x: "variable", y: "height", stroke: "var(--series-2)", strokeWidth: 2.5 }),
        text(ends, { x: "variable", y: "height", text: "label", fontSize: 10.5, fill: "var(--muted)" }),
      ],
    },
    {
      title: "Improving points",
      note: "one line a point, each variable on an axis of its own",
      legend: [
        { name: "earlier best points", color: "var(--series-1)" },
        { name: "the best", color: "var(--series-2)" },
      ],
    },
  );
}

function improvements(entries: readonly { x: Float64Array; value: number }[], sign: number): Float64Array[] {
  let best = Infinity;
  return entries.flatMap(({ x, value }) => {
    if (!(sign * value < best)) return [];
    best = sign * value;
    return [x];
  });
}

function rangeOf(points: readonly Float64Array[], index: number): [number, number] {
  const values = points.map((x) => x[index]);
  const least = Math.min(...values);
  const most = Math.max(...values);
  return least === most ? [least - 0.5, most + 0.5] : [least, most];
}

/** At most `count` of them, the early ones closer together: those differ most. The last always. */
function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  const indices = Array.from({ length: count }, (_, i) => Math.round((all.length - 1) * (i / (count - 1)) ** 2));
  return [...new Set(indices)].map((index) => all[index]);
}
