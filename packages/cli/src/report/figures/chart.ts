import { dot, lineY } from "@observablehq/plot";
import type { Axis, Chart } from "../../job/figure.ts";
import { html, type Markup } from "../markup.ts";
import { seriesColors } from "../style.ts";
import { linearAxis, logAxis } from "./axes.ts";
import { draw, framed, seriesColor } from "./svg.ts";

/** Lines or dots that a job gave. */
export function chart({ kind, title, x, y, series }: Chart): Markup {
  const kept = series.map(({ name, points }) => ({
    name,
    points: points.filter(([px, py]) => fits(x, px) && fits(y, py)),
  }));
  const all = kept.flatMap(({ points }) => points);
  if (all.length === 0) return framed(html`<p class="quiet">There is nothing to draw.</p>`, { title });
  return draw(
    {
      x: axis(
        x,
        all.map(([px]) => px),
      ),
      y: axis(
        y,
        all.map(([, py]) => py),
      ),
      marks: kept.map(({ points }, index) => {
        const color = seriesColor(index, seriesColors);
        return kind === "lines"
          ? lineY(points, { x: "0", y: "1", stroke: color, strokeWidth: 1.8 })
          : dot(points, { x: "0", y: "1", fill: color, fillOpacity: 0.75, r: 2.6 });
      }),
    },
    {
      title,
      legend:
        series.length > 1
          ? series.map(({ name }, index) => ({ name, color: seriesColor(index, seriesColors), dot: kind === "dots" }))
          : [],
    },
  );
}

function fits({ scale }: Axis, value: number): boolean {
  return Number.isFinite(value) && (scale !== "log" || value > 0);
}

function axis({ label, scale }: Axis, values: readonly number[]) {
  return scale === "log" ? logAxis(label, values) : linearAxis(label, values);
}
