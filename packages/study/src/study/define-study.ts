import type { ParamsOf, Space } from "infimum/space";
import type { StudyOptions } from "./open-study.ts";
import type { Objective, RunOptions } from "./run-study.ts";

/** All of a study as one value: what a file for `infimum run` exports. */
export interface StudyDefinition<S extends Space = any>
  extends StudyOptions<S>,
    Pick<RunOptions, "trials" | "seconds" | "target" | "patience" | "parallel" | "trialSeconds"> {
  /** Runs the objective in so many threads; a crash of one costs a trial. In the thread of the file when left out. */
  readonly workers?: number;
  readonly objective: Objective<ParamsOf<S>>;
}

/** Tells a definition from anything else that a file may export. */
const definitionMark = Symbol.for("infimum.study.definition");

/**
 * Types a study for `infimum run`: export it as the default of a file.
 *
 * @example
 * export default defineStudy({
 *   name: "parabola",
 *   space: space({ x: float(-10, 10) }),
 *   trials: 50,
 *   objective: ({ x }) => (x - 2) ** 2,
 * });
 */
export function defineStudy<S extends Space>(definition: StudyDefinition<S>): StudyDefinition<S> {
  return { ...definition, [definitionMark]: true } as StudyDefinition<S>;
}

/** True for what `defineStudy` returned, whichever copy of the library did. */
export function isStudyDefinition(value: unknown): value is StudyDefinition {
  return typeof value === "object" && value !== null && definitionMark in value;
}
