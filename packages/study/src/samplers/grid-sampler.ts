import { badValue, didYouMean, InfimumError } from "infimum";
import { levelsOf, type Space } from "infimum/space";
import { configurableSampler } from "./configurable-sampler.ts";
import { Grid, type GridPoints } from "./grid.ts";
import { ShuffledOrder } from "./shuffled-order.ts";

/** The options of a grid. */
export interface GridOptions {
  /**
   * How many points stand for each range of real numbers, at equal distances with both ends among them; or a record of such
   * numbers by the names of dimensions, in which whole numbers may be thinned out too.
   */
  points: GridPoints | undefined;
}

const options: GridOptions = { points: undefined };

/**
 * Grid search: every combination of levels once, in an order shuffled by the seed, so that a part of the grid is spread
 * over all of it; then nothing is left to try.
 *
 *     trial k = combination pi(k), pi a random permutation
 *
 * Trials that were enqueued, or that are on their way, count where they lie on the grid; what trials of other origin took the
 * numbers of comes at the end. One pass over the levels an ask, however large the grid; nothing depends on losses. A failed
 * trial has had its turn.
 *
 * @reference J. Bergstra, Y. Bengio, 2012, "Random Search for Hyper-Parameter Optimization", Journal of Machine Learning
 * Research 13, says why random points are better as a rule: a grid repeats each level of an important dimension
 */
export const gridSampler = configurableSampler<GridOptions>({
  name: "grid",
  title: "Every combination of levels, once",
  options,
  validate({ points }) {
    const given =
      points === undefined ? [] : typeof points === "number" ? [["points", points]] : Object.entries(points);
    for (const [name, count] of given as [string, number][]) {
      if (Number.isSafeInteger(count) && count >= 1) continue;
      throw badValue(
        "bad-option",
        name === "points" ? name : `points of ${name}`,
        count,
        "a whole number of at least 1",
      );
    }
  },
  open({ space, seed }, { points }) {
    requireRanges(space, points);
    const grid = new Grid(space, points);
    const order = new ShuffledOrder(grid.size, seed);
    const tried = new Set<number>();
    /** All places below have been tried. */
    let firstLeft = 0;

    /** The place for a trial, undefined when there is none left: its own, or the first that is. */
    const placeFor = (number: number, taken: ReadonlySet<number>): number | undefined => {
      const isFree = (place: number): boolean => !tried.has(order.at(place)) && !taken.has(order.at(place));
      if (number < grid.size && isFree(number)) return number;
      while (firstLeft < grid.size && tried.has(order.at(firstLeft))) firstLeft++;
      for (let place = firstLeft; place < grid.size; place++) if (isFree(place)) return place;
      return undefined;
    };
    return {
      learn({ codes }) {
        const index = grid.indexOf(codes);
        if (index !== undefined) tried.add(index);
      },
      hasLeft: (number) => placeFor(number, new Set()) !== undefined,
      propose({ number, pending }) {
        const taken = new Set<number>();
        for (const { codes } of pending) {
          const index = grid.indexOf(codes);
          if (index !== undefined) taken.add(index);
        }
        const place = placeFor(number, taken);
        return place === undefined ? undefined : { codes: grid.codesOf(order.at(place)) };
      },
    };
  },
});

/** @throws InfimumError `unknown-option` for a number of points that no range takes */
function requireRanges({ dimensions }: Space, points: GridPoints | undefined): void {
  if (typeof points !== "object") return;
  const ranges = dimensions.filter(({ domain }) => domain.kind !== "choice" && levelsOf(domain) > 1);
  const names = ranges.map(({ name }) => name);
  for (const name of Object.keys(points)) {
    if (names.includes(name)) continue;
    throw new InfimumError(
      "unknown-option",
      `the space has no range "${name}" to give points of: ${didYouMean(name, names)}`,
    );
  }
}
