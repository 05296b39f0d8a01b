/** Where a sparse Jacobian may have entries, column by column: the rows of column j stand from `columnStarts[j]` to `columnStarts[j + 1]`. */
export interface JacobianPattern {
  readonly columnStarts: Int32Array;
  readonly rows: Int32Array;
}
