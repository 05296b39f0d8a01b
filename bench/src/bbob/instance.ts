import { legacyNormal, legacyUniform } from "./legacy-random.ts";

/** A matrix by its rows. */
export type Rows = readonly Float64Array[];

/** What the functions of one number, dimension and instance are made from. */
export interface BbobInstance {
  readonly dimension: number;
  /** Of the optimum; rotations and peaks have seeds beside it. */
  readonly seed: number;
  /** The value of the optimum. */
  readonly optimum: number;
}

/** A function up to the value of its optimum, and where that is. */
export interface BbobShape {
  readonly minimizer: Float64Array;
  /** The value above the optimum's. */
  excess(x: Float64Array): number;
}

export function bbobInstance(number: number, dimension: number, instance: number): BbobInstance {
  // two pairs of functions share their seeds
  const base = number === 4 ? 3 : number === 18 ? 17 : number;
  const seed = base + 10000 * instance;
  const ratio = legacyNormal(1, seed)[0] / legacyNormal(1, seed + 1)[0];
  const rounded = Math.floor(100 * 100 * ratio + 0.5) / 100;
  return { dimension, seed, optimum: Math.min(1000, Math.max(-1000, rounded)) };
}

/** A minimizer on a grid in [-4, 4), no entry of it 0. */
export function randomMinimizer(dimension: number, seed: number): Float64Array {
  return legacyUniform(dimension, seed).map((u) => (8 * Math.floor(1e4 * u)) / 1e4 - 4 || -1e-5);
}

/** The seed of the second rotation. */
export function otherSeed({ seed }: BbobInstance): number {
  return seed + 1000000;
}

/** A random rotation: the columns of a normal matrix made orthonormal one after the other. */
export function rotation(dimension: number, seed: number): Rows {
  const entries = legacyNormal(dimension * dimension, seed);
  const columns: Float64Array[] = [];
  for (let j = 0; j < dimension; j++) {
    const column = entries.slice(j * dimension, (j + 1) * dimension);
    for (const before of columns) {
      let product = 0;
      for (let i = 0; i < dimension; i++) product += column[i] * before[i];
      for (let i = 0; i < dimension; i++) column[i] -= product * before[i];
    }
    let squares = 0;
    for (let i = 0; i < dimension; i++) squares += column[i] * column[i];
    for (let i = 0; i < dimension; i++) column[i] /= Math.sqrt(squares);
    columns.push(column);
  }
  return Array.from({ length: dimension }, (_, i) => Float64Array.from(columns, (column) => column[i]));
}

/** left diag(condition^(i / (2 (D - 1)))) right */
export function conditioned(left: Rows, condition: number, right: Rows): Rows {
  const scales = conditionScales(left.length, condition);
  return left.map((row) =>
    Float64Array.from(row, (_, j) => {
      let sum = 0;
      for (let k = 0; k < row.length; k++) sum += row[k] * scales[k] * right[k][j];
      return sum;
    }),
  );
}

/** condition^(i / (2 (D - 1))): the diagonal of the suite's matrix Lambda. */
export function conditionScales(dimension: number, condition: number): Float64Array {
  return Float64Array.from({ length: dimension }, (_, i) => Math.sqrt(condition) ** (i / (dimension - 1)));
}
