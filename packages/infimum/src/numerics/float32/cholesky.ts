import { kernelsInUse } from "../kernel-choice.ts";
import { addProduct32 } from "./product.ts";

const { fround, sqrt } = Math;

/** Columns factored together, as in ../dense/cholesky.ts. */
const panelWidth = 32;

/**
 * The Cholesky factorization A = L L^T in float32: as `cholesky` of ../dense and in its order, every operation rounded to
 * float32. Returns false at the first pivot that is not a positive finite number.
 *
 * @param a n x n, column-major; the strict upper triangle does not matter
 * @param out n x n; may be `a`
 */
export function cholesky32(a: Float32Array, n: number, out: Float32Array): boolean {
  const answer = kernelsInUse()?.cholesky(a, n, out);
  if (answer !== undefined) return answer;
  if (a !== out) out.set(a.subarray(0, n * n));
  for (let first = 0; first < n; first += panelWidth) {
    const end = Math.min(first + panelWidth, n);
    if (first > 0) {
      const left = { values: out, offset: first, rowStride: 1, columnStride: n };
      const right = { values: out, offset: first, rowStride: n, columnStride: 1 };
      addProduct32(-1, left, right, n - first, first, end - first, out, first + first * n, n);
    }
    for (let j = first; j < end; j++) {
      for (let k = first; k < j; k++) subtractColumn(out, n, j, k);
      const pivot = out[j + j * n];
      if (!(pivot > 0 && pivot < Infinity)) return false;
      const root = fround(sqrt(pivot));
      out[j + j * n] = root;
      for (let i = j + 1; i < n; i++) out[i + j * n] = fround(out[i + j * n] / root);
    }
  }
  for (let j = 1; j < n; j++) out.fill(0, j * n, j * n + j);
  return true;
}

function subtractColumn(l: Float32Array, n: number, target: number, source: number): void {
  const factor = l[target + source * n];
  const to = target * n;
  const from = source * n;
  for (let i = target; i < n; i++) l[to + i] = fround(l[to + i] - fround(l[from + i] * factor));
}
