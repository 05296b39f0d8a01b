import { barX, ruleX, text } from "@observablehq/plot";
import type { Bars } from "../../job/figure.ts";
import { html, type Markup } from "../markup.ts";
import { typeset } from "../typeset.ts";
import { linearAxis } from "./axes.ts";
import { draw, framed } from "./svg.ts";

/** Bars that a job gave: they lie, so that names of any length can be read. */
export function bars({ title, y, bars: given }: Bars): Markup {
  if (given.length === 0) return framed(html`<p class="quiet">There is nothing to draw.</p>`, { title });
  const longest = Math.max(0, ...given.map(({ name }) => name.length));
  return draw(
    {
      height: 60 + 30 * given.length,
      marginLeft: Math.min(220, 20 + 7 * longest),
      marginRight: 64,
      x: { ...linearAxis(y.label, [0, ...given.map(({ value }) => value)]), type: "linear" },
      y: { label: null, domain: given.map(({ name }) => name), padding: 0.25 },
      marks: [
        barX(given, { x: "value", y: "name", fill: "var(--series-1)" }),
        text(given, { x: "value", y: "name", text: ({ value }) => typeset(value, 4), textAnchor: "start", dx: 6 }),
        ruleX([0], { stroke: "var(--muted)" }),
      ],
    },
    { title },
  );
}
