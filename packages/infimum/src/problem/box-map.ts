/**
 * A change of variables x = T(u) that turns an interval into the whole line: the identity well inside, a parabola within
 * a margin a of a bound (x = l + (u - l + a)^2 / (4 a) near a lower bound l), and what is farther out is reflected. T is
 * continuously differentiable, and a solution inside keeps its scale.
 *
 * @reference N. Hansen, A. S. P. Niederberger, L. Guzzella, P. Koumoutsakos (2009), A Method for Handling Uncertainty in
 * Evolutionary Optimization, doi:10.1109/TEVC.2008.924423: the boundary transformation of the authors' CMA-ES codes
 */
export interface BoxMap {
  readonly lower: number;
  readonly upper: number;
  readonly lowerMargin: number;
  readonly upperMargin: number;
}

/**
 * The margin is a twentieth of the width between two bounds; beside a single bound l it is (1 + |l|) / 20, as the
 * authors' codes have it in every box (where the width is very small or very large it would bend everything, or
 * nothing).
 */
export function boxMap(lower: number, upper: number): BoxMap {
  const ofWidth = upper / 20 - lower / 20;
  const beside = (bound: number): number => {
    if (Math.abs(bound) === Infinity) return 0;
    return ofWidth < Infinity ? ofWidth : (1 + Math.abs(bound)) / 20;
  };
  return { lower, upper, lowerMargin: beside(lower), upperMargin: beside(upper) };
}

/** T(u). */
export function insideBox({ lower, upper, lowerMargin, upperMargin }: BoxMap, u: number): number {
  if (u >= lower + lowerMargin && u <= upper - upperMargin) return u;
  const at = reflected(u, lower - lowerMargin, upper + upperMargin);
  let x = at;
  if (at < lower + lowerMargin) x = lower + (at - lower + lowerMargin) ** 2 / (4 * lowerMargin);
  else if (at > upper - upperMargin) x = upper - (at - upper - upperMargin) ** 2 / (4 * upperMargin);
  return Math.min(upper, Math.max(lower, x));
}

/** T'(u); 0 where the bounds coincide. */
export function boxSlope({ lower, upper, lowerMargin, upperMargin }: BoxMap, u: number): number {
  if (lower === upper) return 0;
  const at = reflected(u, lower - lowerMargin, upper + upperMargin);
  const turned = isTurned(u, lower - lowerMargin, upper + upperMargin) ? -1 : 1;
  if (at < lower + lowerMargin) return (turned * (at - lower + lowerMargin)) / (2 * lowerMargin);
  if (at > upper - upperMargin) return (turned * (upper + upperMargin - at)) / (2 * upperMargin);
  return turned;
}

/** T''(u). */
export function boxCurvature({ lower, upper, lowerMargin, upperMargin }: BoxMap, u: number): number {
  if (lower === upper) return 0;
  const at = reflected(u, lower - lowerMargin, upper + upperMargin);
  if (at < lower + lowerMargin) return 1 / (2 * lowerMargin);
  if (at > upper - upperMargin) return -1 / (2 * upperMargin);
  return 0;
}

/** A u with T(u) = x. */
export function outsideBox({ lower, upper, lowerMargin, upperMargin }: BoxMap, x: number): number {
  if (x - lower < lowerMargin) return lower - lowerMargin + 2 * Math.sqrt(lowerMargin * (x - lower));
  if (upper - x < upperMargin) return upper + upperMargin - 2 * Math.sqrt(upperMargin * (upper - x));
  return x;
}

/** Reflects u at the ends of [first, last] until it is inside. */
function reflected(u: number, first: number, last: number): number {
  if (u >= first && u <= last) return u;
  if (last === Infinity) return 2 * first - u;
  if (first === -Infinity) return 2 * last - u;
  if (first === last) return first;
  const into = alongPeriod(u, first, last);
  return into <= last - first ? first + into : last - (into - (last - first));
}

/** True where an odd number of reflections lies between u and its place inside. */
function isTurned(u: number, first: number, last: number): boolean {
  if (u >= first && u <= last) return false;
  if (last === Infinity || first === -Infinity) return true;
  return alongPeriod(u, first, last) > last - first;
}

/** How far u is into its period, which goes from the first end to the last and back. */
function alongPeriod(u: number, first: number, last: number): number {
  const period = 2 * (last - first);
  return u - first - period * Math.floor((u - first) / period);
}
