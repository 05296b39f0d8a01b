/** 2^27 + 1: multiplying by it splits a float64 into halves of 26 bits. */
const splitter = 134217729;

/**
 * The rounding error a b - fl(a b), exactly, for |a|, |b| < 1e290 whose product is not subnormal. `product` is fl(a b).
 *
 * @reference T. J. Dekker, "A floating-point technique for extending the available precision", Numerische Mathematik
 * 18, 224-242, 1971, doi:10.1007/BF01397083
 */
export function productError(a: number, b: number, product: number): number {
  const aScaled = splitter * a;
  const aHigh = aScaled - (aScaled - a);
  const aLow = a - aHigh;
  const bScaled = splitter * b;
  const bHigh = bScaled - (bScaled - b);
  const bLow = b - bHigh;
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
}

/** The rounding error a + b - fl(a + b), exactly. `sum` is fl(a + b). */
export function sumError(a: number, b: number, sum: number): number {
  const bRounded = sum - a;
  return a - (sum - bRounded) + (b - bRounded);
}
