import { axisX, line, ruleX, text } from "@observablehq/plot";
import { toUnit } from "infimum/space";
import type { StudyRecord } from "../../../study/study-record.ts";
import type { Markup } from "../../markup.ts";
import { typeset } from "../../typeset.ts";
import { draw } from "../svg.ts";
import { optionText, parameterAxis } from "./parameter-axis.ts";
import { shownDimensions } from "./shown-dimensions.ts";

/** Lines beyond this many would only cover each other: the best are drawn. */
const mostLines = 150;
const mostAxes = 10;

/** The part of the trials that counts as good. */
const goodPart = 0.1;

/** The trials over all parameters, each on its own axis over its whole range: where the good ones are. */
export function trialCoordinates(record: StudyRecord): Markup | undefined {
  const { trials, goals } = record;
  const dimensions = shownDimensions(record, mostAxes);
  const complete = trials.filter(({ state }) => state === "complete");
  if (dimensions.length < 2 || complete.length < 2) return undefined;
  const sign = goals[0] === "maximize" ? -1 : 1;
  const ranked = complete.toSorted((a, b) => sign * (a.value! - b.value!)).slice(0, mostLines);
  const good = Math.max(1, Math.ceil(goodPart * ranked.length));
  const axes = dimensions.map((dimension) => parameterAxis(dimension, record.dimensions));
  // the best last, so that nothing covers it
  const corners = ranked.toReversed().flatMap(({ number, params }) =>
    dimensions.flatMap(({ domain }, i) => {
      const { name } = axes[i];
      const at = axes[i].at(params);
      if (at === undefined) return [];
      const height =
        domain.kind === "choice"
          ? (domain.options.findIndex((option) => optionText(option) === at) + 0.5) / domain.options.length
          : toUnit(domain, at as number);
      return [{ number, name, height }];
    }),
  );
  const goodNumbers = new Set(ranked.slice(0, good).map(({ number }) => number));
  const labels = dimensions.flatMap(({ domain }, i) => {
    const { name } = axes[i];
    return domain.kind === "choice"
      ? domain.options.map((option, k) => ({
          name,
          height: (k + 0.5) / domain.options.length,
          label: optionText(option),
        }))
      : [
          { name, height: -0.05, label: typeset(domain.low, 3) },
          { name, height: 1.05, label: typeset(domain.high, 3) },
        ];
  });
  const names = axes.map(({ name }) => name);
  const longest = Math.max(...names.map(({ length }) => length));
  const tilted = names.length * longest > 60;
  const lines = (which: boolean) => corners.filter(({ number }) => goodNumbers.has(number) === which);
  return draw(
    {
      // names of some 6 units a letter, at an angle of 25 degrees
      marginBottom: tilted ? 34 + 3 * longest : 34,
      marginLeft: tilted ? Math.max(40, 6 * longest) : 40,
      marginRight: 40,
      x: { type: "point", domain: names, label: null },
      y: { axis: null, domain: [-0.08, 1.08] },
      marks: [
        axisX({ tickSize: 0, fontWeight: 600, tickRotate: tilted ? -25 : 0 }),
        ruleX(names, { x: (name: string) => name, y1: 0, y2: 1, stroke: "var(--line)" }),
        line(lines(false), { x: "name", y: "height", z: "number", stroke: "var(--series-1)", strokeOpacity: 0.2 }),
        line(lines(true), {
          x: "name",
          y: "height",
          z: "number",
          stroke: "var(--series-2)",
          strokeWidth: 1.8,
          strokeOpacity: 0.85,
        }),
        text(labels, {
          x: "name",
          y: "height",
          text: "label",
          fontSize: 10.5,
          fill: "var(--ink)",
          stroke: "var(--card)",
          strokeWidth: 4,
        }),
      ],
    },
    {
      title: "All parameters",
      note: "one line a trial, each parameter over its whole range",
      legend: [
        { name: "complete trials", color: "var(--series-1)" },
        { name: `the best ${good === 1 ? "one" : good}`, color: "var(--series-2)" },
      ],
    },
  );
}
