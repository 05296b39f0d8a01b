import type { OracleName } from "../oracles.ts";
import type { Problem } from "../problem.ts";
import type { View } from "../view.ts";

/** What a wrapper changes of a problem. */
export interface Change {
  /** Oracles the wrapped problem answers beside those of the inner one. */
  readonly adds?: readonly OracleName[];
  /** Oracles the wrapped problem does not answer any more. */
  readonly removes?: readonly OracleName[];
  /** How the wrapper obtains derivatives, for the result. */
  readonly derivativeNote?: string;
  /** Makes the view of the wrapped problem of the view of the inner one; called once a run. */
  readonly view: (inner: View) => View;
}

/**
 * The problem as seen through one more wrapper. `functions`, x0 and bounds of the result stay the caller's, since the run
 * answers and keeps its best point in the caller's variables; only the view changes.
 */
export function wrap(problem: Problem, change: Change): Problem {
  const { adds = [], removes = [], derivativeNote, view } = change;
  const oracles = new Set([...problem.oracles, ...adds]);
  for (const name of removes) oracles.delete(name);
  return {
    ...problem,
    oracles,
    derivativeNotes:
      derivativeNote === undefined ? problem.derivativeNotes : [...problem.derivativeNotes, derivativeNote],
    wrap: (base) => view(problem.wrap(base)),
  };
}
