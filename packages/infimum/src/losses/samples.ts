import { InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";

/** Labelled samples. They are read at every call, not copied (labels are): do not change them while a run goes on. */
export interface Samples {
  /** Feature j of sample i at `features[i * columns + j]`: one row after the other. */
  readonly features: Vector;
  /** The number of samples. */
  readonly rows: number;
  /** The number of features of each sample. */
  readonly columns: number;
  /** One whole number for each sample. */
  readonly labels: ArrayLike<number>;
  /** True when left out: a constant is added to each score, and is a parameter. */
  readonly intercept?: boolean;
}

/** @throws InfimumError `data-mismatch` when sizes do not agree, `data-not-finite` */
export function requireSamples({ features, rows, columns, labels }: Samples, name: string): void {
  if (!(Number.isInteger(rows) && rows > 0 && Number.isInteger(columns) && columns >= 0)) {
    throw new InfimumError(
      "data-mismatch",
      `${name} has ${rows} rows and ${columns} columns: give whole numbers, rows at least 1.`,
    );
  }
  if (!(features instanceof Float64Array) || features.length !== rows * columns) {
    throw new InfimumError(
      "data-mismatch",
      `the features of ${name} have to be a Float64Array of rows * columns = ${rows * columns} numbers, not ${describe(features)}.`,
    );
  }
  if (labels?.length !== rows) {
    throw new InfimumError(
      "data-mismatch",
      `${name} has ${labels?.length ?? "no"} labels and ${rows} rows: give one label for each row.`,
    );
  }
  const wrong = features.findIndex((feature) => !Number.isFinite(feature));
  if (wrong >= 0) {
    throw new InfimumError(
      "data-not-finite",
      `feature ${wrong % columns} of row ${Math.floor(wrong / columns)} of ${name} is ${features[wrong]}: replace or leave out what is missing.`,
    );
  }
}

/** A copy of the labels. @throws InfimumError `bad-label` unless each is a whole number from `least` to `most` */
export function readLabels(labels: ArrayLike<number>, least: number, most: number, name: string): Int32Array {
  const copy = Int32Array.from(labels);
  for (let i = 0; i < copy.length; i++) {
    if (copy[i] === labels[i] && copy[i] >= least && copy[i] <= most) continue;
    throw new InfimumError(
      "bad-label",
      `label ${i} of ${name} is ${labels[i]}: give whole numbers from ${least} to ${most}.`,
    );
  }
  return copy;
}

function describe(features: unknown): string {
  const length = (features as { length?: number } | null | undefined)?.length;
  return length === undefined ? typeof features : `${length} numbers in ${(features as object).constructor.name}`;
}
