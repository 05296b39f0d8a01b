import { counted, duration } from "../output/readable.ts";
import type { RunRecord } from "../run/messages.ts";
import { convergence } from "./figures/convergence.ts";
import { measures } from "./figures/measures.ts";
import { parallelCoordinates } from "./figures/parallel-coordinates.ts";
import { path } from "./figures/path.ts";
import { html, type Markup } from "./markup.ts";
import { type Cell, table } from "./table.ts";
import { typeset } from "./typeset.ts";

/** More variables than this are folded away, and beyond the second number left out. */
const shownVariables = 20;
const listedVariables = 1000;

/** All about one run: the answer, why it ended, why to believe it, what it took, and pictures of the way. */
export function runSection(run: RunRecord, heading: string): Markup {
  const { problem, result } = run;
  const figures = [convergence([run]), path(run), parallelCoordinates(run), ...measures(run)].filter(
    (figure) => figure !== undefined,
  );
  return html`<section class="card">
<div class="headline"><h2>${heading}</h2>${statusBadge(run)}</div>
<p>${result.message}</p>
<div class="value">${typeset(result.value, 10)} <small>${problem.goal === "maximize" ? "largest" : "smallest"} value found</small></div>
${facts(run)}
<div class="columns">
<div>${measureTable(run)}${certificateTable(run)}</div>
<div>${parameterTable(run)}</div>
</div>
${figures.length > 0 ? html`<div class="figures">${figures}</div>` : ""}
</section>
`;
}

/** Ends that only say which budget was used up. */
const budgetEnds = new Set<string>(["evaluations", "iterations", "time"]);

export function statusBadge({ result }: RunRecord): Markup {
  const mood = result.ok ? "good" : result.status === "failed" || result.status === "infeasible" ? "bad" : "fair";
  return html`<span class="status ${mood}">${budgetEnds.has(result.status) ? `stopped: ${result.status}` : result.status}</span>`;
}

function facts(run: RunRecord): Markup {
  const { problem, asked, result, resumedAt } = run;
  const { counts } = result;
  const kinds = Object.entries(counts).filter(
    ([kind, count]) => count > 0 && kind !== "iterations" && kind !== "invalid",
  );
  const entries: [string, string][] = [
    [
      "Problem",
      `${problem.goal} over ${counted(problem.dimension, "variable")}${problem.lower ? ", with bounds" : ""}`,
    ],
    ["Asked", askedText(asked)],
    ["Method", `${result.method} (${result.explanation})`],
    ["Derivatives", result.derivatives],
    [
      "Evaluations",
      `${typeset(result.evaluations)} (${kinds.map(([kind, count]) => `${kind} ${typeset(count)}`).join(", ") || "none"})`,
    ],
    ["Iterations", typeset(counts.iterations)],
    ["Time", duration(result.seconds)],
    ["Seed", String(result.seed)],
  ];
  if (resumedAt > 0)
    entries.push(["Resumed", `after ${counted(resumedAt, "evaluation")}; the pictures show what came since`]);
  const [invalid] = result.invalid;
  if (invalid) entries.push(["Invalid evaluations", `${typeset(counts.invalid)}; the first: ${invalid.reason}`]);
  return html`<dl class="facts">${entries.map(
    ([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>
`,
  )}</dl>`;
}

function askedText({ method, target, budget, parallel }: RunRecord["asked"]): string {
  const words = [method ?? "the best fitting method"];
  if (budget.evaluations !== undefined) words.push(`at most ${counted(budget.evaluations, "evaluation")}`);
  if (budget.iterations !== undefined) words.push(`at most ${counted(budget.iterations, "iteration")}`);
  if (budget.seconds !== undefined) words.push(`at most ${duration(budget.seconds)}`);
  if (target !== undefined) words.push(`target ${typeset(target)}`);
  if (parallel !== undefined && parallel > 1) words.push(`${parallel} evaluations at a time`);
  return words.join(", ");
}

/** Each measure beside its tolerance. */
function measureTable({ result, tests }: RunRecord): Markup | string {
  const names = Object.keys(result.measures);
  if (names.length === 0) return "";
  const rows = names.map((name): Cell[] => {
    const reached = result.measures[name];
    const tolerance = tests.find(({ measure }) => measure === name)?.tolerance;
    if (tolerance === undefined) return [name, reached, "", ""];
    return [name, reached, tolerance, reached <= tolerance ? "holds" : "not yet"];
  });
  return html`<h3>Measures of the method</h3>${table(["measure", "last", "tolerance", "test"], rows)}`;
}

/** The certificate with its numbers; what it says of itself comes first. */
function certificateTable({ result: { certificate } }: RunRecord): Markup {
  const { kind, holds, text, ...rest } = certificate;
  if (kind === "none") return html`<h3>Certificate: none</h3><p>${certificate.reason}</p>`;
  const rows = Object.entries(rest).flatMap(([name, value]): Cell[][] => {
    return typeof value === "number" || typeof value === "string" ? [[spelled(name), value]] : [];
  });
  const stands = html`<span class="status ${holds ? "good" : "fair"}">${holds ? "holds" : "does not hold"}</span>`;
  return html`<h3>Certificate: ${kind} ${stands}</h3><p>${text}</p>${rows.length > 0 ? table(["number", "value"], rows) : ""}`;
}

/** gradientNorm as "gradient norm". */
function spelled(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function parameterTable({ problem, result }: RunRecord): Markup {
  const { names, x0, lower, upper } = problem;
  const bounded = lower !== undefined && upper !== undefined;
  const columns = ["parameter", "best", "start", ...(bounded ? ["lower", "upper"] : [])];
  const rows = names.slice(0, listedVariables).map((name, i): Cell[] => {
    return [name, result.x[i], x0[i], ...(bounded ? [lower[i], upper[i]] : [])];
  });
  const folded = rows.slice(shownVariables);
  const unlisted = names.length - rows.length;
  const more = unlisted > 0 ? html`<p class="quiet">${typeset(unlisted)} more are not listed.</p>` : "";
  return html`<h3>Best parameters</h3>${table(columns, rows.slice(0, shownVariables))}
${folded.length > 0 ? html`<details><summary>${typeset(folded.length)} more</summary>${table(columns, folded)}${more}</details>` : ""}`;
}
