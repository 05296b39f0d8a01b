// What a page with two methods would bundle. It is weighed, and imported by a fresh process; see the suite `speed`.
import { minimizer } from "infimum/core";
import { lBfgs } from "infimum/methods/l-bfgs";
import { nelderMead } from "infimum/methods/nelder-mead";

export const minimize = minimizer([lBfgs, nelderMead]);
