import { type Content, html, type Markup } from "./markup.ts";
import { typeset } from "./typeset.ts";

export type Cell = string | number | Markup;

/** A table; columns that hold numbers are aligned to the right. */
export function table(columns: readonly string[], rows: readonly (readonly Cell[])[], caption?: string): Markup {
  const numeric = columns.map((_, i) => rows.some((row) => typeof row[i] === "number"));
  const cell = (tag: "th" | "td", content: Content, i: number): Markup =>
    tag === "th"
      ? html`<th scope="col" class="${numeric[i] ? "number" : ""}">${content}</th>`
      : html`<td class="${numeric[i] ? "number" : ""}">${content}</td>`;
  return html`<div class="wide"><table>
${caption ? html`<caption>${caption}</caption>` : ""}
<thead><tr>${columns.map((name, i) => cell("th", name, i))}</tr></thead>
<tbody>${rows.map(
    (
      row,
    ) => html`<tr>${row.map((entry, i) => cell("td", typeof entry === "number" ? typeset(entry, 7) : entry, i))}</tr>
`,
  )}</tbody>
</table></div>
`;
}
