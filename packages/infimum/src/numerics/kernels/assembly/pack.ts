import { tileBytes, tileColumns, tileRows } from "./tile";

// Copies of blocks of the factors in the order in which the tiles read them. Strides are in bytes. A last strip is
// filled up with zeros, which reach no result.

/** Rows in strips as high as a tile, inner index by inner index. */
export function packLeft<T extends number>(
  from: usize,
  rowStride: usize,
  columnStride: usize,
  rows: i32,
  inner: i32,
  to: usize,
): void {
  const high = tileRows<T>();
  for (let i = 0; i < rows; i += high) {
    const height = min(high, rows - i);
    let column = from + <usize>i * rowStride;
    if (height === high && rowStride === sizeof<T>()) {
      for (let l = 0; l < inner; l++) {
        v128.store(to, v128.load(column));
        v128.store(to, v128.load(column, 16), 16);
        column += columnStride;
        to += tileBytes;
      }
      continue;
    }
    for (let l = 0; l < inner; l++) {
      let at = column;
      for (let t = 0; t < height; t++) {
        store<T>(to + <usize>t * sizeof<T>(), load<T>(at));
        at += rowStride;
      }
      for (let t = height; t < high; t++) store<T>(to + <usize>t * sizeof<T>(), <T>0);
      column += columnStride;
      to += tileBytes;
    }
  }
}

/** Columns in strips as wide as a tile, times the sign of the product, each entry in all lanes of a vector. */
export function packRight<T extends number>(
  sign: T,
  from: usize,
  rowStride: usize,
  columnStride: usize,
  inner: i32,
  columns: i32,
  to: usize,
): void {
  const signs = v128.splat<T>(sign);
  for (let j = 0; j < columns; j += tileColumns) {
    const width = min(tileColumns, columns - j);
    let row = from + <usize>j * columnStride;
    if (width === tileColumns) {
      const second = columnStride + columnStride;
      const third = second + columnStride;
      for (let l = 0; l < inner; l++) {
        v128.store(to, v128.mul<T>(signs, v128.load_splat<T>(row)));
        v128.store(to, v128.mul<T>(signs, v128.load_splat<T>(row + columnStride)), 16);
        v128.store(to, v128.mul<T>(signs, v128.load_splat<T>(row + second)), 32);
        v128.store(to, v128.mul<T>(signs, v128.load_splat<T>(row + third)), 48);
        row += rowStride;
        to += 64;
      }
      continue;
    }
    for (let l = 0; l < inner; l++) {
      let at = row;
      for (let t = 0; t < width; t++) {
        v128.store(to + ((<usize>t) << 4), v128.mul<T>(signs, v128.load_splat<T>(at)));
        at += columnStride;
      }
      for (let t = width; t < tileColumns; t++) v128.store(to + ((<usize>t) << 4), v128.splat<T>(<T>0));
      row += rowStride;
      to += 64;
    }
  }
}
