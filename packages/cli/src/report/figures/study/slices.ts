import { dot } from "@observablehq/plot";
import type { StudyRecord } from "../../../study/study-record.ts";
import type { Markup } from "../../markup.ts";
import { draw } from "../svg.ts";
import { parameterAxis } from "./parameter-axis.ts";
import { shownDimensions } from "./shown-dimensions.ts";
import { goalText, valueAxis } from "./value-axis.ts";

/** The value against each of the parameters that matter most; later trials are stronger. */
export function slices(record: StudyRecord): Markup[] {
  const { trials, goals } = record;
  const complete = trials.filter(({ state }) => state === "complete");
  if (complete.length < 3) return [];
  return shownDimensions(record, 6).flatMap((dimension) => {
    const axis = parameterAxis(dimension, record.dimensions);
    const points = complete.flatMap(({ number, value, params }) => {
      const at = axis.at(params);
      return at === undefined ? [] : [{ at, value: value!, age: (number + 1) / trials.length }];
    });
    if (points.length < 3) return [];
    return [
      draw(
        {
          height: 260,
          x: axis.scale,
          y: valueAxis(
            goalText(goals[0]),
            points.map(({ value }) => value),
          ),
          marks: [
            dot(points, {
              x: "at",
              y: "value",
              r: 2.8,
              fill: "var(--series-1)",
              fillOpacity: ({ age }: { age: number }) => 0.15 + 0.75 * age,
            }),
          ],
          opacity: { type: "identity" },
        },
        { title: axis.name, note: "later trials are stronger" },
      ),
    ];
  });
}
