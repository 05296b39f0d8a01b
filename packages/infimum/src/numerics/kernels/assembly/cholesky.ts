import { addProduct } from "./product";

/** Columns factored together; the columns to their left are subtracted from all of them in one matrix product. */
const panelWidth: i32 = 32;

/**
 * Replaces the lower triangle of the n x n matrix at `l` by its Cholesky factor and clears what is above; false at the
 * first pivot that is not a positive finite number. l_ij = (a_ij - l_i0 l_j0 - l_i1 l_j1 - ...) / l_jj, in this order.
 */
export function cholesky<T extends number>(l: usize, n: i32, work: usize): bool {
  const size = sizeof<T>();
  const stride = <usize>n * size;
  for (let first = 0; first < n; first += panelWidth) {
    const end = min(first + panelWidth, n);
    const rows = l + <usize>first * size;
    if (first > 0) {
      const out = rows + <usize>first * stride;
      addProduct<T>(<T>-1, rows, size, stride, rows, stride, size, n - first, first, end - first, out, stride, work);
    }
    for (let j = first; j < end; j++) {
      const row = l + <usize>j * size;
      const diagonal = row + <usize>j * stride;
      subtractColumns<T>(row, stride, first, j, diagonal, n - j);
      const pivot = load<T>(diagonal);
      if (!(pivot > <T>0 && pivot < <T>Infinity)) return false;
      const root = sqrt<T>(pivot);
      store<T>(diagonal, root);
      divide<T>(diagonal + size, n - j - 1, root);
    }
  }
  for (let j = 1; j < n; j++) memory.fill(l + <usize>j * stride, 0, <usize>j * size);
  return true;
}

/** From the `count` entries at `out` subtracts the columns first to end, each times its first entry, in this order. */
function subtractColumns<T extends number>(
  row: usize,
  stride: usize,
  first: i32,
  end: i32,
  out: usize,
  count: i32,
): void {
  const begin = row + <usize>first * stride;
  const lanes = 16 / sizeof<T>();
  let i = 0;
  let at = <usize>0;
  for (; i + 4 * lanes <= count; i += 4 * lanes) {
    let sum0 = v128.load(out + at);
    let sum1 = v128.load(out + at, 16);
    let sum2 = v128.load(out + at, 32);
    let sum3 = v128.load(out + at, 48);
    let column = begin;
    for (let k = first; k < end; k++) {
      const factor = v128.load_splat<T>(column);
      sum0 = v128.sub<T>(sum0, v128.mul<T>(v128.load(column + at), factor));
      sum1 = v128.sub<T>(sum1, v128.mul<T>(v128.load(column + at, 16), factor));
      sum2 = v128.sub<T>(sum2, v128.mul<T>(v128.load(column + at, 32), factor));
      sum3 = v128.sub<T>(sum3, v128.mul<T>(v128.load(column + at, 48), factor));
      column += stride;
    }
    v128.store(out + at, sum0);
    v128.store(out + at, sum1, 16);
    v128.store(out + at, sum2, 32);
    v128.store(out + at, sum3, 48);
    at += 64;
  }
  for (; i < count; i++) {
    let sum = load<T>(out + at);
    let column = begin;
    for (let k = first; k < end; k++) {
      sum -= load<T>(column + at) * load<T>(column);
      column += stride;
    }
    store<T>(out + at, sum);
    at += sizeof<T>();
  }
}

function divide<T extends number>(x: usize, count: i32, divisor: T): void {
  const lanes = 16 / sizeof<T>();
  const divisors = v128.splat<T>(divisor);
  let i = 0;
  for (; i + lanes <= count; i += lanes) {
    v128.store(x, v128.div<T>(v128.load(x), divisors));
    x += 16;
  }
  for (; i < count; i++) {
    store<T>(x, load<T>(x) / divisor);
    x += sizeof<T>();
  }
}
