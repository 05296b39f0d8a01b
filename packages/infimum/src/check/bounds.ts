import type { Subject } from "./subject.ts";
import { listed } from "./words.ts";

/** Bounds further than this from the start, in sizes of the variable, bound nothing. */
const farAway = 1e8;
/** Widths of bounds that differ by more have methods that search the box look in one variable only. */
const unlike = 1e6;

/** What the bounds say about the start. Bounds that cross, and a start outside, are refused where a problem is stated. */
export function checkBounds(subject: Subject): void {
  const { problem, dimension: n, names } = subject;
  const { x0, lower, upper } = problem;
  if (lower === undefined || upper === undefined) return;
  const isContinuous = (i: number): boolean => problem.coordinates[i].kind === "continuous";
  const where = (test: (i: number) => boolean): string[] => names.filter((_, i) => isContinuous(i) && test(i));
  const fixed = where((i) => lower[i] === upper[i]);
  if (fixed.length > 0) {
    const all = fixed.length === n;
    subject.find({
      severity: all ? "warning" : "note",
      check: "bounds",
      code: "fixed-variables",
      message: `${all ? "every variable is" : fixed.length === 1 ? `${fixed[0]} is` : `${listed(fixed)} are`} fixed: the bounds are equal`,
      remedy: all ? "there is nothing to choose: move the bounds apart" : undefined,
      variables: fixed,
    });
  }
  const onBound = where((i) => lower[i] < upper[i] && (x0[i] === lower[i] || x0[i] === upper[i]));
  if (onBound.length > 0) {
    subject.find({
      severity: "note",
      check: "bounds",
      code: "start-on-bound",
      message: `x0 lies on a bound in ${listed(onBound)}`,
      remedy: "a start inside lets differences reach to both sides, and interior methods begin",
      variables: onBound,
    });
  }
  const far = where((i) => {
    const size = Math.max(1, Math.abs(x0[i]));
    const isFar = (bound: number): boolean => Number.isFinite(bound) && Math.abs(bound - x0[i]) > farAway * size;
    return isFar(lower[i]) || isFar(upper[i]);
  });
  if (far.length > 0) {
    subject.find({
      severity: "warning",
      check: "bounds",
      code: "far-bounds",
      message: `a bound of ${listed(far)} is more than ${farAway} times further away than x0 is large`,
      remedy: "say Infinity where there is none: methods that search the whole box take bounds for its size",
      variables: far,
    });
  }
  const widths = Array.from(lower, (low, i) => upper[i] - low).filter((width) => width > 0 && width < Infinity);
  const [least, most] = [Math.min(...widths), Math.max(...widths)];
  if (widths.length > 1 && most > unlike * least && far.length === 0) {
    subject.find({
      severity: "note",
      check: "bounds",
      code: "unlike-bounds",
      message: `the bounds of one variable are ${(most / least).toPrecision(2)} times as wide as those of another`,
      remedy: "scaled(problem, sizes), or a logarithmic scale, makes them alike",
    });
  }
}
