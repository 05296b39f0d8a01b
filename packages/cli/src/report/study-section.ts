import type { StudyTrial } from "@infimum/study";
import { counted, duration } from "../output/readable.ts";
import type { StudyRecord } from "../study/study-record.ts";
import { stateCounts } from "../study/study-text.ts";
import { bars } from "./figures/bars.ts";
import { fronts } from "./figures/study/front.ts";
import { history } from "./figures/study/history.ts";
import { intermediate } from "./figures/study/intermediate.ts";
import { pair } from "./figures/study/pair.ts";
import { slices } from "./figures/study/slices.ts";
import { timeline } from "./figures/study/timeline.ts";
import { trialCoordinates } from "./figures/study/trial-coordinates.ts";
import { html, type Markup } from "./markup.ts";
import { type Cell, table } from "./table.ts";
import { typeset } from "./typeset.ts";

const mostRows = 200;
const mostImportance = 12;

/** All about one study: the best trial or the front, why it ended, pictures, and the trials. */
export function studySection(record: StudyRecord, heading: string): Markup {
  const { goals, summary, trials, best } = record;
  const isSingle = goals.length === 1;
  const found = trials.find(({ number }) => number === best);
  const figures = isSingle
    ? [
        history(record),
        importance(record),
        trialCoordinates(record),
        pair(record),
        intermediate(record),
        timeline(record),
      ]
    : [...fronts(record), timeline(record)];
  const shown = figures.filter((figure) => figure !== undefined);
  const sliced = isSingle ? slices(record) : [];
  return html`<section class="card">
<div class="headline"><h2>${heading}</h2>${summary ? html`<span class="status good">${summary.status}</span>` : ""}</div>
${summary ? html`<p>${summary.message}</p>` : ""}
${found ? html`<div class="value">${typeset(found.value!, 8)} <small>${goals[0] === "maximize" ? "largest" : "smallest"} value, trial ${found.number}</small></div>` : ""}
${facts(record)}
${found ? html`<h3>Best parameters</h3>${table(["parameter", "value"], parameterRows(found.params))}` : ""}
${shown.length > 0 ? html`<div class="figures">${shown}</div>` : ""}
${sliced.length > 0 ? html`<h3>Each parameter alone</h3><div class="figures">${sliced}</div>` : ""}
${trialTable(record)}
</section>
`;
}

function facts({ goals, seed, store, trials, dimensions }: StudyRecord): Markup {
  const times = trials.flatMap(({ started, finished }) =>
    started && finished ? [finished.getTime() - started.getTime()] : [],
  );
  const entries: [string, string][] = [
    ["Goal", `${goals.join(", ")} over ${counted(dimensions.length, "parameter")}`],
    ["Trials", stateCounts(trials)],
    ["Seed", String(seed)],
    ["Store", store],
  ];
  if (times.length > 0) entries.push(["Time in trials", duration(times.reduce((sum, time) => sum + time, 0) / 1000)]);
  return html`<dl class="facts">${entries.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>\n`)}</dl>`;
}

function importance({ importance: parts }: StudyRecord): Markup | undefined {
  if (parts.length < 2) return undefined;
  return bars({
    kind: "bars",
    title: "Importance",
    y: { label: "part of the variance, alone" },
    bars: parts
      .slice(0, mostImportance)
      .map(({ name, importance: value }) => ({ name, value: Math.round(1000 * value) / 1000 })),
  });
}

function trialTable({ trials, goals, dimensions }: StudyRecord): Markup | "" {
  if (trials.length === 0) return "";
  const names = [...new Set(dimensions.map(({ name }) => name))];
  const sign = goals[0] === "maximize" ? -1 : 1;
  const ranked = trials.toSorted(
    (a, b) => sign * ((a.value ?? sign * Infinity) - (b.value ?? sign * Infinity)) || a.number - b.number,
  );
  const columns = [
    "trial",
    "state",
    ...(goals.length === 1 ? ["value"] : goals.map((_, i) => `value ${i + 1}`)),
    ...names,
  ];
  const rows = ranked.slice(0, mostRows).map((trial): Cell[] => {
    const params = new Map(parameterRows(trial.params).map(([name, value]) => [name, value]));
    return [
      trial.number,
      trial.state,
      ...goals.map((_, i) => trial.values?.[i] ?? ""),
      ...names.map((name) => params.get(name) ?? ""),
    ];
  });
  const more = trials.length - rows.length;
  return html`<details><summary>${counted(trials.length, "trial")}, ${goals.length === 1 ? "the best first" : "by value 1"}</summary>${table(columns, rows)}
${more > 0 ? html`<p class="quiet">${typeset(more)} more are not listed.</p>` : ""}</details>`;
}

function parameterRows(params: StudyTrial["params"], path: readonly string[] = []): [string, Cell][] {
  return Object.entries((params ?? {}) as Record<string, unknown>).flatMap(([name, value]): [string, Cell][] => {
    const here = [...path, name];
    if (typeof value === "number") return [[here.join("."), value]];
    if (typeof value === "string") return [[here.join("."), value]];
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return parameterRows(value, here);
    return [[here.join("."), JSON.stringify(value)]];
  });
}
