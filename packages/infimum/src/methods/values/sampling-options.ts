import { InfimumError } from "../../error.ts";

/** The options of methods that sample points without regard to their values. */
export interface SamplingOptions {
  /** Points in a batch. */
  batchSize: number;
  /** The standard deviation of variables without two finite bounds, in units of max(|x0_i|, 1). */
  scale: number;
}

/** @throws InfimumError `bad-option` */
export function validateSampling({ batchSize, scale }: SamplingOptions): void {
  if (!(Number.isSafeInteger(batchSize) && batchSize >= 1)) {
    throw new InfimumError("bad-option", `batchSize is ${batchSize}: give a whole number of at least 1.`);
  }
  if (!(scale > 0 && scale < Infinity))
    throw new InfimumError("bad-option", `scale is ${scale}: give a positive number.`);
}
