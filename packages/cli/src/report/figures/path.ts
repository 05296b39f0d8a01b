import { contour, dot, line, type Markish } from "@observablehq/plot";
import type { Landscape } from "../../run/landscape.ts";
import type { RunRecord } from "../../run/messages.ts";
import type { Markup } from "../markup.ts";
import { typeset } from "../typeset.ts";
import { linearAxis } from "./axes.ts";
import { draw, type LegendEntry } from "./svg.ts";

/** Levels of the contours. */
const levels = 14;

/** The way of the best point in the plane of two variables, over the contours of the objective where it is cheap. */
export function path({ problem, history, landscape }: RunRecord): Markup | undefined {
  const points = history.flatMap(({ x }) => (x ? [{ x: x[0], y: x[1] }] : []));
  const [first] = points;
  if (problem.dimension !== 2 || !points.some(({ x, y }) => x !== first.x || y !== first.y)) return undefined;
  const last = points[points.length - 1];
  const marks: Markish[] = [
    ...(landscape ? [contours(landscape, problem.goal)] : []),
    line(points, { x: "x", y: "y", stroke: "var(--series-2)", strokeWidth: 1.6, strokeLinejoin: "round" }),
    ...(points.length <= 200 ? [dot(points, { x: "x", y: "y", r: 1.8, fill: "var(--series-2)" })] : []),
    dot([first], { x: "x", y: "y", r: 5, fill: "var(--card)", stroke: "var(--series-2)", strokeWidth: 2 }),
    dot([last], { x: "x", y: "y", r: 5.5, fill: "var(--series-2)", stroke: "var(--card)", strokeWidth: 1.5 }),
  ];
  const legend: LegendEntry[] = [
    { name: "best point so far", color: "var(--series-2)" },
    ...(landscape ? [{ name: "contours of the objective, darker is better", color: "var(--series-1)" }] : []),
  ];
  // contours are cut at the corners of the outermost cells: the picture ends at the middle of these
  const domain = landscape && {
    x: inner(landscape.x1, landscape.x2, landscape.size),
    y: inner(landscape.y1, landscape.y2, landscape.size),
  };
  const across = points.map(({ x }) => x);
  const along = points.map(({ y }) => y);
  return draw(
    {
      x: { ...linearAxis(problem.names[0], across), grid: false, ...(domain && { domain: domain.x }) },
      y: { ...linearAxis(problem.names[1], along), grid: false, ...(domain && { domain: domain.y }) },
      marks,
    },
    {
      title: "Path of the best point",
      note: landscape
        ? `from the ring to the disc; the contours took ${typeset(landscape.size ** 2)} evaluations after the run, which are not counted`
        : "from the ring to the disc",
      legend,
    },
  );
}

/** Levels that enclose equal areas, so that a valley and a plateau both show. */
function contours({ x1, x2, y1, y2, size, values }: Landscape, goal: "minimize" | "maximize"): Markish {
  const sign = goal === "maximize" ? 1 : -1;
  const heights = values.map((value) => sign * value);
  const sorted = heights.filter(Number.isFinite).toSorted();
  const thresholds = Array.from({ length: levels }, (_, level) => quantile(sorted, (level + 1) / (levels + 1)));
  return contour(heights as unknown as number[], {
    width: size,
    height: size,
    x1,
    x2,
    y1,
    y2,
    thresholds: [...new Set(thresholds)],
    clip: true,
    fill: "var(--series-1)",
    fillOpacity: 0.055,
    stroke: "var(--series-1)",
    strokeOpacity: 0.45,
    strokeWidth: 0.7,
  });
}

/** An interval without half a cell at each end. */
function inner(from: number, to: number, size: number): [number, number] {
  const half = (to - from) / (2 * size);
  return [from + half, to - half];
}

function quantile(sorted: Float64Array, part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
