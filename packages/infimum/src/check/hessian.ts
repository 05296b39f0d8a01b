import { RandomStream } from "../numerics/random/stream.ts";
import { allFinite, dot, type Vector } from "../numerics/vector.ts";
import { pointAlong, roomAlong } from "./along.ts";
import type { CheckedPoint } from "./finding.ts";
import { judge } from "./judge.ts";
import { slopesAlong } from "./slopes.ts";
import type { Subject } from "./subject.ts";
import { listed, short } from "./words.ts";

export interface HessianReport {
  readonly source: "given" | "exact";
  /** Entries of products with the Hessian that were compared with differences of gradients. */
  readonly checked: number;
  readonly agree: number;
  readonly unsure: number;
  readonly wrong: readonly WrongProduct[];
  /** How far v'Hw and w'Hv are apart for random v and w, relative to the larger; NaN where there are none. */
  readonly asymmetry: number;
}

/** The derivative of the first variable's gradient along a direction. */
export interface WrongProduct {
  readonly row: string;
  /** A variable, or "a random direction". */
  readonly along: string;
  readonly product: number;
  readonly reference: number;
}

/** Up to this many variables the product with each unit vector is compared, else with random directions. */
const everyColumn = 16;
const directions = 4;
const symmetryTolerance = 1e-6;

/** Compares products with the Hessian with differences of gradients at one point; undefined where there is no Hessian. */
export async function checkHessian(
  subject: Subject,
  point: CheckedPoint,
  relativeNoise: number,
  seed: number,
): Promise<HessianReport | undefined> {
  const n = subject.dimension;
  const { hessian, hessianVector } = subject.problem.functions;
  const gradient = new Float64Array(n);
  await subject.gradient(point.x, gradient);
  const product = new Float64Array(n);
  const [first] = directionsOf(subject, point.x, seed);
  if (!allFinite(gradient) || !(await subject.hessianVector(point.x, first.d, product))) return undefined;
  const tally = { checked: 0, agree: 0, unsure: 0, wrong: [] as WrongProduct[] };
  // rounding of a gradient is that of its largest terms
  const largest = Math.max(...gradient.map(Math.abs));
  const noise = new Float64Array(n).fill((4 * Number.EPSILON + relativeNoise) * largest);
  for (const { d, name } of directionsOf(subject, point.x, seed)) {
    const room = roomAlong(subject, point.x, d);
    if (!(Math.max(room.below, room.above) > 0)) continue;
    if (!(await subject.hessianVector(point.x, d, product))) continue;
    const along = async (t: number, out: Vector): Promise<void> => {
      await subject.gradient(pointAlong(subject, point.x, d, t), out);
    };
    const size = name === undefined ? 1 : subject.size(point.x, d.indexOf(1));
    // a gradient that hardly changes over the size of the variable is lost in the rounding of what it is a sum of
    const negligible = 1e-4 * Math.max(...product.map(Math.abs), (1e-2 * largest) / size);
    const { values, errors } = await slopesAlong(along, room, gradient, noise, {
      start: size / 100,
      enough: 1e-6 * negligible,
    });
    for (let i = 0; i < n; i++) {
      const verdict = judge({ gradient: product[i], negligible }, { value: values[i], error: errors[i] }, undefined);
      tally.checked++;
      if (verdict.kind === "agree") tally.agree++;
      else if (verdict.kind === "unsure") tally.unsure++;
      else if (verdict.kind === "wrong") {
        const along = name ?? "a random direction";
        tally.wrong.push({ row: subject.names[i], along, product: product[i], reference: verdict.reference });
      }
    }
  }
  const asymmetry = await asymmetryAt(subject, point.x, seed);
  const source = hessian || hessianVector ? "given" : "exact";
  const report: HessianReport = { source, ...tally, asymmetry };
  findings(subject, report);
  return report;
}

function findings(subject: Subject, { source, wrong, asymmetry, checked }: HessianReport): void {
  if (wrong.length > 0) {
    const [{ row, along, product, reference }] = wrong;
    const rows = [...new Set(wrong.map((entry) => entry.row))];
    subject.find({
      severity: "error",
      check: "hessian",
      code: "hessian-wrong",
      message: `products with the Hessian are wrong in ${wrong.length} of ${checked} entries (${listed(rows)}): along ${along} the gradient of ${row} changes by ${short(reference)}, and the Hessian says ${short(product)}`,
      remedy: source === "given" ? "mend it, or leave it out" : "report this",
      variables: rows,
    });
  }
  if (asymmetry > symmetryTolerance) {
    subject.find({
      severity: "error",
      check: "hessian",
      code: "hessian-asymmetric",
      message: `the Hessian is not symmetric: v'Hw and w'Hv are ${asymmetry.toPrecision(2)} apart, relative to their size`,
      remedy: "a matrix is column-major, and both triangles have to be written",
    });
  }
}

/** Unit vectors, or random directions; no name for those. */
function directionsOf(subject: Subject, x: Vector, seed: number): { readonly d: Vector; readonly name?: string }[] {
  const n = subject.dimension;
  if (n <= everyColumn) {
    return subject.names.map((name, i) => ({ d: new Float64Array(n).fill(1, i, i + 1), name }));
  }
  return Array.from({ length: directions }, (_, k) => ({ d: randomDirection(subject, x, seed, k) }));
}

function randomDirection(subject: Subject, x: Vector, seed: number, k: number): Vector {
  const random = new RandomStream().key(seed, "check hessian", 0, k);
  return x.map((_, i) => subject.size(x, i) * (2 * random.uniform() - 1));
}

async function asymmetryAt(subject: Subject, x: Vector, seed: number): Promise<number> {
  const [v, w] = [randomDirection(subject, x, seed, 1000), randomDirection(subject, x, seed, 1001)];
  const [hv, hw] = [new Float64Array(v.length), new Float64Array(v.length)];
  if (!(await subject.hessianVector(x, v, hv)) || !(await subject.hessianVector(x, w, hw))) return NaN;
  const [a, b] = [dot(w, hv), dot(v, hw)];
  // what cancels in the products is no asymmetry
  let size = 0;
  for (let i = 0; i < v.length; i++) size += Math.abs(w[i] * hv[i]) + Math.abs(v[i] * hw[i]);
  return size === 0 ? 0 : Math.abs(a - b) / size;
}
