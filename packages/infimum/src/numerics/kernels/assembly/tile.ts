// The innermost part of every product: a tile of two vectors of rows by four columns, held in eight registers; three more
// hold the factors. T is f64 (4 x 4 entries) or f32 (8 x 4).
//
// This function is called, not inlined: the engine compiles functions that are called often once more, and better, but
// does not replace one that is running.

/** Bytes of a column of the tile: two vectors. */
export const tileBytes: usize = 32;
export const tileColumns: i32 = 4;
/** Bytes of an entry of the right factor, which stands in all lanes of a vector: a plain load is faster than one that spreads. */
export const vectorBytes: usize = 16;

export function tileRows<T extends number>(): i32 {
  return 32 / sizeof<T>();
}

/**
 * out += left right, for strips packed as in pack.ts. Each entry is summed in the order of the inner index, one rounded
 * product and one rounded addition at a time.
 *
 * @param outStride bytes from column to column of `out`
 */
export function addTile<T extends number>(left: usize, right: usize, inner: i32, out: usize, outStride: usize): void {
  const column1 = out + outStride;
  const column2 = column1 + outStride;
  const column3 = column2 + outStride;
  let sum00 = v128.load(out);
  let sum10 = v128.load(out, 16);
  let sum01 = v128.load(column1);
  let sum11 = v128.load(column1, 16);
  let sum02 = v128.load(column2);
  let sum12 = v128.load(column2, 16);
  let sum03 = v128.load(column3);
  let sum13 = v128.load(column3, 16);
  const end = left + <usize>inner * tileBytes;
  while (left < end) {
    const a0 = v128.load(left);
    const a1 = v128.load(left, 16);
    const b0 = v128.load(right);
    sum00 = v128.add<T>(sum00, v128.mul<T>(a0, b0));
    sum10 = v128.add<T>(sum10, v128.mul<T>(a1, b0));
    const b1 = v128.load(right, 16);
    sum01 = v128.add<T>(sum01, v128.mul<T>(a0, b1));
    sum11 = v128.add<T>(sum11, v128.mul<T>(a1, b1));
    const b2 = v128.load(right, 32);
    sum02 = v128.add<T>(sum02, v128.mul<T>(a0, b2));
    sum12 = v128.add<T>(sum12, v128.mul<T>(a1, b2));
    const b3 = v128.load(right, 48);
    sum03 = v128.add<T>(sum03, v128.mul<T>(a0, b3));
    sum13 = v128.add<T>(sum13, v128.mul<T>(a1, b3));
    left += tileBytes;
    right += 64;
  }
  v128.store(out, sum00);
  v128.store(out, sum10, 16);
  v128.store(column1, sum01);
  v128.store(column1, sum11, 16);
  v128.store(column2, sum02);
  v128.store(column2, sum12, 16);
  v128.store(column3, sum03);
  v128.store(column3, sum13, 16);
}
