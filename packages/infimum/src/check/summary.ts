import { shortNumber } from "../problem/describe-point.ts";
import type { Finding } from "./finding.ts";
import type { CheckReport } from "./report.ts";

/** Rows of variables that are shown. */
const shownVariables = 8;
/** Where the text of a line begins. */
const indent = 14;

/** The report as several lines for people: what was found, then what was measured. */
export function summarize(report: CheckReport): string {
  const { problem, dimension, points, findings, evaluations, seconds } = report;
  const count = { error: 0, warning: 0, note: 0 };
  for (const { severity } of findings) count[severity]++;
  const lines = [
    `${problem}: ${plural(dimension, "variable")}, looked at x0 and ${plural(points.length - 1, "point")} near it`,
    verdict(count),
    ...findings.flatMap(findingLines),
    "",
    ...measured(report),
    line("cost", `${evaluations} evaluations in ${seconds.toPrecision(2)} s`),
  ];
  return lines.join("\n");
}

function verdict({ error, warning, note }: { error: number; warning: number; note: number }): string {
  const parts = [plural(error, "error"), plural(warning, "warning"), plural(note, "note")];
  return error + warning === 0 ? `nothing is wrong; ${plural(note, "note")}` : parts.join(", ");
}

function findingLines({ severity, message, remedy }: Finding): string[] {
  const lines = ["", `${severity.padEnd(9)}${message}`];
  if (remedy !== undefined) lines.push(`${"".padEnd(9)}-> ${remedy}`);
  return lines;
}

function measured(report: CheckReport): string[] {
  return [
    ...derivativeLines(report),
    ...noiseLines(report),
    ...kinkLines(report),
    ...scaleLines(report),
    ...sparsityLines(report),
    ...costLines(report),
  ];
}

function derivativeLines({ derivatives, hessian }: CheckReport): string[] {
  const { source, reason, entries, checked, agree, wrong, atKinks, unsure, largestDifference } = derivatives;
  if (checked === 0) return [line("gradient", `${source}${reason ? `: ${reason}` : ""}`)];
  const counts = [`${agree} agree`];
  if (agree > 0) counts[0] += largestDifference > 0 ? ` (to ${largestDifference.toExponential(0)})` : " exactly";
  if (wrong.length > 0) counts.push(`${wrong.length} wrong`);
  if (atKinks > 0) counts.push(`${atKinks} at kinks`);
  if (unsure > 0) counts.push(`${unsure} cannot be told`);
  const lines = [line("gradient", `${source}; of ${entries} entries ${checked} compared: ${counts.join(", ")}`)];
  for (const { name, point, gradient, reference, error, by } of wrong.slice(0, shownVariables)) {
    const known = error > 0 ? ` (+- ${error.toExponential(0)})` : "";
    const where = point === 0 ? "x0" : `point ${point}`;
    lines.push(line("", `${name} at ${where}: ${shortNumber(gradient)}, by ${by} ${shortNumber(reference)}${known}`));
  }
  if (wrong.length > shownVariables) lines.push(line("", `... ${wrong.length - shownVariables} more`));
  if (hessian) {
    const parts = [`${hessian.agree} of ${hessian.checked} entries of products agree with differences of gradients`];
    if (hessian.wrong.length > 0) parts.push(`${hessian.wrong.length} wrong`);
    if (hessian.unsure > 0) parts.push(`${hessian.unsure} cannot be told`);
    lines.push(line("Hessian", `${hessian.source}; ${parts.join(", ")}`));
  }
  return lines;
}

function noiseLines({ noise }: CheckReport): string[] {
  if (noise === undefined) return [];
  const { absolute, relative, kind, differenceError } = noise;
  const level = `${absolute.toExponential(1)}, ${relative.toExponential(0)} of the value (${kind === "rounding" ? "rounding" : "measured"})`;
  return [line("noise", `${level}; differences are good to ${differenceError.toExponential(0)} at best`)];
}

function kinkLines({ kinks }: CheckReport): string[] {
  if (kinks === undefined) return [];
  if (kinks.kinks.length === 0) return [line("kinks", "none that variables move over")];
  const rows = kinks.kinks.slice(0, shownVariables).map(({ what, place, distance }) => {
    const far = distance === 0 ? "on it" : `${distance.toPrecision(2)} sizes away`;
    return `${what} at ${place}, ${far}`;
  });
  return rows.map((row, k) => line(k === 0 ? "kinks" : "", row));
}

function scaleLines({ scale, names }: CheckReport): string[] {
  if (scale === undefined) return [];
  const { condition, scaledCondition, slopes, curvatures } = scale;
  const lines: string[] = [];
  if (condition !== undefined) {
    const known = (value: number): string => (value < Infinity ? shortCondition(value) : "infinite");
    const after = scaledCondition === undefined ? "" : `, ${known(scaledCondition)} with variables scaled`;
    lines.push(line("condition", `of the Hessian at x0 ${known(condition)}${after}`));
  }
  const order = Array.from(slopes.keys()).toSorted((a, b) => slopes[b] - slopes[a] || a - b);
  const width = Math.max(...order.slice(0, shownVariables).map((i) => names[i].length));
  for (const [k, i] of order.slice(0, shownVariables).entries()) {
    const row = `${names[i].padEnd(width)}  ${slopes[i].toExponential(1).padStart(8)} a size, curvature ${curvatures[i].toExponential(1)}`;
    lines.push(line(k === 0 ? "scale" : "", row));
  }
  if (order.length > shownVariables) lines.push(line("", `... ${order.length - shownVariables} more`));
  return lines;
}

function sparsityLines({ sparsity, dimension }: CheckReport): string[] {
  if (sparsity === undefined) return [];
  const { hessianEntries, fill, products, parts } = sparsity;
  const separable = parts.length > 1 ? `; separable into ${parts.length} parts` : "";
  return [
    line(
      "sparsity",
      `Hessian ${dimension} x ${dimension} with ${plural(hessianEntries, "entry")} (${Number((100 * fill).toPrecision(2))} %), from ${plural(products, "product")}${separable}`,
    ),
  ];
}

function costLines({ cost, derivatives }: CheckReport): string[] {
  if (cost === undefined) return [];
  const { value, gradient, hessianVector, operations, how } = cost;
  const parts = [`value ${time(value)}`];
  const isMade = derivatives.source === "finite-difference" || derivatives.source === "none";
  if (derivatives.source !== "none")
    parts.push(
      `gradient ${time(gradient)} (${Number((gradient / value).toPrecision(2))} values${isMade ? ", by differences" : ""})`,
    );
  if (hessianVector !== undefined) parts.push(`Hessian-vector ${time(hessianVector)}`);
  const lines = [line("time", `${parts.join(", ")}${how ? `, ${how}` : ""}`)];
  if (operations !== undefined) {
    const { value: own, gradient: ofGradient, hessianVector: ofProduct } = operations;
    const more = Number.isNaN(ofGradient)
      ? ""
      : `, gradient ${ofGradient}${ofProduct === undefined ? "" : `, Hessian-vector ${ofProduct}`}`;
    lines.push(line("operations", `value ${own}${more}`));
  }
  return lines;
}

function line(title: string, text: string): string {
  return `${title.padEnd(indent)}${text}`;
}

function plural(count: number, noun: string): string {
  const many = noun.endsWith("y") ? `${noun.slice(0, -1)}ies` : `${noun}s`;
  return `${count.toLocaleString("en")} ${count === 1 ? noun : many}`;
}

function shortCondition(value: number): string {
  return value < 1e4 ? String(Number(value.toPrecision(2))) : value.toExponential(1);
}

function time(seconds: number): string {
  if (!(seconds >= 0)) return "unknown";
  if (seconds < 1e-6) return `${Number((1e9 * seconds).toPrecision(2))} ns`;
  if (seconds < 1e-3) return `${Number((1e6 * seconds).toPrecision(2))} us`;
  if (seconds < 1) return `${Number((1e3 * seconds).toPrecision(2))} ms`;
  return `${seconds.toPrecision(2)} s`;
}
