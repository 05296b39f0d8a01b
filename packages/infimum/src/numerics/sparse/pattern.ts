/** Where a matrix may have entries other than 0, column by column (CSC); the rows of a column ascend. */
export interface Pattern {
  readonly rowCount: number;
  readonly columnCount: number;
  /** Where each column starts among the rows, and where the last one ends. */
  readonly columnStarts: Int32Array;
  readonly rows: Int32Array;
}

/** The pattern with these columns in each of its rows. */
export function patternOfRows(rowsOfColumns: readonly Int32Array[], columnCount: number): Pattern {
  const columnStarts = new Int32Array(columnCount + 1);
  for (const columns of rowsOfColumns) for (const column of columns) columnStarts[column + 1]++;
  for (let k = 0; k < columnCount; k++) columnStarts[k + 1] += columnStarts[k];
  const rows = new Int32Array(columnStarts[columnCount]);
  const next = columnStarts.slice();
  rowsOfColumns.forEach((columns, row) => {
    for (const column of columns) rows[next[column]++] = row;
  });
  return { rowCount: rowsOfColumns.length, columnCount, columnStarts, rows };
}

/** Rows for columns. */
export function transposed({ rowCount, columnCount, columnStarts, rows }: Pattern): Pattern {
  const columns = Array.from({ length: columnCount }, (_, k) => rows.slice(columnStarts[k], columnStarts[k + 1]));
  return patternOfRows(columns, rowCount);
}

/** The pattern of a symmetric matrix of which some entries may be known on one side only; the diagonal is always there. */
export function symmetric(pattern: Pattern): Pattern {
  const sets = Array.from({ length: pattern.columnCount }, (_, k) => new Set([k]));
  eachEntry(pattern, (row, column) => {
    sets[row].add(column);
    sets[column].add(row);
  });
  const rows = sets.map((set) => Int32Array.from(set).toSorted());
  return patternOfRows(rows, pattern.columnCount);
}

export function eachEntry(
  { columnCount, columnStarts, rows }: Pattern,
  visit: (row: number, column: number, k: number) => void,
): void {
  for (let column = 0; column < columnCount; column++) {
    for (let k = columnStarts[column]; k < columnStarts[column + 1]; k++) visit(rows[k], column, k);
  }
}
