/**
 * Columns in groups such that no row has entries in two columns of a group: one product of the Jacobian with a vector
 * then holds all columns of a group. Greedy, the columns with most entries first.
 *
 * @reference A. R. Curtis, M. J. D. Powell, J. K. Reid, 1974, On the estimation of sparse Jacobian matrices, 10.1093/imamat/13.1.117
 */
import { type Pattern, transposed } from "./pattern.ts";

/** Colors 0, 1, ...: one for each column. */
export function colorColumns(pattern: Pattern): Int32Array {
  const { columnCount, columnStarts, rows } = pattern;
  const byRow = transposed(pattern);
  const count = (column: number): number => columnStarts[column + 1] - columnStarts[column];
  const order = Array.from({ length: columnCount }, (_, k) => k).toSorted((a, b) => count(b) - count(a) || a - b);
  const colors = new Int32Array(columnCount).fill(-1);
  /** The column that last found a color taken. */
  const takenFor: number[] = [];
  for (const column of order) {
    for (let k = columnStarts[column]; k < columnStarts[column + 1]; k++) {
      const row = rows[k];
      for (let j = byRow.columnStarts[row]; j < byRow.columnStarts[row + 1]; j++) {
        const color = colors[byRow.rows[j]];
        if (color >= 0) takenFor[color] = column;
      }
    }
    let color = 0;
    while (takenFor[color] === column) color++;
    colors[column] = color;
  }
  return colors;
}

/** How many colors there are. */
export function colorCount(colors: Int32Array): number {
  let count = 0;
  for (const color of colors) count = Math.max(count, color + 1);
  return count;
}
