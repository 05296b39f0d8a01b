import { InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";

/**
 * The number of classes of a table with one row for each label.
 *
 * @throws InfimumError `data-mismatch` unless the table has a whole number, at least 2, of columns; `bad-label` unless
 * labels are whole numbers from 0 to classes - 1
 */
export function requireClassified(table: Vector, labels: ArrayLike<number>, name: string): number {
  const rows = labels.length;
  const classes = table.length / rows;
  if (!(Number.isInteger(classes) && classes >= 2)) {
    throw new InfimumError(
      "data-mismatch",
      `${name} got ${table.length} numbers for ${rows} labels: give one number for each class, two classes at least, sample after sample.`,
    );
  }
  for (let i = 0; i < rows; i++) {
    if (Number.isInteger(labels[i]) && labels[i] >= 0 && labels[i] < classes) continue;
    throw new InfimumError(
      "bad-label",
      `label ${i} of ${name} is ${labels[i]}: give whole numbers from 0 to ${classes - 1}.`,
    );
  }
  return classes;
}
