import type { CmaEsConstants } from "./cma-es-constants.ts";
import type { CmaEsHistory } from "./cma-es-history.ts";
import type { SearchBox } from "./search-box.ts";

/** The distribution that CMA-ES samples, and what it remembers; plain data, in search coordinates. */
export interface CmaEsState {
  readonly box: SearchBox;
  readonly constants: CmaEsConstants;
  readonly history: CmaEsHistory;
  /** The unit of each search coordinate, in units of the step size. */
  readonly scales: Float64Array;
  /** m, sigma, C (its lower triangle), p_c, p_sigma; the matrices are without the scales. */
  readonly mean: Float64Array;
  stepSize: number;
  readonly covariance: Float64Array;
  readonly covariancePath: Float64Array;
  readonly stepSizePath: Float64Array;
  /** B and the diagonal of D, where C was B D^2 B^T when it was last decomposed. */
  readonly axes: Float64Array;
  readonly axisLengths: Float64Array;
  decomposedAt: number;
  readonly initialStepSize: number;
  /** The largest standard deviation of a coordinate, relative to the mean where that is above 1. */
  spread: number;
  valueRange: number;
}
