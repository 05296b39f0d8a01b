import { packRight } from "./pack";
import { addTile, tileBytes, tileColumns, tileRows, vectorBytes } from "./tile";

// Solves with a triangular matrix for many right-hand sides, on the tile of the product: the right-hand sides are the rows of
// its left factor, four rows of the matrix the columns of its right one.

/** Bytes of work space: the right-hand sides in strips, and four rows of the matrix. */
export function triangularWork<T extends number>(n: i32, columns: i32): usize {
  const strips = (columns + tileRows<T>() - 1) / tileRows<T>();
  const rows = (n + tileColumns - 1) & ~(tileColumns - 1);
  return <usize>strips * <usize>rows * tileBytes + <usize>(rows * tileColumns) * vectorBytes;
}

/**
 * Replaces the columns of X (n x columns) by the solutions of T X = B by forward substitution:
 * x_i = (b_i - t_i0 x_0 - t_i1 x_1 - ...) / t_ii, subtracted in this order. Strides are in bytes and may be negative: backward
 * substitution is forward substitution with rows and columns counted from the end.
 *
 * @param t entry (i, j) at `t + i * rowStride + j * columnStride`
 * @param x entry (i, j) at `x + i * xRowStride + j * xColumnStride`
 * @param work `triangularWork` bytes, aligned to 16
 */
export function solveForward<T extends number>(
  t: usize,
  rowStride: usize,
  columnStride: usize,
  n: i32,
  x: usize,
  xRowStride: usize,
  xColumnStride: usize,
  columns: i32,
  work: usize,
): void {
  const high = tileRows<T>();
  const rows = (n + tileColumns - 1) & ~(tileColumns - 1);
  const stripBytes = <usize>rows * tileBytes;
  const strips = (columns + high - 1) / high;
  const packed = work + <usize>strips * stripBytes;
  toStrips<T>(x, xRowStride, xColumnStride, n, columns, work, stripBytes);
  for (let i = 0; i < n; i += tileColumns) {
    const height = min(tileColumns, n - i);
    const row = t + <usize>i * rowStride;
    packRight<T>(<T>-1, row, columnStride, rowStride, i, height, packed);
    const corner = row + <usize>i * columnStride;
    let strip = work;
    for (let s = 0; s < strips; s++) {
      const out = strip + <usize>i * tileBytes;
      addTile<T>(strip, packed, i, out, tileBytes);
      solveTile<T>(corner, rowStride, columnStride, height, out);
      strip += stripBytes;
    }
  }
  fromStrips<T>(work, stripBytes, n, columns, x, xRowStride, xColumnStride);
}

/** The same for the last few rows, which need one another. */
function solveTile<T extends number>(t: usize, rowStride: usize, columnStride: usize, height: i32, x: usize): void {
  let at = x;
  for (let i = 0; i < height; i++) {
    let rest0 = v128.load(at);
    let rest1 = v128.load(at, 16);
    let entry = t + <usize>i * rowStride;
    for (let y = x; y < at; y += tileBytes) {
      const factor = v128.load_splat<T>(entry);
      rest0 = v128.sub<T>(rest0, v128.mul<T>(v128.load(y), factor));
      rest1 = v128.sub<T>(rest1, v128.mul<T>(v128.load(y, 16), factor));
      entry += columnStride;
    }
    const divisor = v128.load_splat<T>(entry);
    v128.store(at, v128.div<T>(rest0, divisor));
    v128.store(at, v128.div<T>(rest1, divisor), 16);
    at += tileBytes;
  }
}

/** Columns as rows of strips; what fills up the last strip, and its last rows, reaches no result. */
function toStrips<T extends number>(
  x: usize,
  rowStride: usize,
  columnStride: usize,
  n: i32,
  columns: i32,
  strips: usize,
  stripBytes: usize,
): void {
  const high = tileRows<T>();
  for (let j = 0; j < columns; j++) {
    let from = x + <usize>j * columnStride;
    let to = strips + <usize>(j / high) * stripBytes + <usize>(j % high) * sizeof<T>();
    for (let i = 0; i < n; i++) {
      store<T>(to, load<T>(from));
      from += rowStride;
      to += tileBytes;
    }
  }
}

function fromStrips<T extends number>(
  strips: usize,
  stripBytes: usize,
  n: i32,
  columns: i32,
  x: usize,
  rowStride: usize,
  columnStride: usize,
): void {
  const high = tileRows<T>();
  for (let j = 0; j < columns; j++) {
    let from = strips + <usize>(j / high) * stripBytes + <usize>(j % high) * sizeof<T>();
    let to = x + <usize>j * columnStride;
    for (let i = 0; i < n; i++) {
      store<T>(to, load<T>(from));
      from += tileBytes;
      to += rowStride;
    }
  }
}
