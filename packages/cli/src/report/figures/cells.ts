import { axisX, axisY, cell, text } from "@observablehq/plot";
import type { Cells } from "../../job/figure.ts";
import type { Markup } from "../markup.ts";
import { typeset } from "../typeset.ts";
import { draw } from "./svg.ts";

/** A matrix that a job gave: the larger an entry, the darker its cell; the numbers are in the cells. */
export function cells({ title, x, y, values }: Cells): Markup {
  const largest = Math.max(...values.flatMap((row) => Array.from(row, Math.abs)), Number.MIN_VALUE);
  const entries = values.flatMap((row, i) =>
    Array.from(row, (value, j) => ({
      row: y.names[i],
      column: x.names[j],
      value,
      strength: Math.abs(value) / largest,
    })),
  );
  const longest = Math.max(0, ...y.names.map((name) => name.length));
  return draw(
    {
      height: 70 + Math.min(40, 460 / x.names.length) * y.names.length,
      marginLeft: 44 + 7 * longest,
      x: { domain: [...x.names], label: x.label, labelAnchor: "center", labelArrow: "none", padding: 0.04 },
      y: { domain: [...y.names], label: y.label, labelAnchor: "center", labelArrow: "none", padding: 0.04 },
      marks: [
        axisX({ tickSize: 0 }),
        axisY({ tickSize: 0 }),
        cell(entries, {
          x: "column",
          y: "row",
          fill: "var(--series-1)",
          fillOpacity: ({ strength }) => 0.06 + 0.84 * strength,
          rx: 2,
        }),
        text(entries, {
          x: "column",
          y: "row",
          text: ({ value }) => typeset(value, 3),
          fontSize: 11,
          fill: ({ strength }) => (strength > 0.55 ? "var(--card)" : "var(--ink)"),
        }),
      ],
      // the numbers are the colours themselves
      color: { type: "identity" },
      opacity: { type: "identity" },
    },
    { title },
  );
}
