import type { Figure } from "../job/figure.ts";
import type { ReportItem } from "../run/messages.ts";
import { bars } from "./figures/bars.ts";
import { cells } from "./figures/cells.ts";
import { chart } from "./figures/chart.ts";
import { images } from "./figures/images.ts";
import { html, type Markup } from "./markup.ts";
import { table } from "./table.ts";

/** What a job added to the report, in its order. */
export function itemsSection(items: readonly ReportItem[]): Markup | undefined {
  return items.length > 0 ? html`<section class="card">${items.map(item)}</section>` : undefined;
}

function item(given: ReportItem): Markup {
  switch (given.kind) {
    case "section":
      return html`<h2>${given.title}</h2>`;
    case "text":
      return html`<p>${given.text}</p>`;
    case "table":
      return table(given.columns, given.rows, given.title);
    case "figure":
      return figure(given.figure);
  }
}

function figure(given: Figure): Markup {
  switch (given.kind) {
    case "lines":
    case "dots":
      return chart(given);
    case "bars":
      return bars(given);
    case "cells":
      return cells(given);
    case "images":
      return images(given);
  }
}
