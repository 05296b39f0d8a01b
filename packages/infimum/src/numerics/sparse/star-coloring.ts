/**
 * Colors for the columns of a symmetric matrix such that products with one vector for each color hold every entry by itself:
 * neighbors differ, and no path of four vertices has only two colors. Entry (i, j) then stands in row i of the
 * product of j's color, or in row j of that of i's. A band matrix of half-width k takes about k + 2 colors, where columns
 * without common rows take 2 k + 1.
 *
 * @reference A. H. Gebremedhin, F. Manne, A. Pothen, 2005, What color is your Jacobian? Graph coloring for computing derivatives, 10.1137/S0036144504444711 (algorithm 4.1)
 */
import { colorColumns } from "./color-columns.ts";
import type { Pattern } from "./pattern.ts";

/** Looking at so many paths of three edges takes about a second. */
const mostPaths = 1e8;

/**
 * Colors 0, 1, ...: one for each column. The pattern is symmetric, with its diagonal. A pattern that is a quarter full gets a color for
 * each column; one with too many paths of three edges is colored so that columns of a color share no row, which is a star coloring too.
 */
export function starColoring(pattern: Pattern): Int32Array {
  const { columnCount: n, rows } = pattern;
  if (rows.length > 16 * n && rows.length > (n * n) / 4) return Int32Array.from({ length: n }, (_, k) => k);
  return pathCount(pattern) > mostPaths ? colorColumns(pattern) : greedy(pattern);
}

/** How many walks of three edges there are. */
function pathCount({ columnCount, columnStarts, rows }: Pattern): number {
  const degree = (vertex: number): number => columnStarts[vertex + 1] - columnStarts[vertex];
  const sumOverNeighbors = (of: (vertex: number) => number): Float64Array =>
    Float64Array.from({ length: columnCount }, (_, vertex) => {
      let sum = 0;
      for (let k = columnStarts[vertex]; k < columnStarts[vertex + 1]; k++) sum += of(rows[k]);
      return sum;
    });
  const two = sumOverNeighbors(degree);
  return sumOverNeighbors((vertex) => two[vertex]).reduce((sum, count) => sum + count, 0);
}

function greedy({ columnCount, columnStarts, rows }: Pattern): Int32Array {
  const colors = new Int32Array(columnCount).fill(-1);
  /** The vertex that last found a color forbidden. */
  const forbiddenFor: number[] = [];
  const eachNeighbor = (vertex: number, visit: (neighbor: number) => void): void => {
    for (let k = columnStarts[vertex]; k < columnStarts[vertex + 1]; k++) if (rows[k] !== vertex) visit(rows[k]);
  };
  for (let vertex = 0; vertex < columnCount; vertex++) {
    eachNeighbor(vertex, (w) => {
      if (colors[w] >= 0) forbiddenFor[colors[w]] = vertex;
      eachNeighbor(w, (x) => {
        if (colors[x] < 0 || x === vertex) return;
        if (colors[w] < 0) forbiddenFor[colors[x]] = vertex;
        else {
          // vertex, w, x, y: the color of x is forbidden where y has that of w
          eachNeighbor(x, (y) => {
            if (y !== w && colors[y] === colors[w]) forbiddenFor[colors[x]] = vertex;
          });
        }
      });
    });
    let color = 0;
    while (forbiddenFor[color] === vertex) color++;
    colors[vertex] = color;
  }
  return colors;
}
