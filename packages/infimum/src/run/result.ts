import type { Vector } from "../numerics/vector.ts";
import { describePoint, shortNumber } from "../problem/describe-point.ts";
import type { Layout, Parameters, Shape } from "../problem/parameters.ts";
import { type Certificate, noCertificate } from "./certificate.ts";
import type { DirectRun } from "./direct-run.ts";
import type { Counts, InvalidEvaluation } from "./ledger.ts";
import type { Status, Test } from "./stopping.ts";

/** What a run found, why it ended, and why to believe it. */
export interface Result<P extends Parameters = any> {
  /** The best point, in the caller's variables. */
  readonly x: Vector;
  /** The same point in the shape of x0. */
  readonly params: Shape<P>;
  /** The objective there, terms included; NaN when no value of the objective was seen. */
  readonly value: number;
  readonly status: Status;
  /** True when the run did what it was asked to: converged, settled or target. */
  readonly ok: boolean;
  /** One sentence with the number and the threshold that decided. */
  readonly message: string;
  readonly certificate: Certificate;
  readonly counts: Counts;
  /** All answers of the caller's functions together. */
  readonly evaluations: number;
  /** The first bad evaluations, with their points and reasons; `counts.invalid` is how many there were. */
  readonly invalid: readonly InvalidEvaluation[];
  readonly seconds: number;
  /** The name of the method. */
  readonly method: string;
  /** Why this method was used. */
  readonly explanation: string;
  /** "given", "exact", "finite-difference: why and the remedy", or "none" where no derivative was used. */
  readonly derivatives: string;
  /** The last measures of the method. */
  readonly measures: Readonly<Record<string, number>>;
  readonly seed: number;
  /** Several lines for people: the end, each measure beside its tolerance, the certificate, the counts. */
  summary(): string;
}

/** What the run does not know about itself. */
export interface ResultContext {
  readonly explanation: string;
  readonly derivatives: string;
}

export function resultOf<P extends Parameters>(run: DirectRun, context: ResultContext): Result<P> {
  const { ledger, stopping, problem, method } = run;
  const { x, value } = run.solution();
  const sign = problem.goal === "maximize" ? -1 : 1;
  const status = stopping.status;
  const certificate =
    run.certificate.kind === "none" && !certifiedEnds.has(status)
      ? noCertificate(`the run ended first: ${stopping.message}`)
      : run.certificate;
  const result: Result<P> = {
    x,
    params: problem.layout.decode(x) as Shape<P>,
    value: value === Infinity ? NaN : sign * value,
    status,
    ok: status === "converged" || status === "settled" || status === "target",
    message: stopping.message,
    certificate,
    counts: { ...ledger.counts },
    evaluations: ledger.evaluations,
    invalid: [...ledger.invalid],
    seconds: stopping.elapsed,
    method: method.name,
    ...context,
    measures: run.measures(),
    seed: run.seed,
    summary: () => summarize(result, stopping.tests, problem.layout),
  };
  return result;
}

const certifiedEnds = new Set<Status>(["converged", "settled", "stalled", "unbounded", "failed"]);

/** A summary lists at most this many variables. */
const listedVariables = 8;

function summarize(result: Result, tests: readonly Test[], layout: Layout): string {
  const lines = [
    `${result.status}: ${result.message}`,
    `value        ${shortNumber(result.value)}`,
    `at           ${describePoint(layout, result.x, listedVariables)}`,
    `method       ${result.method} (${result.explanation})`,
    `derivatives  ${result.derivatives}`,
  ];
  for (const { measure, tolerance } of tests) {
    const reached = result.measures[measure];
    const relation = reached <= tolerance ? "<=" : "> ";
    lines.push(`measure      ${measure} ${shortNumber(reached)} ${relation} ${shortNumber(tolerance)}`);
  }
  lines.push(`certificate  ${result.certificate.text}`);
  lines.push(`evaluations  ${countsLine(result)} in ${result.seconds.toPrecision(3)} s`);
  const [first] = result.invalid;
  if (first) lines.push(`invalid      ${result.counts.invalid}; the first: ${first.reason}`);
  return lines.join("\n");
}

function countsLine({ counts, evaluations }: Result): string {
  const kinds = Object.entries(counts).filter(
    ([kind, count]) => count > 0 && kind !== "iterations" && kind !== "invalid",
  );
  return `${evaluations} (${kinds.map(([kind, count]) => `${kind} ${count}`).join(", ")}), ${counts.iterations} iterations`;
}
