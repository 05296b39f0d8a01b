import { kernelsInUse } from "../kernel-choice.ts";
import type { MatrixView } from "./matrix-view.ts";
import { addTileProduct, tileColumns, tileRows } from "./tile-product.ts";

export type { MatrixView } from "./matrix-view.ts";

/** Packed copies of the two factors and one tile; made once by `productBuffers`, used by many products. */
export interface ProductBuffers {
  left: Float64Array;
  right: Float64Array;
  tile: Float64Array;
}

// Block sizes: a packed left block (64 x 256, 128 KB) stays in the second-level cache and is read once for each strip
// of the right block (256 x 768, 1.5 MB); a strip of each (14 KB together) stays in the first level.
const blockRows = 64;
const blockInner = 256;
const blockColumns = 768;

/** Below this many multiplications packing costs more than it saves. */
const fewMultiplications = 3000;

/** Work space for `addProduct` with factors of at most these sizes. */
export function productBuffers(rows: number, inner: number, columns: number): ProductBuffers {
  const depth = Math.min(inner, blockInner);
  return {
    left: new Float64Array(roundUp(Math.min(rows, blockRows), tileRows) * depth),
    right: new Float64Array(roundUp(Math.min(columns, blockColumns), tileColumns) * depth),
    tile: new Float64Array(tileRows * tileColumns),
  };
}

/**
 * out += sign * A B, blocked for cache, for any strides of A and B; the columns of `out` are contiguous.
 *
 * Order of summation: each entry is out + sign * a_0 b_0 + sign * a_1 b_1 + ..., left to right, whatever the sizes and
 * blocks; the sign is exact. Cost: 2 rows inner columns operations.
 *
 * Where `useKernels` chose some, a large product goes to them; else, without `buffers`, work space is allocated for it.
 * `out` must not overlap the entries of A and B that are read.
 *
 * @param left A, rows x inner
 * @param right B, inner x columns
 * @param out rows x columns, entry (i, j) at `out[outOffset + i + j * outStride]`
 * @reference K. Goto and R. A. van de Geijn, Anatomy of high-performance matrix multiplication, 2008,
 * 10.1145/1356052.1356053
 */
export function addProduct(
  sign: 1 | -1,
  left: MatrixView,
  right: MatrixView,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array,
  outOffset: number,
  outStride: number,
  buffers?: ProductBuffers,
): void {
  if (rows * inner * columns <= fewMultiplications) {
    addSmallProduct(sign, left, right, rows, inner, columns, out, outOffset, outStride);
    return;
  }
  if (kernelsInUse()?.addProduct(sign, left, right, rows, inner, columns, out, outOffset, outStride)) return;
  const work = buffers ?? productBuffers(rows, inner, columns);
  for (let j = 0; j < columns; j += blockColumns) {
    const width = Math.min(blockColumns, columns - j);
    for (let l = 0; l < inner; l += blockInner) {
      const depth = Math.min(blockInner, inner - l);
      packRight(sign, right, l, j, depth, width, work.right);
      for (let i = 0; i < rows; i += blockRows) {
        const height = Math.min(blockRows, rows - i);
        packLeft(left, i, l, height, depth, work.left);
        addPackedBlocks(work, height, depth, width, out, outOffset + i + j * outStride, outStride);
      }
    }
  }
}

function addSmallProduct(
  sign: 1 | -1,
  left: MatrixView,
  right: MatrixView,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array,
  outOffset: number,
  outStride: number,
): void {
  const a = left.values;
  const b = right.values;
  const step = left.rowStride;
  for (let j = 0; j < columns; j++) {
    const first = outOffset + j * outStride;
    const end = first + rows;
    for (let l = 0; l < inner; l++) {
      const factor = sign * b[right.offset + l * right.rowStride + j * right.columnStride];
      let at = left.offset + l * left.columnStride;
      for (let i = first; i < end; i++) {
        out[i] += a[at] * factor;
        at += step;
      }
    }
  }
}

/** Rows in strips of four, inner index by inner index; a last strip is filled up with zeros that reach no result. */
function packLeft(view: MatrixView, row: number, column: number, rows: number, inner: number, packed: Float64Array) {
  const { values, rowStride, columnStride } = view;
  const corner = view.offset + row * rowStride + column * columnStride;
  let to = 0;
  for (let i = 0; i < rows; i += tileRows) {
    const height = Math.min(tileRows, rows - i);
    for (let l = 0; l < inner; l++) {
      let from = corner + i * rowStride + l * columnStride;
      for (let t = 0; t < height; t++) {
        packed[to + t] = values[from];
        from += rowStride;
      }
      for (let t = height; t < tileRows; t++) packed[to + t] = 0;
      to += tileRows;
    }
  }
}

/** Columns in strips of three, times the sign of the product. */
function packRight(
  sign: 1 | -1,
  view: MatrixView,
  row: number,
  column: number,
  inner: number,
  columns: number,
  packed: Float64Array,
) {
  const { values, rowStride, columnStride } = view;
  const corner = view.offset + row * rowStride + column * columnStride;
  let to = 0;
  for (let j = 0; j < columns; j += tileColumns) {
    const width = Math.min(tileColumns, columns - j);
    for (let l = 0; l < inner; l++) {
      let from = corner + l * rowStride + j * columnStride;
      for (let t = 0; t < width; t++) {
        packed[to + t] = sign * values[from];
        from += columnStride;
      }
      for (let t = width; t < tileColumns; t++) packed[to + t] = 0;
      to += tileColumns;
    }
  }
}

function addPackedBlocks(
  { left, right, tile }: ProductBuffers,
  rows: number,
  inner: number,
  columns: number,
  out: Float64Array,
  outOffset: number,
  outStride: number,
): void {
  for (let j = 0; j < columns; j += tileColumns) {
    const width = Math.min(tileColumns, columns - j);
    for (let i = 0; i < rows; i += tileRows) {
      const height = Math.min(tileRows, rows - i);
      const at = outOffset + i + j * outStride;
      if (height === tileRows && width === tileColumns) {
        addTileProduct(left, i * inner, right, j * inner, inner, out, at, outStride);
        continue;
      }
      copyTile(out, at, outStride, tile, 0, tileRows, height, width);
      addTileProduct(left, i * inner, right, j * inner, inner, tile, 0, tileRows);
      copyTile(tile, 0, tileRows, out, at, outStride, height, width);
    }
  }
}

function copyTile(
  from: Float64Array,
  fromOffset: number,
  fromStride: number,
  to: Float64Array,
  toOffset: number,
  toStride: number,
  rows: number,
  columns: number,
): void {
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++) to[toOffset + i + j * toStride] = from[fromOffset + i + j * fromStride];
  }
}

function roundUp(count: number, multiple: number): number {
  return Math.ceil(count / multiple) * multiple;
}
