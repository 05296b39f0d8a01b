/** Rows of the tile that `addTileProduct` keeps in registers. */
export const tileRows = 4;

/** Columns of that tile. Twelve sums, three factors and one more fill the sixteen registers of x86-64. */
export const tileColumns = 3;

/**
 * Adds the product of two packed strips to a 4 x 3 tile of `out`: the innermost part of every large matrix product.
 *
 * Each entry is summed in the order of the inner index, one rounded product and one rounded addition at a time (never
 * fused), so the result has the same bits as the plain triple loop.
 *
 * @param left 4 x `inner`, packed: the four rows of inner index l stand at `left[leftOffset + 4 l]`
 * @param right `inner` x 3, packed: the three columns of inner index l stand at `right[rightOffset + 3 l]`
 * @param out the tile's entry (i, j) stands at `out[outOffset + i + j * outStride]`
 */
export function addTileProduct(
  left: Float64Array,
  leftOffset: number,
  right: Float64Array,
  rightOffset: number,
  inner: number,
  out: Float64Array,
  outOffset: number,
  outStride: number,
): void {
  const column0 = outOffset;
  const column1 = column0 + outStride;
  const column2 = column1 + outStride;
  let sum00 = out[column0];
  let sum10 = out[column0 + 1];
  let sum20 = out[column0 + 2];
  let sum30 = out[column0 + 3];
  let sum01 = out[column1];
  let sum11 = out[column1 + 1];
  let sum21 = out[column1 + 2];
  let sum31 = out[column1 + 3];
  let sum02 = out[column2];
  let sum12 = out[column2 + 1];
  let sum22 = out[column2 + 2];
  let sum32 = out[column2 + 3];
  let leftAt = leftOffset;
  let rightAt = rightOffset;
  for (let l = 0; l < inner; l++) {
    const b0 = right[rightAt];
    const b1 = right[rightAt + 1];
    const b2 = right[rightAt + 2];
    const a0 = left[leftAt];
    sum00 += a0 * b0;
    sum01 += a0 * b1;
    sum02 += a0 * b2;
    const a1 = left[leftAt + 1];
    sum10 += a1 * b0;
    sum11 += a1 * b1;
    sum12 += a1 * b2;
    const a2 = left[leftAt + 2];
    sum20 += a2 * b0;
    sum21 += a2 * b1;
    sum22 += a2 * b2;
    const a3 = left[leftAt + 3];
    sum30 += a3 * b0;
    sum31 += a3 * b1;
    sum32 += a3 * b2;
    leftAt += tileRows;
    rightAt += tileColumns;
  }
  out[column0] = sum00;
  out[column0 + 1] = sum10;
  out[column0 + 2] = sum20;
  out[column0 + 3] = sum30;
  out[column1] = sum01;
  out[column1 + 1] = sum11;
  out[column1 + 2] = sum21;
  out[column1 + 3] = sum31;
  out[column2] = sum02;
  out[column2 + 1] = sum12;
  out[column2 + 2] = sum22;
  out[column2 + 3] = sum32;
}
