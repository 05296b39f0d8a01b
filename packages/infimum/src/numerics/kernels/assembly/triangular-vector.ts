// Solves with a triangular matrix for one right-hand side.

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
