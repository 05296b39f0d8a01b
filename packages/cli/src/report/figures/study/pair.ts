import { contour, dot } from "@observablehq/plot";
import type { StudyRecord } from "../../../study/study-record.ts";
import type { Markup } from "../../markup.ts";
import { draw } from "../svg.ts";
import { parameterAxis } from "./parameter-axis.ts";
import { shownDimensions } from "./shown-dimensions.ts";

/** Fewer points make no landscape. */
const leastPoints = 8;

const levels = 10;

/** The landscape over the two numeric parameters that matter most, between the points that were tried. */
export function pair(record: StudyRecord): Markup | undefined {
  const { trials, goals, best } = record;
  const numeric = shownDimensions(record, record.dimensions.length).filter(
    // what is only there for some choices would leave most trials out
    ({ domain, conditions }) => domain.kind !== "choice" && conditions.length === 0,
  );
  if (numeric.length < 2) return undefined;
  const [x, y] = numeric.map((dimension) => parameterAxis(dimension, record.dimensions));
  const points = trials.flatMap(({ number, state, value, params }) => {
    const [px, py] = [x.at(params), y.at(params)];
    return state === "complete" && px !== undefined && py !== undefined
      ? [{ number, value: value!, x: px, y: py }]
      : [];
  });
  if (points.length < leastPoints) return undefined;
  // by rank: one bad trial must not take all the colours
  const ranked = points.toSorted((a, b) => (goals[0] === "maximize" ? b.value - a.value : a.value - b.value));
  const graded = ranked.map((point, place) => ({ ...point, goodness: 1 - place / (points.length - 1) }));
  const [xs, ys] = [graded.map((point) => point.x as number), graded.map((point) => point.y as number)];
  const found = graded.filter(({ number }) => number === best);
  return draw(
    {
      // between the trials: beyond them nothing is known
      x: parameterAxis(numeric[0], record.dimensions, xs).scale,
      y: parameterAxis(numeric[1], record.dimensions, ys).scale,
      marks: [
        contour(graded, {
          x: "x",
          y: "y",
          value: "goodness",
          interpolate: "barycentric",
          blur: 4,
          thresholds: levels,
          // each level lies on those below it, so that better is darker
          fill: "var(--series-1)",
          fillOpacity: 0.1,
          stroke: "var(--series-1)",
          strokeOpacity: 0.4,
          strokeWidth: 0.6,
        }),
        dot(graded, { x: "x", y: "y", r: 2, fill: "var(--ink)", fillOpacity: 0.6 }),
        dot(found, { x: "x", y: "y", r: 6, fill: "var(--series-2)", stroke: "var(--card)", strokeWidth: 1.5 }),
      ],
    },
    {
      title: `${x.name} and ${y.name}`,
      note: "by the ranks of the trials, interpolated: the stronger, the better",
      legend: [
        { name: "trial", color: "var(--ink)", dot: true },
        { name: "best", color: "var(--series-2)", dot: true },
      ],
    },
  );
}
