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
  return items.length > 0 ? html`<section class="card">${grouped(items)}</section>` : undefined;
}

/** Figures that follow each other stand side by side where there is room. */
function grouped(items: readonly ReportItem[]): Markup[] {
  const groups: Markup[] = [];
  let figures: Markup[] = [];
  const close = (): void => {
    if (figures.length > 0) groups.push(html`<div class="figures">${figures}</div>`);
    figures = [];
  };
  for (const given of items) {
    if (given.kind === "figure") {
      figures.push(figure(given.figure));
      continue;
    }
    close();
    groups.push(item(given));
  }
  close();
  return groups;
}

function item(given: Exclude<ReportItem, { kind: "figure" }>): Markup {
  switch (given.kind) {
    case "section":
      return html`<h2>${given.title}</h2>`;
    case "text":
      return html`<p>${given.text}</p>`;
    case "table":
      return table(given.columns, given.rows, given.title);
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
