import type { Vector } from "../numerics/vector.ts";
import type { CheckedPoint } from "./finding.ts";
import type { Subject } from "./subject.ts";

/** The objective at each point. */
export async function valuesAt(subject: Subject, points: readonly Vector[]): Promise<CheckedPoint[]> {
  const found: CheckedPoint[] = [];
  for (const x of points) {
    if (found.length > 0 && subject.isLate) break;
    found.push({ x, value: await subject.value(x) });
  }
  return found;
}

/**
 * Says where the objective is no number, and whether it changes at all.
 *
 * @param far points as far from x0 as a first long step leads
 */
export async function checkValues(
  subject: Subject,
  points: readonly CheckedPoint[],
  far: readonly CheckedPoint[],
): Promise<void> {
  const [start, ...near] = points;
  if (subject.problem.definition.objective === undefined && !Number.isFinite(start.value)) {
    subject.find({
      severity: "note",
      check: "values",
      code: "no-values",
      message: "the problem has no objective that can be asked for values: only its bounds are looked at",
    });
    return;
  }
  if (!Number.isFinite(start.value)) {
    subject.find({
      severity: "error",
      check: "values",
      code: "value-not-finite",
      message: `the objective ${await whatItGives(subject, start.x)} at x0`,
      remedy: (await returnsNumbers(subject, start.x)) ? "start where it is defined" : "return a number",
    });
  }
  const bad = near.filter(({ value }) => !Number.isFinite(value));
  if (bad.length > 0 && Number.isFinite(start.value)) {
    subject.find({
      severity: "warning",
      check: "values",
      code: "not-finite-nearby",
      message: `the objective ${await whatItGives(subject, bad[0].x)} at ${bad.length} of ${near.length} points near x0, such as ${subject.describe(bad[0].x)}`,
      remedy: "add bounds that keep it where it is defined",
    });
  }
  const lost = far.filter(({ value }) => !Number.isFinite(value));
  if (lost.length > 0 && bad.length === 0 && Number.isFinite(start.value)) {
    subject.find({
      severity: "note",
      check: "values",
      code: "not-finite-further",
      message: `the objective ${await whatItGives(subject, lost[0].x)} at ${lost.length} of ${far.length} points within a long step of x0, such as ${subject.describe(lost[0].x)}`,
      remedy: "add bounds that keep it where it is defined",
    });
  }
  const finite = points.filter(({ value }) => Number.isFinite(value));
  if (finite.length > 1 && finite.every(({ value }) => value === finite[0].value)) {
    subject.find({
      severity: "warning",
      check: "values",
      code: "constant",
      message: `the objective is ${finite[0].value} at all of ${finite.length} points: it does not change near x0`,
      remedy: "start elsewhere, or see whether it uses its argument",
    });
  }
}

/** False where the objective returns something else, which no start mends. */
async function returnsNumbers({ problem: { functions } }: Subject, x: Vector): Promise<boolean> {
  try {
    return typeof (await functions.value?.(x.slice())) === "number";
  } catch {
    return true;
  }
}

async function whatItGives({ problem: { functions } }: Subject, x: Vector): Promise<string> {
  try {
    const value: unknown = await functions.value?.(x.slice());
    if (typeof value === "number") return `is ${value}`;
    return value === undefined
      ? "returns nothing"
      : `returns ${typeof value === "object" ? "an object" : `a ${typeof value}`}`;
  } catch (error) {
    return `throws (${error instanceof Error ? error.message : String(error)})`;
  }
}
