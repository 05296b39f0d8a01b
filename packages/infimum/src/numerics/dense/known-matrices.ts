// Matrices with known answers, and the slow, plain arithmetic that the tests hold the fast code against. Only tests
// import this file.

/** The distance from 1 to the next float64: twice the unit roundoff, so bounds with it have a factor 2 in hand. */
export const eps = 2 ** -52;

/** Reproducible numbers between -1 and 1: a 32-bit mixing function of a counter, good enough for test data. */
export function randomNumbers(count: number, seed: number): Float64Array {
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
    h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
    numbers[i] = ((h ^ (h >>> 15)) >>> 0) / 2 ** 31 - 1;
  }
  return numbers;
}

/** A column-major matrix from a formula. */
export function matrix(rows: number, columns: number, entry: (i: number, j: number) => number): Float64Array {
  const a = new Float64Array(rows * columns);
  for (let j = 0; j < columns; j++) for (let i = 0; i < rows; i++) a[i + j * rows] = entry(i, j);
  return a;
}

export function identity(n: number): Float64Array {
  return matrix(n, n, (i, j) => (i === j ? 1 : 0));
}

export function diagonalMatrix(values: ArrayLike<number>): Float64Array {
  return matrix(values.length, values.length, (i, j) => (i === j ? values[i] : 0));
}

/** Positive definite, with condition numbers growing like 33^n. */
export function hilbert(n: number): Float64Array {
  return matrix(n, n, (i, j) => 1 / (i + j + 1));
}

/**
 * min(i, j) counted from 1: the symmetric relative of Frank's matrix, with eigenvalues
 * 1 / (4 sin^2((2 k - 1) pi / (4 n + 2))).
 */
export function minimumMatrix(n: number): Float64Array {
  return matrix(n, n, (i, j) => Math.min(i, j) + 1);
}

/** Frank's upper Hessenberg matrix, determinant 1. */
export function frank(n: number): Float64Array {
  return matrix(n, n, (i, j) => (i <= j + 1 ? n - Math.max(i, j) : 0));
}

/** The second-difference matrix tridiag(-1, 2, -1): eigenvalues 4 sin^2(k pi / (2 n + 2)), k = 1 ... n. */
export function secondDifference(n: number): Float64Array {
  return matrix(n, n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0));
}

export function secondDifferenceEigenvalues(n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, k) => 4 * Math.sin(((k + 1) * Math.PI) / (2 * n + 2)) ** 2);
}

/**
 * Wilkinson's W21+: diagonal 10, 9, ... 0 ... 9, 10 and ones beside it; pairs of eigenvalues that agree to 14 digits.
 */
export function wilkinson(): Float64Array {
  return matrix(21, 21, (i, j) => (i === j ? Math.abs(i - 10) : Math.abs(i - j) === 1 ? 1 : 0));
}

export function randomMatrix(rows: number, columns: number, seed: number): Float64Array {
  return randomNumbers(rows * columns, seed);
}

export function randomSymmetric(n: number, seed: number): Float64Array {
  const numbers = randomNumbers(n * n, seed);
  return matrix(n, n, (i, j) => numbers[Math.max(i, j) + Math.min(i, j) * n]);
}

/** Orthonormal columns by Gram-Schmidt, twice. */
export function randomOrthonormal(rows: number, columns: number, seed: number): Float64Array {
  const q = randomMatrix(rows, columns, seed);
  for (let j = 0; j < columns; j++) {
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < j; k++) {
        let component = 0;
        for (let i = 0; i < rows; i++) component += q[i + k * rows] * q[i + j * rows];
        for (let i = 0; i < rows; i++) q[i + j * rows] -= component * q[i + k * rows];
      }
    }
    const norm = frobenius(q.slice(j * rows, (j + 1) * rows));
    for (let i = 0; i < rows; i++) q[i + j * rows] /= norm;
  }
  return q;
}

/** Q diag(values) Q^T, symmetric to the last bit. */
export function withSpectrum(values: ArrayLike<number>, seed: number): Float64Array {
  const n = values.length;
  const q = randomOrthonormal(n, n, seed);
  const a = plainProduct(plainProduct(q, diagonalMatrix(values), n, n, n), transposed(q, n, n), n, n, n);
  return matrix(n, n, (i, j) => a[Math.max(i, j) + Math.min(i, j) * n]);
}

export function transposed(a: Float64Array, rows: number, columns: number): Float64Array {
  return matrix(columns, rows, (i, j) => a[j + i * rows]);
}

/** The plain triple loop, each entry summed in index order. */
export function plainProduct(
  a: Float64Array,
  b: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  return matrix(rows, columns, (i, j) => {
    let sum = 0;
    for (let l = 0; l < inner; l++) sum += a[i + l * rows] * b[l + j * inner];
    return sum;
  });
}

export function frobenius(a: Float64Array): number {
  return Math.hypot(...a);
}

/** The Frobenius norm of a - b. */
export function difference(a: Float64Array, b: Float64Array): number {
  return frobenius(a.map((entry, i) => entry - b[i]));
}

/** The Frobenius norm of Q^T Q - I. */
export function orthogonalityError(q: Float64Array, rows: number, columns: number): number {
  return difference(plainProduct(transposed(q, rows, columns), q, columns, rows, columns), identity(columns));
}

/** Copies the lower triangle and writes NaN above it: who reads there is found out. */
export function onlyLower(a: Float64Array, n: number): Float64Array {
  return matrix(n, n, (i, j) => (i >= j ? a[i + j * n] : NaN));
}

/** A(p, p). */
export function permuted(a: Float64Array, n: number, p: Int32Array): Float64Array {
  return matrix(n, n, (i, j) => a[p[i] + p[j] * n]);
}
