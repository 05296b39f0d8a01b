// Solves with the transpose of a lower triangle for many right-hand sides at once: they stand side by side in vector
// registers, so that each keeps its own order of subtractions. It begins with the nearest entries, the ones that are known last:
// rows cannot be taken together as in triangular.ts.

/** Bytes of one row of a strip of right-hand sides: eight vectors. */
const stripBytes: usize = 128;

/**
 * Replaces the columns of X (n x columns, contiguous) by the solutions of L^T X = B:
 * x_i = (b_i - l_(i+1)i x_(i+1) - l_(i+2)i x_(i+2) - ...) / l_ii.
 *
 * @param l entry (i, j) of L at `l + i * sizeof<T>() + j * stride`
 * @param work n * 128 bytes, aligned to 16
 */
export function solveLowerTransposed<T extends number>(
  l: usize,
  stride: usize,
  n: i32,
  x: usize,
  columns: i32,
  work: usize,
): void {
  const size = sizeof<T>();
  const wide = <i32>stripBytes / sizeof<T>();
  for (let j = 0; j < columns; j += wide) {
    const width = min(wide, columns - j);
    const strip = x + <usize>j * <usize>n * size;
    toRows<T>(strip, n, width, work);
    for (let i = n - 1; i >= 0; i--)
      solveRow<T>(work + <usize>i * stripBytes, l + <usize>i * (stride + size), n - 1 - i);
    toColumns<T>(work, n, width, strip);
  }
}

/** x = (x - l_1 y_1 - l_2 y_2 - ...) / l_0, for the row x of a strip and the `count` rows after it. */
function solveRow<T extends number>(x: usize, l: usize, count: i32): void {
  const divisor = v128.load_splat<T>(l);
  let y = x;
  let rest0 = v128.load(x);
  let rest1 = v128.load(x, 16);
  let rest2 = v128.load(x, 32);
  let rest3 = v128.load(x, 48);
  let rest4 = v128.load(x, 64);
  let rest5 = v128.load(x, 80);
  let rest6 = v128.load(x, 96);
  let rest7 = v128.load(x, 112);
  for (let k = 0; k < count; k++) {
    l += sizeof<T>();
    y += stripBytes;
    const factor = v128.load_splat<T>(l);
    rest0 = v128.sub<T>(rest0, v128.mul<T>(v128.load(y), factor));
    rest1 = v128.sub<T>(rest1, v128.mul<T>(v128.load(y, 16), factor));
    rest2 = v128.sub<T>(rest2, v128.mul<T>(v128.load(y, 32), factor));
    rest3 = v128.sub<T>(rest3, v128.mul<T>(v128.load(y, 48), factor));
    rest4 = v128.sub<T>(rest4, v128.mul<T>(v128.load(y, 64), factor));
    rest5 = v128.sub<T>(rest5, v128.mul<T>(v128.load(y, 80), factor));
    rest6 = v128.sub<T>(rest6, v128.mul<T>(v128.load(y, 96), factor));
    rest7 = v128.sub<T>(rest7, v128.mul<T>(v128.load(y, 112), factor));
  }
  v128.store(x, v128.div<T>(rest0, divisor));
  v128.store(x, v128.div<T>(rest1, divisor), 16);
  v128.store(x, v128.div<T>(rest2, divisor), 32);
  v128.store(x, v128.div<T>(rest3, divisor), 48);
  v128.store(x, v128.div<T>(rest4, divisor), 64);
  v128.store(x, v128.div<T>(rest5, divisor), 80);
  v128.store(x, v128.div<T>(rest6, divisor), 96);
  v128.store(x, v128.div<T>(rest7, divisor), 112);
}

/** The first `width` columns as rows of a strip; what is left of a row is zero and reaches no result. */
function toRows<T extends number>(columns: usize, n: i32, width: i32, rows: usize): void {
  if (<usize>width * sizeof<T>() < stripBytes) memory.fill(rows, 0, <usize>n * stripBytes);
  for (let j = 0; j < width; j++) {
    let to = rows + <usize>j * sizeof<T>();
    for (let i = 0; i < n; i++) {
      store<T>(to, load<T>(columns));
      columns += sizeof<T>();
      to += stripBytes;
    }
  }
}

function toColumns<T extends number>(rows: usize, n: i32, width: i32, columns: usize): void {
  for (let j = 0; j < width; j++) {
    let from = rows + <usize>j * sizeof<T>();
    for (let i = 0; i < n; i++) {
      store<T>(columns, load<T>(from));
      columns += sizeof<T>();
      from += stripBytes;
    }
  }
}
