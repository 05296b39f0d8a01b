import type { CmaEsConstants } from "./cma-es-constants.ts";
import type { Shape } from "./cma-es-shape.ts";
import type { Uncertainty } from "./cma-es-uncertainty.ts";
import type { PopulationHistory } from "./population-history.ts";
import type { RestartPlan } from "./restart-plan.ts";
import type { SearchBox } from "./search-box.ts";

/** A search, and what is to come after it; plain data, in search coordinates. */
export interface CmaEsState {
  readonly box: SearchBox;
  /** The number of levels of each search coordinate, 0 where it is a real number. */
  readonly levels: Int32Array;
  /** The first standard deviation of each coordinate, where no restart has made it smaller. */
  readonly deviations: Float64Array;
  search: CmaEsSearch;
  readonly restarts: RestartPlan;
}

/** The distribution that is sampled, and what is remembered of it since the last restart. */
export interface CmaEsSearch {
  readonly constants: CmaEsConstants;
  readonly history: PopulationHistory;
  /** The unit of each search coordinate, in units of the step size. */
  readonly scales: Float64Array;
  /** m, sigma, what makes C^(1/2), p_c, p_sigma; all but the mean are without the scales. */
  readonly mean: Float64Array;
  stepSize: number;
  readonly shape: Shape;
  readonly covariancePath: Float64Array;
  readonly stepSizePath: Float64Array;
  readonly initialStepSize: number;
  /** The largest standard deviation of a coordinate, relative to the mean where that is above 1. */
  spread: number;
  valueRange: number;
  /** The best point so far and its value, for elitism. */
  readonly elite: { readonly at: Float64Array; value: number };
  readonly uncertainty: Uncertainty;
  /** How many it has asked, and may. */
  evaluations: number;
  readonly evaluationLimit: number;
}
