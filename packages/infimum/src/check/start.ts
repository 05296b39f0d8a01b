import { allFinite, maxNorm, type Vector } from "../numerics/vector.ts";
import { pointAlong, roomAlong } from "./along.ts";
import type { CheckedPoint } from "./finding.ts";
import type { ScaleReport } from "./scale.ts";
import type { Subject } from "./subject.ts";
import { listed } from "./words.ts";

/** A gradient is 0 at x0 when it is so small beside those at the other points. */
const vanishing = 1e-10;
/** Pairs of variables that are exchanged to see whether the objective notices. */
const mostPairs = 50;
/** Variables along which falls without end are looked for. */
const mostVariables = 10;
/** Distances are doubled so often: to a million times the size of the variables. */
const doublings = 20;

/** Whether x0 is a start that methods can go on from. */
export async function checkStart(
  subject: Subject,
  points: readonly CheckedPoint[],
  scale: ScaleReport | undefined,
): Promise<void> {
  const [start, ...near] = points;
  if (!Number.isFinite(start.value) || !subject.isContinuous) return;
  const gradients = await gradientsAt(subject, points);
  if (gradients !== undefined && near.length > 0) {
    stationary(subject, gradients, scale);
    await exchangeable(subject, points, gradients[0]);
  }
  await fallsWithoutEnd(subject, start, gradients?.[0]);
}

async function gradientsAt(subject: Subject, points: readonly CheckedPoint[]): Promise<Vector[] | undefined> {
  if (subject.gradientSource === "none") return undefined;
  const found: Vector[] = [];
  for (const { x } of points) {
    const gradient = new Float64Array(x.length);
    await subject.gradient(x, gradient);
    if (!allFinite(gradient)) return undefined;
    found.push(gradient);
  }
  return found;
}

function stationary(subject: Subject, [own, ...others]: readonly Vector[], scale: ScaleReport | undefined): void {
  const elsewhere = own.map((_, i) => Math.max(...others.map((gradient) => Math.abs(gradient[i]))));
  const largest = maxNorm(elsewhere);
  if (largest === 0 && maxNorm(own) === 0) {
    subject.find({
      severity: "warning",
      check: "start",
      code: "plateau",
      message: "the gradient is 0 at x0 and at every point near it: methods by derivatives go nowhere",
      remedy: "start elsewhere, or use a method for values, such as cma-es",
    });
    return;
  }
  if (maxNorm(own) <= vanishing * largest) {
    const smallest = scale?.smallestCurvature;
    const isSaddle = smallest !== undefined && (subject.problem.goal === "minimize" ? smallest < 0 : smallest > 0);
    subject.find({
      severity: isSaddle || smallest === undefined ? "warning" : "note",
      check: "start",
      code: "stationary-start",
      message: `the gradient is 0 at x0 and not near it: x0 is ${isSaddle ? "a saddle or a maximum" : "a stationary point already"}, and methods by derivatives may stop there`,
      remedy: "start beside it",
    });
    return;
  }
  const flat = subject.names.filter((_, i) => own[i] === 0 && elsewhere[i] > vanishing * largest);
  if (flat.length > 0) {
    subject.find({
      severity: "note",
      check: "start",
      code: "symmetric-start",
      message: `the derivative by ${listed(flat)} is 0 at x0 and not near it: x0 is a symmetric point`,
      remedy: "a start beside it, such as small random numbers, breaks the symmetry",
      variables: flat,
    });
  }
}

/** Variables that start equal and can be exchanged stay equal for ever. */
async function exchangeable(subject: Subject, points: readonly CheckedPoint[], gradient: Vector): Promise<void> {
  const [{ x }, near] = points;
  const n = x.length;
  if (near === undefined || !Number.isFinite(near.value)) return;
  const found = new Set<number>();
  let tried = 0;
  for (let i = 0; i + 1 < n && tried < mostPairs; i++) {
    const j = x.findIndex((entry, k) => k > i && entry === x[i] && gradient[k] === gradient[i] && gradient[i] !== 0);
    if (j < 0) continue;
    tried++;
    const exchanged = near.x.slice();
    [exchanged[i], exchanged[j]] = [exchanged[j], exchanged[i]];
    const value = await subject.value(exchanged);
    if (Math.abs(value - near.value) > 1e-13 * Math.abs(near.value)) continue;
    found.add(i);
    found.add(j);
  }
  if (found.size === 0) return;
  const variables = [...found].map((i) => subject.names[i]);
  subject.find({
    severity: "note",
    check: "start",
    code: "exchangeable",
    message: `${listed(variables)} start equal and can be exchanged: methods by derivatives keep them equal`,
    remedy: "start them apart, unless the solution is meant to be symmetric",
    variables,
  });
}

async function fallsWithoutEnd(
  subject: Subject,
  { x, value }: CheckedPoint,
  gradient: Vector | undefined,
): Promise<void> {
  const { goal, terms, within } = subject.problem;
  if (terms.length > 0 || within !== undefined) return;
  const sign = goal === "maximize" ? -1 : 1;
  for (const { d, name } of ways(subject, x, gradient, sign)) {
    if (subject.isLate) return;
    const room = roomAlong(subject, x, d).above;
    let [last, reached, slope, count] = [sign * value, 0, 0, 0];
    for (let k = 0; k < doublings && 2 ** k <= room; k++) {
      const next = sign * (await subject.value(pointAlong(subject, x, d, 2 ** k)));
      const steeper = (next - last) / (2 ** k - reached);
      // the slope may not flatten by more than rounding
      if (!(next < last && steeper <= slope * (1 - 1e-6))) break;
      [last, reached, slope, count] = [next, 2 ** k, steeper, count + 1];
    }
    if (count < doublings) continue;
    subject.find({
      severity: "warning",
      check: "bounds",
      code: "unbounded",
      message: `the objective ${goal === "maximize" ? "rises" : "falls"} without end ${name}: it is ${(sign * last).toPrecision(3)} at ${reached.toLocaleString("en")} sizes of the variables from x0, and no slower than before`,
      remedy: "add bounds, or a term that holds it",
    });
    return;
  }
}

/** Against the gradient, and along each variable to both sides, in sizes of the variables. */
function* ways(
  subject: Subject,
  x: Vector,
  gradient: Vector | undefined,
  sign: number,
): Generator<{ d: Vector; name: string }> {
  if (gradient !== undefined && maxNorm(gradient) > 0) {
    const scaled = gradient.map((entry, i) => -sign * entry * subject.size(x, i));
    const length = maxNorm(scaled);
    yield {
      d: scaled.map((entry, i) => (entry / length) * subject.size(x, i)),
      name: sign > 0 ? "against the gradient" : "along the gradient",
    };
  }
  for (let i = 0; i < Math.min(x.length, mostVariables); i++) {
    for (const side of [1, -1]) {
      const size = side * subject.size(x, i);
      yield {
        d: new Float64Array(x.length).fill(size, i, i + 1),
        name: `as ${subject.names[i]} ${side > 0 ? "grows" : "falls"}`,
      };
    }
  }
}
