import { packLeft, packRight } from "./pack";
import { addTile, tileBytes, tileColumns, tileRows, vectorBytes } from "./tile";

// Block sizes: a packed left block stays in the second-level cache and is read once for each strip of the right block; a
// strip of each stays in the first level.
const blockRows: i32 = 64;
const blockInner: i32 = 256;
const blockColumns: i32 = 768;

/** Bytes of work space that `addProduct` needs for a right factor with so many rows and columns. */
export function productWork<T extends number>(inner: i32, columns: i32): usize {
  const width = (min(columns, blockColumns) + tileColumns - 1) & ~(tileColumns - 1);
  return 4 * tileBytes + leftBytes<T>(inner) + <usize>(min(inner, blockInner) * width) * vectorBytes;
}

function leftBytes<T extends number>(inner: i32): usize {
  return <usize>(blockRows * min(inner, blockInner)) * sizeof<T>();
}

/**
 * out += sign * A B. Each entry is out + sign * a_0 b_0 + sign * a_1 b_1 + ..., left to right, whatever the sizes and
 * blocks. Strides are in bytes; the columns of `out` are contiguous. `work` has `productWork` bytes, aligned to 16.
 */
export function addProduct<T extends number>(
  sign: T,
  a: usize,
  aRowStride: usize,
  aColumnStride: usize,
  b: usize,
  bRowStride: usize,
  bColumnStride: usize,
  rows: i32,
  inner: i32,
  columns: i32,
  out: usize,
  outStride: usize,
  work: usize,
): void {
  const tile = work;
  const left = tile + 4 * tileBytes;
  const right = left + leftBytes<T>(inner);
  for (let j = 0; j < columns; j += blockColumns) {
    const width = min(blockColumns, columns - j);
    for (let l = 0; l < inner; l += blockInner) {
      const depth = min(blockInner, inner - l);
      const corner = b + <usize>l * bRowStride + <usize>j * bColumnStride;
      packRight<T>(sign, corner, bRowStride, bColumnStride, depth, width, right);
      for (let i = 0; i < rows; i += blockRows) {
        const height = min(blockRows, rows - i);
        packLeft<T>(
          a + <usize>i * aRowStride + <usize>l * aColumnStride,
          aRowStride,
          aColumnStride,
          height,
          depth,
          left,
        );
        const block = out + <usize>i * sizeof<T>() + <usize>j * outStride;
        addPackedBlocks<T>(left, right, height, depth, width, block, outStride, tile);
      }
    }
  }
}

function addPackedBlocks<T extends number>(
  left: usize,
  right: usize,
  rows: i32,
  inner: i32,
  columns: i32,
  out: usize,
  outStride: usize,
  tile: usize,
): void {
  const high = tileRows<T>();
  const strip = <usize>inner * sizeof<T>();
  for (let j = 0; j < columns; j += tileColumns) {
    const width = min(tileColumns, columns - j);
    for (let i = 0; i < rows; i += high) {
      const height = min(high, rows - i);
      const at = out + <usize>i * sizeof<T>() + <usize>j * outStride;
      const leftStrip = left + <usize>i * strip;
      const rightStrip = right + <usize>j * <usize>inner * vectorBytes;
      if (height === high && width === tileColumns) {
        addTile<T>(leftStrip, rightStrip, inner, at, outStride);
        continue;
      }
      copyTile<T>(at, outStride, tile, tileBytes, height, width);
      addTile<T>(leftStrip, rightStrip, inner, tile, tileBytes);
      copyTile<T>(tile, tileBytes, at, outStride, height, width);
    }
  }
}

function copyTile<T extends number>(
  from: usize,
  fromStride: usize,
  to: usize,
  toStride: usize,
  rows: i32,
  columns: i32,
): void {
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++) {
      const at = <usize>i * sizeof<T>();
      store<T>(to + at + <usize>j * toStride, load<T>(from + at + <usize>j * fromStride));
    }
  }
}
