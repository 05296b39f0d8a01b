// Solves with a triangular matrix for many right-hand sides at once: they stand side by side in vector registers, so
// that each keeps its own order of subtractions.

/** Bytes of one row of a strip of right-hand sides: eight vectors. */
const stripBytes: usize = 128;

/**
 * Replaces the columns of X (n x columns, contiguous) by the solutions of T X = B.
 *
 * x_i = (b_i - t_ij x_j - ...) / t_ii, with the j in the order that `backward` and `nearestFirst` say: forward
 * substitution takes 0 .. i - 1 (always ascending); backward substitution takes i + 1 .. n - 1 ascending when
 * `nearestFirst`, and else descending.
 *
 * @param t entry (i, j) at `t + i * rowStride + j * columnStride`, in bytes
 * @param work n * 128 bytes, aligned to 16
 */
export function solveTriangular<T extends number>(
  t: usize,
  rowStride: usize,
  columnStride: usize,
  n: i32,
  x: usize,
  columns: i32,
  backward: bool,
  nearestFirst: bool,
  work: usize,
): void {
  const wide = <i32>stripBytes / sizeof<T>();
  const stride = <usize>n * sizeof<T>();
  for (let j = 0; j < columns; j += wide) {
    const width = min(wide, columns - j);
    const strip = x + <usize>j * stride;
    toRows<T>(strip, n, width, work);
    for (let k = 0; k < n; k++) {
      const i = backward ? n - 1 - k : k;
      const first = backward ? (nearestFirst ? i + 1 : n - 1) : 0;
      const step = backward && !nearestFirst ? -1 : 1;
      const row = t + <usize>i * rowStride;
      solveRow<T>(
        work + <usize>i * stripBytes,
        row + <usize>first * columnStride,
        step < 0 ? 0 - columnStride : columnStride,
        work + <usize>first * stripBytes,
        step < 0 ? 0 - stripBytes : stripBytes,
        k,
        load<T>(row + <usize>i * columnStride),
      );
    }
    toColumns<T>(work, n, width, strip);
  }
}

/** x = (x - t_0 y_0 - t_1 y_1 - ...) / diagonal, for the row x of a strip and `count` others. */
function solveRow<T extends number>(
  x: usize,
  t: usize,
  tStep: usize,
  y: usize,
  yStep: usize,
  count: i32,
  diagonal: T,
): void {
  let rest0 = v128.load(x);
  let rest1 = v128.load(x, 16);
  let rest2 = v128.load(x, 32);
  let rest3 = v128.load(x, 48);
  let rest4 = v128.load(x, 64);
  let rest5 = v128.load(x, 80);
  let rest6 = v128.load(x, 96);
  let rest7 = v128.load(x, 112);
  for (let k = 0; k < count; k++) {
    const factor = v128.load_splat<T>(t);
    rest0 = v128.sub<T>(rest0, v128.mul<T>(v128.load(y), factor));
    rest1 = v128.sub<T>(rest1, v128.mul<T>(v128.load(y, 16), factor));
    rest2 = v128.sub<T>(rest2, v128.mul<T>(v128.load(y, 32), factor));
    rest3 = v128.sub<T>(rest3, v128.mul<T>(v128.load(y, 48), factor));
    rest4 = v128.sub<T>(rest4, v128.mul<T>(v128.load(y, 64), factor));
    rest5 = v128.sub<T>(rest5, v128.mul<T>(v128.load(y, 80), factor));
    rest6 = v128.sub<T>(rest6, v128.mul<T>(v128.load(y, 96), factor));
    rest7 = v128.sub<T>(rest7, v128.mul<T>(v128.load(y, 112), factor));
    t += tStep;
    y += yStep;
  }
  const divisor = v128.splat<T>(diagonal);
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

/** L x = b (ascending) or U x = b (descending) for one right-hand side, in place, column by column. */
export function solveByColumns<T extends number>(t: usize, stride: usize, n: i32, x: usize, descending: bool): void {
  for (let k = 0; k < n; k++) {
    const j = descending ? n - 1 - k : k;
    const column = t + <usize>j * stride;
    const at = x + <usize>j * sizeof<T>();
    const factor = load<T>(at) / load<T>(column + <usize>j * sizeof<T>());
    store<T>(at, factor);
    const first = descending ? 0 : j + 1;
    const offset = <usize>first * sizeof<T>();
    subtractScaled<T>(x + offset, column + offset, factor, n - 1 - k);
  }
}

/** x -= y * factor */
function subtractScaled<T extends number>(x: usize, y: usize, factor: T, count: i32): void {
  const lanes = 16 / sizeof<T>();
  const factors = v128.splat<T>(factor);
  let i = 0;
  for (; i + lanes <= count; i += lanes) {
    v128.store(x, v128.sub<T>(v128.load(x), v128.mul<T>(v128.load(y), factors)));
    x += 16;
    y += 16;
  }
  for (; i < count; i++) {
    store<T>(x, load<T>(x) - load<T>(y) * factor);
    x += sizeof<T>();
    y += sizeof<T>();
  }
}
