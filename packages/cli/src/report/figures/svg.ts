import { type PlotOptions, plot } from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { html, Markup } from "../markup.ts";

/** The part of a page's document that a drawing needs. */
const { document } = parseHTML("<!doctype html><html><body></body></html>");

/** The size of a figure in its own units; the page scales it. */
export const width = 560;
export const height = 340;

/** An entry of a legend. */
export interface LegendEntry {
  readonly name: string;
  readonly color: string;
  readonly dot?: boolean;
}

export interface FigureFrame {
  readonly title: string;
  /** What is to be known of it besides. */
  readonly note?: string;
  readonly legend?: readonly LegendEntry[];
}

/** Draws with Observable Plot, now: the page holds the finished picture and no script. */
export function draw(options: PlotOptions, { title, note, legend = [] }: FigureFrame): Markup {
  const drawn = plot({
    document: document as never,
    width,
    height,
    marginLeft: 64,
    marginBottom: 44,
    marginTop: 16,
    marginRight: 20,
    ariaLabel: title,
    style: { fontSize: "12px", background: "transparent" },
    ...options,
  } as PlotOptions) as unknown as { outerHTML: string };
  return framed(new Markup(drawn.outerHTML), { title, note, legend });
}

/** A figure with its caption and legend. */
export function framed(picture: Markup, { title, note, legend = [] }: FigureFrame): Markup {
  return html`<figure>
<figcaption><strong>${title}</strong>${note ? html` <span>${note}</span>` : ""}</figcaption>
${legend.length > 0 ? html`<ul class="legend">${legend.map(legendEntry)}</ul>` : ""}
${picture}
</figure>
`;
}

function legendEntry({ name, color, dot }: LegendEntry): Markup {
  return html`<li><i${dot ? new Markup(' class="dot"') : ""} style="--swatch: ${color}"></i>${name}</li>`;
}

/** The colour of a series by its position. */
export function seriesColor(index: number, count: number): string {
  return `var(--series-${(index % count) + 1})`;
}
