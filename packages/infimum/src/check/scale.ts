import { symmetricEigen } from "../numerics/dense/symmetric-eigen.ts";
import { allFinite, type Vector } from "../numerics/vector.ts";
import { pointAlong } from "./along.ts";
import type { CheckedPoint } from "./finding.ts";
import type { Subject } from "./subject.ts";
import { listed } from "./words.ts";

export interface ScaleReport {
  /** By how much the objective changes when one variable changes by its size: |g_i| size_i at x0, one a variable. */
  readonly slopes: Vector;
  /** The second derivatives by each variable at x0; NaN where they are not known. */
  readonly curvatures: Vector;
  /** The largest |eigenvalue| of the Hessian at x0 by the smallest; undefined where the Hessian is not known. */
  readonly condition: number | undefined;
  /** The same in the variables x / suggested. */
  readonly scaledCondition: number | undefined;
  /** Sizes for `scaled(problem, sizes)`, powers of ten; undefined where they would not help. */
  readonly suggested: readonly number[] | undefined;
  readonly smallestCurvature: number | undefined;
}

/** The Hessian is made up to this many variables. */
const mostVariables = 200;
/** Condition numbers beyond this make methods of first order slow, ... */
const bad = 1e6;
/** ... and scaling is worth its while when it divides them by this. */
const helps = 100;

/** How different the variables are in their effects at x0. */
export async function checkScale(
  subject: Subject,
  point: CheckedPoint,
  noise: number,
): Promise<ScaleReport | undefined> {
  const n = subject.dimension;
  if (n > mostVariables || subject.isLate || !subject.isContinuous || !Number.isFinite(point.value)) return undefined;
  const { slopes, curvatures, hessian } = await derivativesAt(subject, point, noise);
  if (!allFinite(slopes)) return undefined;
  const whole = hessian && spectrumOf(hessian, n);
  const sizes = sizesOf(subject, point.x, curvatures);
  const rescaled =
    hessian &&
    sizes &&
    spectrumOf(
      hessian.map((entry, k) => entry * sizes[k % n] * sizes[Math.floor(k / n)]),
      n,
    );
  const condition = whole?.condition;
  const scaledCondition = rescaled?.condition;
  const isWorth =
    condition !== undefined && scaledCondition !== undefined && condition > bad && scaledCondition * helps < condition;
  const report: ScaleReport = {
    slopes,
    curvatures,
    condition,
    scaledCondition,
    suggested: isWorth ? sizes : undefined,
    smallestCurvature: whole?.smallest,
  };
  // what only seems flat beside far larger curvatures is not, once variables are scaled
  findings(subject, report, rescaled?.flat ?? []);
  return report;
}

function findings(
  subject: Subject,
  { condition, scaledCondition, suggested }: ScaleReport,
  flat: readonly number[],
): void {
  if (condition === undefined) return;
  if (flat.length > 0) {
    const variables = flat.map((i) => subject.names[i]);
    subject.find({
      severity: "note",
      check: "scale",
      code: "flat-direction",
      message: `at x0 there is a direction along which the objective has no curvature, in ${listed(variables)}`,
      remedy: "the variables may not be determined by it: fix one, or add a small penalty",
      variables,
    });
  }
  if (suggested !== undefined && scaledCondition !== undefined) {
    const sizes = suggested.slice(0, 8).join(", ");
    subject.find({
      severity: "warning",
      check: "scale",
      code: "badly-scaled",
      message: `the variables are of very different sizes: the condition number of the Hessian at x0 is ${condition.toPrecision(2)}, and ${scaledCondition.toPrecision(2)} after scaling`,
      remedy: `minimize scaled(problem, [${sizes}${suggested.length > 8 ? ", ..." : ""}])`,
    });
  } else if (condition > 1e4 * bad && flat.length === 0) {
    subject.find({
      severity: "warning",
      check: "scale",
      code: "ill-conditioned",
      message: `the condition number of the Hessian at x0 is ${condition.toPrecision(2)}, and scaling single variables does not help`,
      remedy: "use a method of second order, such as newton-trust-region, or other variables",
    });
  }
}

/** Gradient and Hessian at a point, by what there is: exact, given, differences of gradients, of values. */
async function derivativesAt(
  subject: Subject,
  { x, value }: CheckedPoint,
  noise: number,
): Promise<{ slopes: Vector; curvatures: Vector; hessian: Vector | undefined }> {
  const n = subject.dimension;
  const gradient = new Float64Array(n);
  const hessian = new Float64Array(n * n);
  if (subject.gradientSource === "none") {
    const curvatures = new Float64Array(n);
    for (let i = 0; i < n; i++) [gradient[i], curvatures[i]] = await slopeAndCurvature(subject, x, value, i, noise);
    return { slopes: gradient.map((slope, i) => Math.abs(slope) * subject.size(x, i)), curvatures, hessian: undefined };
  }
  await subject.gradient(x, gradient);
  const unit = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    unit[j] = 1;
    const column = hessian.subarray(j * n, (j + 1) * n);
    if (!(await subject.hessianVector(x, unit, column))) await gradientDifference(subject, x, unit, j, column);
    unit[j] = 0;
  }
  for (let j = 0; j < n; j++)
    for (let i = 0; i < j; i++) hessian[j + i * n] = (hessian[i + j * n] + hessian[j + i * n]) / 2;
  return {
    slopes: gradient.map((slope, i) => Math.abs(slope) * subject.size(x, i)),
    curvatures: gradient.map((_, i) => hessian[i + i * n]),
    hessian: allFinite(hessian) ? hessian : undefined,
  };
}

async function gradientDifference(subject: Subject, x: Vector, unit: Vector, j: number, out: Vector): Promise<void> {
  const step = 2 ** -17 * subject.size(x, j);
  const [above, below] = [pointAlong(subject, x, unit, step), pointAlong(subject, x, unit, -step)];
  const low = new Float64Array(out.length);
  await subject.gradient(above, out);
  await subject.gradient(below, low);
  const width = above[j] - below[j];
  for (let i = 0; i < out.length; i++) out[i] = width === 0 ? 0 : (out[i] - low[i]) / width;
}

/** By three values, so far apart that their noise leaves two digits of the second difference. */
async function slopeAndCurvature(
  subject: Subject,
  x: Vector,
  value: number,
  i: number,
  noise: number,
): Promise<[slope: number, curvature: number]> {
  const unit = new Float64Array(x.length).fill(1, i, i + 1);
  const relative = Math.min(0.1, Math.max(1e-4, (noise / (Math.abs(value) || 1)) ** 0.25));
  const step = relative * subject.size(x, i);
  const [above, below] = [pointAlong(subject, x, unit, step), pointAlong(subject, x, unit, -step)];
  const [up, down] = [await subject.value(above), await subject.value(below)];
  const [h, k] = [above[i] - x[i], x[i] - below[i]];
  if (h === 0 && k === 0) return [0, 0];
  const slope = (up - down) / (h + k);
  const curvature = (2 * ((up - value) / h - (value - down) / k)) / (h + k);
  // what noise leaves is none
  return [slope, Math.abs(curvature) * h * k > 8 * noise ? curvature : NaN];
}

interface Spectrum {
  readonly condition: number;
  readonly smallest: number;
  /** Variables that move along the direction of no curvature, where there is one. */
  readonly flat: readonly number[];
}

function spectrumOf(hessian: Vector, n: number): Spectrum | undefined {
  const values = new Float64Array(n);
  const vectors = new Float64Array(n * n);
  if (!symmetricEigen(hessian, n, values, vectors)) return undefined;
  const sizes = values.map(Math.abs);
  const largest = Math.max(...sizes);
  const smallest = Math.min(...sizes);
  if (largest === 0) return undefined;
  const isFlat = smallest <= 16 * n * Number.EPSILON * largest;
  const at = sizes.indexOf(smallest);
  const flat = isFlat ? Array.from({ length: n }, (_, i) => i).filter((i) => Math.abs(vectors[i + at * n]) > 0.1) : [];
  return { condition: largest / smallest, smallest: values[0], flat };
}

/** Sizes that make the curvatures along the variables equal, as powers of ten around 1; undefined where a curvature is unknown. */
function sizesOf(subject: Subject, x: Vector, curvatures: Vector): number[] | undefined {
  if (!curvatures.every(Number.isFinite)) return undefined;
  const logarithms = Array.from(curvatures, (curvature, i) =>
    curvature === 0 ? Math.log10(subject.size(x, i)) : -Math.log10(Math.abs(curvature)) / 2,
  );
  const mean = logarithms.reduce((sum, entry) => sum + entry, 0) / logarithms.length;
  return logarithms.map((entry) => Number(`1e${Math.round(entry - mean)}`));
}
