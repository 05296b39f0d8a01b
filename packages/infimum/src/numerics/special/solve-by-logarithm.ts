/**
 * Solves level(w) = 0 for w > 0, where `level` is the log of a probability over its target and monotone in w: Newton's
 * method in log(w), in which the tails met here are nearly linear, held between the points known to lie on either side.
 *
 * `evaluate` returns the level (infinite when a probability underflows) and its derivative by log(w), of which at least
 * the sign must always be right. `start` is positive and finite.
 */
export function solveByLogarithm(
  evaluate: (w: number) => readonly [level: number, slope: number],
  start: number,
): number {
  let low = 0;
  let high = Infinity;
  let w = start;
  let lastStep = Infinity;
  for (let iteration = 0; iteration < 200; iteration++) {
    const [level, slope] = evaluate(w);
    if (level === 0 || Number.isNaN(level)) return w;
    const step = -level / slope;
    const size = Math.abs(step);
    const next = w * Math.exp(step);
    // the next step would be of the order of this one's square
    if (size < 1e-9) return next;
    // steps that no longer shrink are rounding
    if (size < 1e-6 && size > 0.5 * lastStep) return w;
    if (step > 0) low = w;
    else high = w;
    const inside = next > low && next < high;
    w = inside ? next : between(low, high);
    lastStep = inside ? size : Infinity;
  }
  return w;
}

/** The geometric mean, or a large step when one end is not known yet. */
function between(low: number, high: number): number {
  if (low === 0) return high * 1e-3;
  if (high === Infinity) return low * 1e3;
  return Math.sqrt(low) * Math.sqrt(high);
}
