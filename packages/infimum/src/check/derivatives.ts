import type { Vector } from "../numerics/vector.ts";
import type { CheckedPoint } from "./finding.ts";
import { checkGivenGradient } from "./given-gradient.ts";
import { PointComparison, Tally, type WrongEntry } from "./point-comparison.ts";
import type { Subject } from "./subject.ts";
import { listed, short } from "./words.ts";

export interface DerivativeReport {
  readonly source: "given" | "exact" | "finite-difference" | "none";
  /** Why they are no exact ones, where they are not, and what to do. */
  readonly reason: string | undefined;
  /** How many entries of gradients there are at the points, and how many were compared. */
  readonly entries: number;
  readonly checked: number;
  readonly agree: number;
  /** They differ from what the objective does. */
  readonly wrong: readonly WrongEntry[];
  /** Entries where the objective has a kink, and the gradient is that of one side or between. */
  readonly atKinks: number;
  /** Entries where noise or rounding hides the answer. */
  readonly unsure: number;
  /** The largest relative difference among entries that agree. */
  readonly largestDifference: number;
  /** What the wrong entries look like. */
  readonly cause: string | undefined;
}

/** Compares the gradient, given or exact, with what the objective does at each point. */
export async function checkDerivatives(
  subject: Subject,
  points: readonly CheckedPoint[],
  noise: number,
  seed: number,
): Promise<DerivativeReport> {
  const { gradientSource, dimension: n } = subject;
  if (gradientSource === "none") return nothingToCompare(subject);
  const tally = new Tally();
  for (const [k, point] of points.entries()) {
    if (!Number.isFinite(point.value)) continue;
    const gradient = new Float64Array(n);
    const returned = await subject.gradient(point.x, gradient);
    if (subject.gradientFailure !== undefined) {
      reportThrown(subject, point, subject.gradientFailure);
      continue;
    }
    if (gradientSource === "given") await checkGivenGradient(subject, point, gradient, returned, noise);
    if (requireFinite(subject, point, gradient)) {
      await new PointComparison(subject, k, point, gradient, noise, tally).compare(seed);
    }
  }
  const finite = points.filter(({ value }) => Number.isFinite(value)).length;
  if (tally.wrong.length > 0) reportWrong(subject, tally);
  return {
    source: gradientSource,
    reason: undefined,
    entries: finite * n,
    checked: tally.checked,
    agree: tally.agree,
    wrong: tally.wrong,
    atKinks: tally.atKinks,
    unsure: tally.unsure,
    largestDifference: tally.largestDifference,
    cause: tally.cause,
  };
}

function nothingToCompare(subject: Subject): DerivativeReport {
  const { problem, unread, isContinuous } = subject;
  const source = problem.derivatives === "none" || !isContinuous ? "none" : "finite-difference";
  const isAsked = problem.definition.objective !== undefined && problem.derivatives !== "none";
  if (unread !== undefined && isAsked && isContinuous) {
    subject.find({
      severity: "note",
      check: "derivatives",
      code: "not-exact",
      message: `derivatives are differences of values: ${unread.split("; ")[0]}`,
      remedy: unread.split("; ").slice(1).join("; ") || undefined,
    });
  }
  const reason = isContinuous ? unread : "integers and choices have no derivatives";
  const none = { entries: 0, checked: 0, agree: 0, wrong: [], atKinks: 0, unsure: 0, largestDifference: 0 };
  return { source, reason, ...none, cause: undefined };
}

function reportThrown(subject: Subject, { x }: CheckedPoint, failure: string): void {
  subject.find({
    severity: "error",
    check: "derivatives",
    code: "gradient-throws",
    message: `the gradient throws (${failure.replace(/\.$/, "")}) at ${subject.describe(x)}, where the objective is finite`,
    remedy: subject.gradientSource === "given" ? "mend it, or leave it out" : "start elsewhere, or give the gradient",
  });
}

function requireFinite(subject: Subject, { x }: CheckedPoint, gradient: Vector): boolean {
  const bad = Array.from(gradient.keys()).filter((i) => !Number.isFinite(gradient[i]));
  if (bad.length === 0) return true;
  const variables = bad.map((i) => subject.names[i]);
  subject.find({
    severity: "error",
    check: "derivatives",
    code: "gradient-not-finite",
    message: `the gradient is ${gradient[bad[0]]} in ${listed(variables)} at ${subject.describe(x)}, where the objective is finite`,
    remedy: "look for sqrt, log, a power or a division at 0, and start elsewhere or write it otherwise",
    variables,
  });
  return false;
}

function reportWrong(subject: Subject, { wrong, cause }: Tally): void {
  const variables = [...new Set(wrong.map(({ name }) => name))];
  const [{ name, gradient, reference, point }] = wrong.toSorted(
    (a, b) => Number(b.point === 0) - Number(a.point === 0),
  );
  const where = point === 0 ? "x0" : `point ${point}`;
  const whose = subject.gradientSource === "given" ? "the gradient" : "the exact derivative";
  const looks = cause === undefined ? "" : `: ${cause}`;
  subject.find({
    severity: "error",
    check: "derivatives",
    code: "gradient-wrong",
    message: `${whose} is wrong in ${listed(variables)}${looks}; at ${where} it says ${short(gradient)} for ${name}, and the objective has ${short(reference)}`,
    remedy:
      subject.gradientSource === "given" ? "mend it, or leave it out" : "report this, and give the gradient meanwhile",
    variables,
  });
}
