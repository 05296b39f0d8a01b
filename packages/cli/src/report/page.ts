import type { Outcome } from "../run/conduct.ts";
import type { RunRecord } from "../run/messages.ts";
import { convergence } from "./figures/convergence.ts";
import { itemsSection } from "./items.ts";
import { html, Markup } from "./markup.ts";
import { runSection, statusBadge } from "./run-section.ts";
import { studySection } from "./study-section.ts";
import { style } from "./style.ts";
import { table } from "./table.ts";

/** The report of a file that was run: one page that asks nothing of the network and runs no script. */
export function reportPage(
  file: string,
  outcome: Pick<Outcome, "runs" | "studies" | "items" | "interrupted" | "failure">,
  written: Date,
): string {
  const { runs, studies, items, interrupted, failure } = outcome;
  const [only] = [...runs, ...studies];
  const title = runs.length + studies.length === 1 && items.length === 0 ? only.name : file;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} · Infimum</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<header>
<h1>${title}</h1>
<p class="quiet">${file} · ${written.toISOString().slice(0, 16).replace("T", " ")} UTC${interrupted ? " · interrupted" : ""}</p>
${failure ? html`<p><span class="status bad">failed</span> ${failure.message}</p>` : ""}
</header>
${itemsSection(items)}
${runs.length > 1 ? overview(runs) : ""}
${runs.map((run) => runSection(run, run.name === title ? "Result" : run.name))}
${studies.map((study) => studySection(study, study.name === title ? "Study" : study.name))}
<footer>Written by infimum.</footer>
</main>
</body>
</html>
`;
  return page.text;
}

/** All runs side by side, and those of one problem in one picture. */
function overview(runs: readonly RunRecord[]): Markup {
  const rows = runs.map((run) => {
    const { name, problem, result } = run;
    return [
      name,
      problem.name,
      result.method,
      statusBadge(run),
      result.value,
      result.evaluations,
      Number(result.seconds.toPrecision(3)),
    ];
  });
  const problems = new Set(runs.map(({ problem }) => problem.name));
  const shared = Array.from(problems, (problem) => runs.filter((run) => run.problem.name === problem)).filter(
    ({ length }) => length > 1,
  );
  return html`<section class="card">
<h2>Runs</h2>
${table(["run", "problem", "method", "status", "value", "evaluations", "seconds"], rows)}
${shared.length > 0 ? html`<div class="figures">${shared.map((group) => comparison(group, problems.size > 1))}</div>` : ""}
</section>
`;
}

function comparison(runs: readonly RunRecord[], named: boolean): Markup {
  return html`<div>${named ? html`<h3>${runs[0].problem.name}</h3>` : ""}${convergence(runs)}</div>`;
}
