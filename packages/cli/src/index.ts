/** What a file that `infimum run` runs may import: the job and its types. */
export type { Axis, Bars, Cells, Chart, Figure, Images, Series } from "./job/figure.ts";
export { type Job, type JobContext, type JobReport, type JobSolveOptions, job } from "./job/job.ts";
