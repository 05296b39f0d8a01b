import { type BunchKaufmanFactors, bunchKaufman, bunchKaufmanSolve } from "../../numerics/dense/bunch-kaufman.ts";
import type { Vector } from "../../numerics/vector.ts";
import { forget, type LimitedMemory, newLimitedMemory, remember } from "./limited-memory.ts";

/** The last m pairs with their inner products, as plain data of a state, all of it allocated once. */
export interface CompactPairs {
  readonly memory: LimitedMemory;
  /** s_i's_j of the places i and j (m x m, symmetric). */
  readonly stepProducts: Vector;
  /** s_i'y_j of the places i and j (m x m, column-major). */
  readonly curvatures: Vector;
}

/**
 * The Hessian that BFGS makes of the last c <= m pairs, from theta = y'y/s'y of the newest times the identity, as one product:
 *
 *     B = theta I - W M W',   W = [Y  theta S] (n x 2c),   M^-1 = [-D  L'; L  theta S'S]
 *
 * where D has the s_i'y_i, and L those s_i'y_j of which pair i is newer than pair j. Unlike the two loops it gives products of
 * B itself, single rows of it, and inverses of its submatrices. The columns of W are in the order of their places in the memory.
 *
 * @reference R. H. Byrd, J. Nocedal, R. B. Schnabel, 1994, Representations of quasi-Newton matrices and their use in limited memory
 * methods, theorem 2.3, 10.1007/BF01582063
 */
export interface CompactBfgs extends CompactPairs {
  /** theta. */
  readonly scale: number;
  /** The factors of M^-1, of size 2c. */
  readonly middle: BunchKaufmanFactors;
  /** Room for the factors of what M^-1 becomes over some of the variables. */
  readonly reduced: BunchKaufmanFactors;
}

export function newCompactPairs(n: number, pairs: number): CompactPairs {
  return {
    memory: newLimitedMemory(n, pairs),
    stepProducts: new Float64Array(pairs * pairs),
    curvatures: new Float64Array(pairs * pairs),
  };
}

/** Forgets all pairs: B is the identity. */
export function forgetPairs({ memory }: CompactPairs): void {
  forget(memory);
  // so that c pairs are in the first c places
  memory.newest = memory.inverseCurvatures.length - 1;
}

/**
 * Adds the pair s, y (n) in the place of the oldest. False, and nothing changes, when s'y is not positive beyond its rounding.
 * Cost: 6 n c operations.
 */
export function rememberPair({ memory, stepProducts, curvatures }: CompactPairs, s: Vector, y: Vector): boolean {
  if (!remember(memory, s, y)) return false;
  const { steps, changes, newest, count } = memory;
  const n = s.length;
  const pairs = memory.inverseCurvatures.length;
  for (let place = 0; place < count; place++) {
    const at = place * n;
    let twoSteps = 0;
    let stepAndNewChange = 0;
    let changeAndNewStep = 0;
    for (let i = 0; i < n; i++) {
      twoSteps += steps[at + i] * s[i];
      stepAndNewChange += steps[at + i] * y[i];
      changeAndNewStep += changes[at + i] * s[i];
    }
    stepProducts[place + newest * pairs] = twoSteps;
    stepProducts[newest + place * pairs] = twoSteps;
    curvatures[place + newest * pairs] = stepAndNewChange;
    curvatures[newest + place * pairs] = changeAndNewStep;
  }
  return true;
}

/**
 * The matrix of the pairs, which lives as long as its work space. Undefined where M^-1 overflows. Cost: 8 c^3 / 3 operations.
 */
export function compactBfgs(pairs: CompactPairs, scratch: (length: number) => Vector): CompactBfgs | undefined {
  const { memory, stepProducts, curvatures } = pairs;
  const { count } = memory;
  const rows = memory.inverseCurvatures.length;
  const size = 2 * count;
  const scale = 1 / memory.initialScale;
  const middle = factorsIn(scratch, size);
  const matrix = middle.factor;
  for (let j = 0; j < count; j++) {
    for (let i = j; i < count; i++) {
      matrix[i + j * size] = i === j ? -curvatures[i + i * rows] : 0;
      matrix[count + i + (count + j) * size] = scale * stepProducts[i + j * rows];
    }
    for (let i = 0; i < count; i++) {
      matrix[count + i + j * size] = isNewer(memory, i, j) ? curvatures[i + j * rows] : 0;
    }
  }
  if (!bunchKaufman(matrix, middle)) return undefined;
  return { ...pairs, scale, middle, reduced: factorsIn(scratch, size) };
}

function factorsIn(scratch: (length: number) => Vector, size: number): BunchKaufmanFactors {
  return {
    n: size,
    factor: scratch(size * size),
    offDiagonal: scratch(size),
    permutation: new Int32Array(size),
    work: scratch(size),
  };
}

/** True where the pair in place `i` came after that in place `j`. */
export function isNewer({ newest, inverseCurvatures }: LimitedMemory, i: number, j: number): boolean {
  const pairs = inverseCurvatures.length;
  return (newest - i + pairs) % pairs < (newest - j + pairs) % pairs;
}

/** out := M v, of size 2c; `out` may be `v`. Cost: 8 c^2 operations. */
export function applyMiddle({ middle }: CompactBfgs, v: Vector, out: Vector): Vector {
  return bunchKaufmanSolve(middle, v, out);
}

/** out := W'v, of size 2c, for v of length n. Cost: 4 n c operations. */
export function projectOnPairs({ memory, scale }: CompactBfgs, v: Vector, out: Vector): Vector {
  const { steps, changes, count } = memory;
  const n = v.length;
  for (let place = 0; place < count; place++) {
    const at = place * n;
    let alongChange = 0;
    let alongStep = 0;
    for (let i = 0; i < n; i++) {
      alongChange += changes[at + i] * v[i];
      alongStep += steps[at + i] * v[i];
    }
    out[place] = alongChange;
    out[count + place] = scale * alongStep;
  }
  return out;
}

/** v += t W c, for v of length n and c of size 2c. Cost: 4 n c operations. */
export function addPairs({ memory, scale }: CompactBfgs, t: number, coefficients: Vector, v: Vector): Vector {
  const { steps, changes, count } = memory;
  const n = v.length;
  for (let place = 0; place < count; place++) {
    const at = place * n;
    const ofChange = t * coefficients[place];
    const ofStep = t * scale * coefficients[count + place];
    for (let i = 0; i < n; i++) v[i] += ofChange * changes[at + i] + ofStep * steps[at + i];
  }
  return v;
}

/** out := row i of W, of size 2c. */
export function pairsOfVariable({ memory, scale }: CompactBfgs, n: number, i: number, out: Vector): Vector {
  const { steps, changes, count } = memory;
  for (let place = 0; place < count; place++) {
    out[place] = changes[place * n + i];
    out[count + place] = scale * steps[place * n + i];
  }
  return out;
}
