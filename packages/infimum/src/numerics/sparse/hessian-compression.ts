import type { Vector } from "../vector.ts";
import { colorCount } from "./color-columns.ts";
import { eachEntry, type Pattern } from "./pattern.ts";
import { starColoring } from "./star-coloring.ts";

/**
 * How a sparse symmetric matrix is had from its products with a few vectors: a star coloring of its pattern, one product
 * for each color, and the place of each entry among the products.
 */
export class HessianCompression {
  /** Symmetric, with its diagonal. */
  readonly pattern: Pattern;
  /** The directions: the sum of the unit vectors of each color. */
  readonly seeds: readonly Vector[];
  /** For each entry of the pattern: where it stands among the products, written one after the other. */
  readonly places: Int32Array;

  constructor(pattern: Pattern) {
    this.pattern = pattern;
    const colors = starColoring(pattern);
    this.seeds = Array.from({ length: colorCount(colors) }, (_, color) =>
      Float64Array.from(colors, (own) => Number(own === color)),
    );
    this.places = placesOf(pattern, colors, this.seeds.length);
  }
}

/** Entry (i, j) stands in row i of j's product when no other column of that color has an entry in row i. */
function placesOf(pattern: Pattern, colors: Int32Array, colorsUsed: number): Int32Array {
  const { columnCount, columnStarts, rows } = pattern;
  const places = new Int32Array(rows.length);
  /** How many neighbors of the vertex, itself included, have a color. */
  const counts = new Int32Array(colorsUsed);
  const alone: Uint8Array = new Uint8Array(rows.length);
  for (let column = 0; column < columnCount; column++) {
    // by symmetry a column's rows are a row's columns
    for (let k = columnStarts[column]; k < columnStarts[column + 1]; k++) counts[colors[rows[k]]]++;
    for (let k = columnStarts[column]; k < columnStarts[column + 1]; k++)
      alone[k] = Number(counts[colors[rows[k]]] === 1);
    for (let k = columnStarts[column]; k < columnStarts[column + 1]; k++) counts[colors[rows[k]]] = 0;
  }
  eachEntry(pattern, (row, column, k) => {
    // alone[k]: in the row numbered `column` the entry of column `row` is the only one of its color
    places[k] = alone[k] === 1 ? columnCount * colors[row] + column : columnCount * colors[column] + row;
  });
  return places;
}
