import { type Envelope, envelope } from "../../numerics/sparse/envelope.ts";
import { HessianCompression } from "../../numerics/sparse/hessian-compression.ts";
import type { Pattern } from "../../numerics/sparse/pattern.ts";
import { reverseCuthillMcKee } from "../../numerics/sparse/reverse-cuthill-mckee.ts";
import { allFinite, type Vector } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { Facts, View } from "../../problem/view.ts";

/** How the Hessian of a quadratic model is kept and asked for; the same for all points. */
export interface HessianLayout {
  readonly shape: Envelope;
  /** How many products a Hessian takes. */
  readonly products: number;
  /** True when every entry may differ from 0. */
  readonly dense: boolean;
  /** The variable that comes k-th in the envelope; undefined where it is the k-th. */
  readonly order: Int32Array | undefined;
  readonly compression: HessianCompression | undefined;
  /** For each entry of the pattern: where it stands in the envelope; -1 for those of the upper triangle. */
  readonly places: Int32Array;
}

/** What a layout is made by. */
export type HessianFacts = Pick<Facts, "dimension" | "hessianPattern">;

/** Up to this many variables a Hessian is kept as dense, whatever its pattern: then secant updates have room. */
export const denseHessianDimension = 32;

/** A layout is the same for all steps of a run, and no plain data that its state could hold. */
const layouts = new WeakMap<Pattern, HessianLayout>();
const denseLayouts = new Map<number, HessianLayout>();
const keptDimensions = 64;

/**
 * The layout for a problem: as few products as its pattern needs, one for each variable where no pattern is known. The envelope of a sparse Hessian
 * is that of its reverse Cuthill-McKee order.
 */
export function hessianLayout({ dimension: n, hessianPattern }: HessianFacts): HessianLayout {
  const pattern = hessianPattern?.();
  if (pattern === undefined || pattern.rows.length === n * n) return denseLayout(n);
  let layout = layouts.get(pattern);
  if (layout === undefined) {
    layout = sparseLayout(pattern, n);
    layouts.set(pattern, layout);
  }
  return layout;
}

function denseLayout(n: number): HessianLayout {
  let layout = denseLayouts.get(n);
  if (layout === undefined) {
    const shape = envelope(new Int32Array(n));
    layout = { shape, products: n, dense: true, order: undefined, compression: undefined, places: new Int32Array(0) };
    if (denseLayouts.size < keptDimensions) denseLayouts.set(n, layout);
  }
  return layout;
}

function sparseLayout(pattern: Pattern, n: number): HessianLayout {
  const compression = new HessianCompression(pattern);
  const dense = n <= denseHessianDimension;
  const order = dense ? undefined : reverseCuthillMcKee(pattern.columnStarts, pattern.rows);
  const position = new Int32Array(n);
  for (let k = 0; k < n; k++) position[order?.[k] ?? k] = k;
  const firstColumns = new Int32Array(n);
  const { columnStarts, rows } = pattern;
  for (let column = 0; column < n; column++) {
    let first = dense ? 0 : position[column];
    for (let k = columnStarts[column]; k < columnStarts[column + 1]; k++) first = Math.min(first, position[rows[k]]);
    firstColumns[position[column]] = first;
  }
  const shape = envelope(firstColumns);
  const places = new Int32Array(rows.length).fill(-1);
  for (let column = 0; column < n; column++) {
    for (let k = columnStarts[column]; k < columnStarts[column + 1]; k++) {
      const [i, j] = [position[rows[k]], position[column]];
      if (i >= j) places[k] = shape.rowStarts[i] + j - firstColumns[i];
    }
  }
  return { shape, products: compression.seeds.length, dense, order, compression, places };
}

/** Asks the Hessian at x, by products, and writes it to `out` (the length of the envelope). False where it is not finite. */
export function* askHessian(
  problem: View<"hessianVector">,
  { shape, compression, places, products }: HessianLayout,
  x: Vector,
  out: Vector,
): Coroutine<boolean> {
  const n = x.length;
  if (compression === undefined) {
    const unit = problem.scratch();
    const product = problem.scratch();
    unit.fill(0);
    for (let j = 0; j < n; j++) {
      unit[j] = 1;
      yield* problem.hessianVector(x, unit, product);
      unit[j] = 0;
      for (let i = j; i < n; i++) out[shape.rowStarts[i] + j] = product[i];
    }
    return allFinite(out);
  }
  const { pattern, seeds, places: sources } = compression;
  const all = problem.scratch(n * products);
  const product = problem.scratch();
  for (let color = 0; color < products; color++) {
    yield* problem.hessianVector(x, seeds[color], product);
    all.set(product, n * color);
  }
  out.fill(0);
  for (let k = 0; k < pattern.rows.length; k++) if (places[k] >= 0) out[places[k]] = all[sources[k]];
  return allFinite(out);
}

/** out := t I. */
export function setToMultipleOfIdentity({ shape }: HessianLayout, t: number, out: Vector): void {
  out.fill(0);
  for (let i = 0; i < shape.size; i++) out[shape.rowStarts[i + 1] - 1] = t;
}

/** out[k] := the entry of `v` that comes k-th; `out` may not be `v`. */
export function inOrder({ order }: HessianLayout, v: Vector, out: Vector): Vector {
  if (order === undefined) out.set(v);
  else for (let k = 0; k < v.length; k++) out[k] = v[order[k]];
  return out;
}

/** The inverse of `inOrder`. */
export function outOfOrder({ order }: HessianLayout, v: Vector, out: Vector): Vector {
  if (order === undefined) out.set(v);
  else for (let k = 0; k < v.length; k++) out[order[k]] = v[k];
  return out;
}
