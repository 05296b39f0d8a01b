// Elementwise loops, and reductions. A reduction adds entry i to the partial sum i mod p, p = four vectors of lanes (8
// for f64, 16 for f32), and then the partial sums by halves: s_k + s_(k + p/2), and so on until one is left.

/** out = x + t d */
export function move<T extends number>(x: usize, t: T, d: usize, out: usize, count: i32): void {
  const lanes = 16 / sizeof<T>();
  const factors = v128.splat<T>(t);
  let i = 0;
  let at = <usize>0;
  for (; i + lanes <= count; i += lanes) {
    v128.store(out + at, v128.add<T>(v128.load(x + at), v128.mul<T>(factors, v128.load(d + at))));
    at += 16;
  }
  for (; i < count; i++) {
    store<T>(out + at, load<T>(x + at) + t * load<T>(d + at));
    at += sizeof<T>();
  }
}

/** out = t x */
export function scale<T extends number>(x: usize, t: T, out: usize, count: i32): void {
  const lanes = 16 / sizeof<T>();
  const factors = v128.splat<T>(t);
  let i = 0;
  let at = <usize>0;
  for (; i + lanes <= count; i += lanes) {
    v128.store(out + at, v128.mul<T>(factors, v128.load(x + at)));
    at += 16;
  }
  for (; i < count; i++) {
    store<T>(out + at, t * load<T>(x + at));
    at += sizeof<T>();
  }
}

/** The sum of a_i b_i. @param work 64 bytes, aligned to 16 */
export function dot<T extends number>(a: usize, b: usize, count: i32, work: usize): T {
  const lanes = 16 / sizeof<T>();
  let sum0 = v128.splat<T>(<T>0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  let i = 0;
  for (; i + 4 * lanes <= count; i += 4 * lanes) {
    sum0 = v128.add<T>(sum0, v128.mul<T>(v128.load(a), v128.load(b)));
    sum1 = v128.add<T>(sum1, v128.mul<T>(v128.load(a, 16), v128.load(b, 16)));
    sum2 = v128.add<T>(sum2, v128.mul<T>(v128.load(a, 32), v128.load(b, 32)));
    sum3 = v128.add<T>(sum3, v128.mul<T>(v128.load(a, 48), v128.load(b, 48)));
    a += 64;
    b += 64;
  }
  storePartialSums(sum0, sum1, sum2, sum3, work);
  for (let to = work; i < count; i++) {
    store<T>(to, load<T>(to) + load<T>(a) * load<T>(b));
    a += sizeof<T>();
    b += sizeof<T>();
    to += sizeof<T>();
  }
  return addPartialSums<T>(work);
}

/** The sum of the entries. @param work 64 bytes, aligned to 16 */
export function sum<T extends number>(a: usize, count: i32, work: usize): T {
  const lanes = 16 / sizeof<T>();
  let sum0 = v128.splat<T>(<T>0);
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  let i = 0;
  for (; i + 4 * lanes <= count; i += 4 * lanes) {
    sum0 = v128.add<T>(sum0, v128.load(a));
    sum1 = v128.add<T>(sum1, v128.load(a, 16));
    sum2 = v128.add<T>(sum2, v128.load(a, 32));
    sum3 = v128.add<T>(sum3, v128.load(a, 48));
    a += 64;
  }
  storePartialSums(sum0, sum1, sum2, sum3, work);
  for (let to = work; i < count; i++) {
    store<T>(to, load<T>(to) + load<T>(a));
    a += sizeof<T>();
    to += sizeof<T>();
  }
  return addPartialSums<T>(work);
}

/** The largest absolute entry, NaN when one is NaN: exact, so that no order matters. */
export function maxNorm<T extends number>(a: usize, count: i32): T {
  const lanes = 16 / sizeof<T>();
  // the quick maximum passes NaN over, so that they are looked for apart
  let largest0 = v128.splat<T>(<T>0);
  let largest1 = largest0;
  let isNaN = largest0;
  let i = 0;
  for (; i + 2 * lanes <= count; i += 2 * lanes) {
    const x0 = v128.load(a);
    const x1 = v128.load(a, 16);
    largest0 = v128.pmax<T>(largest0, v128.abs<T>(x0));
    largest1 = v128.pmax<T>(largest1, v128.abs<T>(x1));
    isNaN = v128.or(isNaN, v128.or(v128.ne<T>(x0, x0), v128.ne<T>(x1, x1)));
    a += 32;
  }
  if (v128.any_true(isNaN)) return <T>NaN;
  largest0 = v128.pmax<T>(largest0, largest1);
  let result = <T>0;
  if (sizeof<T>() === 8) {
    result = <T>max<f64>(f64x2.extract_lane(largest0, 0), f64x2.extract_lane(largest0, 1));
  } else {
    const low = max<f32>(f32x4.extract_lane(largest0, 0), f32x4.extract_lane(largest0, 1));
    result = <T>max<f32>(low, max<f32>(f32x4.extract_lane(largest0, 2), f32x4.extract_lane(largest0, 3)));
  }
  for (; i < count; i++) {
    result = max<T>(result, abs<T>(load<T>(a)));
    a += sizeof<T>();
  }
  return result;
}

function storePartialSums(sum0: v128, sum1: v128, sum2: v128, sum3: v128, to: usize): void {
  v128.store(to, sum0);
  v128.store(to, sum1, 16);
  v128.store(to, sum2, 32);
  v128.store(to, sum3, 48);
}

function addPartialSums<T extends number>(at: usize): T {
  const a = v128.add<T>(v128.load(at), v128.load(at, 32));
  const b = v128.add<T>(v128.load(at, 16), v128.load(at, 48));
  const c = v128.add<T>(a, b);
  v128.store(at, c);
  if (sizeof<T>() === 8) return <T>(load<f64>(at) + load<f64>(at, 8));
  return <T>(load<f32>(at) + load<f32>(at, 8) + (load<f32>(at, 4) + load<f32>(at, 12)));
}
