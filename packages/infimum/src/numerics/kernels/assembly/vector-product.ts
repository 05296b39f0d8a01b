// Matrix-vector products in the order of the inner index. Matrices are column-major and contiguous.

/** out += A x, four columns a pass: `out` is read and written a quarter as often, in the same order of additions. */
export function addVectorProduct<T extends number>(a: usize, rows: i32, columns: i32, x: usize, out: usize): void {
  const size = sizeof<T>();
  const stride = <usize>rows * size;
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    addFourColumns<T>(a, stride, rows, x, out);
    a += 4 * stride;
    x += 4 * size;
  }
  for (; j < columns; j++) {
    addColumn<T>(a, rows, load<T>(x), out);
    a += stride;
    x += size;
  }
}

function addFourColumns<T extends number>(a: usize, stride: usize, rows: i32, x: usize, out: usize): void {
  const lanes = 16 / sizeof<T>();
  const x0 = load<T>(x);
  const x1 = load<T>(x, sizeof<T>());
  const x2 = load<T>(x, 2 * sizeof<T>());
  const x3 = load<T>(x, 3 * sizeof<T>());
  const v0 = v128.splat<T>(x0);
  const v1 = v128.splat<T>(x1);
  const v2 = v128.splat<T>(x2);
  const v3 = v128.splat<T>(x3);
  let a1 = a + stride;
  let a2 = a1 + stride;
  let a3 = a2 + stride;
  let i = 0;
  for (; i + lanes <= rows; i += lanes) {
    let sum = v128.add<T>(v128.load(out), v128.mul<T>(v128.load(a), v0));
    sum = v128.add<T>(sum, v128.mul<T>(v128.load(a1), v1));
    sum = v128.add<T>(sum, v128.mul<T>(v128.load(a2), v2));
    v128.store(out, v128.add<T>(sum, v128.mul<T>(v128.load(a3), v3)));
    a += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
    out += 16;
  }
  for (; i < rows; i++) {
    store<T>(out, load<T>(out) + load<T>(a) * x0 + load<T>(a1) * x1 + load<T>(a2) * x2 + load<T>(a3) * x3);
    a += sizeof<T>();
    a1 += sizeof<T>();
    a2 += sizeof<T>();
    a3 += sizeof<T>();
    out += sizeof<T>();
  }
}

function addColumn<T extends number>(a: usize, rows: i32, factor: T, out: usize): void {
  for (let i = 0; i < rows; i++) {
    store<T>(out, load<T>(out) + load<T>(a) * factor);
    a += sizeof<T>();
    out += sizeof<T>();
  }
}

/** out = A^T x: as many columns as a vector has lanes side by side, so that each is summed in index order. */
export function multiplyTransposedVector<T extends number>(
  a: usize,
  rows: i32,
  columns: i32,
  x: usize,
  out: usize,
): void {
  const size = sizeof<T>();
  const stride = <usize>rows * size;
  let j = 0;
  for (; j + 4 <= columns; j += 4) {
    if (sizeof<T>() === 8) sumFourColumns64(a, stride, rows, x, out);
    else sumFourColumns32(a, stride, rows, x, out);
    a += 4 * stride;
    out += 4 * size;
  }
  for (; j < columns; j++) {
    let sum = <T>0;
    for (let i = 0; i < rows; i++) sum += load<T>(a + <usize>i * size) * load<T>(x + <usize>i * size);
    store<T>(out, sum);
    a += stride;
    out += size;
  }
}

function sumFourColumns64(a: usize, stride: usize, rows: i32, x: usize, out: usize): void {
  let a1 = a + stride;
  let a2 = a1 + stride;
  let a3 = a2 + stride;
  let sum01 = f64x2.splat(0);
  let sum23 = f64x2.splat(0);
  let i = 0;
  for (; i + 2 <= rows; i += 2) {
    const x0 = v128.load_splat<f64>(x);
    const x1 = v128.load_splat<f64>(x, 8);
    const c0 = v128.load(a);
    const c1 = v128.load(a1);
    const c2 = v128.load(a2);
    const c3 = v128.load(a3);
    sum01 = f64x2.add(sum01, f64x2.mul(v128.shuffle<f64>(c0, c1, 0, 2), x0));
    sum23 = f64x2.add(sum23, f64x2.mul(v128.shuffle<f64>(c2, c3, 0, 2), x0));
    sum01 = f64x2.add(sum01, f64x2.mul(v128.shuffle<f64>(c0, c1, 1, 3), x1));
    sum23 = f64x2.add(sum23, f64x2.mul(v128.shuffle<f64>(c2, c3, 1, 3), x1));
    a += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
    x += 16;
  }
  if (i < rows) {
    const x0 = v128.load_splat<f64>(x);
    sum01 = f64x2.add(sum01, f64x2.mul(f64x2(load<f64>(a), load<f64>(a1)), x0));
    sum23 = f64x2.add(sum23, f64x2.mul(f64x2(load<f64>(a2), load<f64>(a3)), x0));
  }
  v128.store(out, sum01);
  v128.store(out, sum23, 16);
}

function sumFourColumns32(a: usize, stride: usize, rows: i32, x: usize, out: usize): void {
  let a1 = a + stride;
  let a2 = a1 + stride;
  let a3 = a2 + stride;
  let sum = f32x4.splat(0);
  let i = 0;
  for (; i + 4 <= rows; i += 4) {
    const c0 = v128.load(a);
    const c1 = v128.load(a1);
    const c2 = v128.load(a2);
    const c3 = v128.load(a3);
    const low01 = v128.shuffle<f32>(c0, c1, 0, 4, 1, 5);
    const low23 = v128.shuffle<f32>(c2, c3, 0, 4, 1, 5);
    const high01 = v128.shuffle<f32>(c0, c1, 2, 6, 3, 7);
    const high23 = v128.shuffle<f32>(c2, c3, 2, 6, 3, 7);
    sum = f32x4.add(sum, f32x4.mul(v128.shuffle<f32>(low01, low23, 0, 1, 4, 5), v128.load_splat<f32>(x)));
    sum = f32x4.add(sum, f32x4.mul(v128.shuffle<f32>(low01, low23, 2, 3, 6, 7), v128.load_splat<f32>(x, 4)));
    sum = f32x4.add(sum, f32x4.mul(v128.shuffle<f32>(high01, high23, 0, 1, 4, 5), v128.load_splat<f32>(x, 8)));
    sum = f32x4.add(sum, f32x4.mul(v128.shuffle<f32>(high01, high23, 2, 3, 6, 7), v128.load_splat<f32>(x, 12)));
    a += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
    x += 16;
  }
  for (; i < rows; i++) {
    const column = f32x4(load<f32>(a), load<f32>(a1), load<f32>(a2), load<f32>(a3));
    sum = f32x4.add(sum, f32x4.mul(column, v128.load_splat<f32>(x)));
    a += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    x += 4;
  }
  v128.store(out, sum);
}
