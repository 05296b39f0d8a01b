import type { Vector } from "../numerics/vector.ts";
import { short } from "./words.ts";

/** Two numbers of the same cause differ by no more than what differences leave. */
const tolerance = 1e-3;

/**
 * What a wrong gradient looks like: a sign, a factor, entries in another order, a term that is missing. Undefined where
 * it looks like nothing known. Entries whose reference is NaN were not compared.
 */
export function likelyCause(
  gradient: Vector,
  reference: Vector,
  x: Vector,
  names: readonly string[],
): string | undefined {
  const compared = Array.from(reference.keys()).filter((i) => Number.isFinite(reference[i]));
  const size = Math.max(...compared.map((i) => Math.abs(reference[i])));
  const wrong = compared.filter((i) => !isClose(gradient[i], reference[i], 1e-9 * size));
  if (wrong.length === 0) return undefined;
  return (
    zeros(gradient, wrong) ??
    commonFactor(gradient, reference, wrong) ??
    order(gradient, reference, compared, wrong, names) ??
    missingTerm(gradient, reference, wrong, x) ??
    byLogarithm(gradient, reference, wrong, x)
  );
}

function isClose(a: number, b: number, negligible = 0): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b)) + negligible;
}

function zeros(gradient: Vector, wrong: readonly number[]): string | undefined {
  if (!wrong.every((i) => gradient[i] === 0)) return undefined;
  return wrong.length === 1 ? "it is 0, so not written, or its term is missing" : "they are 0, so not written";
}

function commonFactor(gradient: Vector, reference: Vector, wrong: readonly number[]): string | undefined {
  const factor = gradient[wrong[0]] / reference[wrong[0]];
  if (!Number.isFinite(factor) || !wrong.every((i) => isClose(gradient[i], factor * reference[i]))) return undefined;
  if (isClose(factor, -1)) return "the sign is the other";
  const n = gradient.length;
  const known: readonly (readonly [number, string])[] = [
    [2, "2 times what the objective has"],
    [1 / 2, "1/2 of what the objective has"],
    [-2, "-2 times what the objective has"],
    [-1 / 2, "-1/2 of what the objective has"],
    [n, `${n} times what the objective has, which is the number of variables`],
    [1 / n, `1/${n} of what the objective has, as of a mean where there is a sum`],
  ];
  const name = known.find(([value]) => isClose(factor, value))?.[1];
  if (name !== undefined) return `it is ${name}`;
  // one entry always has some factor
  return wrong.length > 1 ? `each is ${short(factor, 4)} times what the objective has` : undefined;
}

function order(
  gradient: Vector,
  reference: Vector,
  compared: readonly number[],
  wrong: readonly number[],
  names: readonly string[],
): string | undefined {
  const n = gradient.length;
  if (wrong.length < 2 || compared.length < n) return undefined;
  if (wrong.length === 2) {
    const [i, j] = wrong;
    const exchanged = isClose(gradient[i], reference[j]) && isClose(gradient[j], reference[i]);
    return exchanged ? `${names[i]} and ${names[j]} are exchanged` : undefined;
  }
  const matches = (place: (i: number) => number): boolean =>
    gradient.every((entry, i) => isClose(entry, reference[place(i)]));
  if (matches((i) => n - 1 - i)) return "the entries are in reverse order";
  for (let shift = 1; shift < n; shift++) {
    if (matches((i) => (i + shift) % n)) {
      const by = shift <= n / 2 ? shift : shift - n;
      return `the entries are shifted by ${by}`;
    }
  }
  for (let rows = 2; rows <= n / 2; rows++) {
    const columns = n / rows;
    if (Number.isInteger(columns) && matches((i) => (i % rows) * columns + Math.floor(i / rows)))
      return `the entries are those of the transposed matrix, ${rows} x ${columns}`;
  }
  const [own, right] = [gradient.toSorted(), reference.toSorted()];
  return own.every((entry, i) => isClose(entry, right[i])) ? "the entries are in another order" : undefined;
}

function missingTerm(gradient: Vector, reference: Vector, wrong: readonly number[], x: Vector): string | undefined {
  if (wrong.length < 2) return undefined;
  const gaps = wrong.map((i) => reference[i] - gradient[i]);
  if (gaps.every((gap) => isClose(gap, gaps[0]))) return `a term with the derivative ${short(gaps[0], 4)} is missing`;
  const factor = gaps[0] / x[wrong[0]];
  if (!wrong.every((i, k) => isClose(gaps[k], factor * x[i])) || !Number.isFinite(factor)) return undefined;
  return `${short(factor, 4)} x is missing, the derivative of a squared penalty`;
}

function byLogarithm(gradient: Vector, reference: Vector, wrong: readonly number[], x: Vector): string | undefined {
  if (wrong.length < 2 || !wrong.every((i) => isClose(gradient[i], reference[i] * x[i]))) return undefined;
  return "they are the derivatives by log x";
}
