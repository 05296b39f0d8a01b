/** A matrix inside an array: entry (i, j) at `values[offset + i * rowStride + j * columnStride]`. */
export interface MatrixView<V = Float64Array> {
  values: V;
  offset: number;
  rowStride: number;
  columnStride: number;
}
