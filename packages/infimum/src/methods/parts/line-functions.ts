/** A function of one variable for tests of line searches: its value and slope. */
export type LineFunction = (t: number) => readonly [value: number, slope: number];

/** One of the published tests: the conditions asked for, and the evaluations from the first steps 10^-3, 10^-1, 10, 10^3. */
export interface LineCase {
  readonly name: string;
  readonly phi: LineFunction;
  readonly sufficientDecrease: number;
  readonly curvature: number;
  readonly published: readonly [number, number, number, number];
}

const yanai =
  (b1: number, b2: number): LineFunction =>
  (t) => {
    const weight = (b: number) => Math.hypot(1, b) - b;
    const left = Math.hypot(1 - t, b2);
    const right = Math.hypot(t, b1);
    return [weight(b1) * left + weight(b2) * right, (weight(b1) * (t - 1)) / left + (weight(b2) * t) / right];
  };

const oscillating: LineFunction = (t) => {
  const [b, l] = [0.01, 39];
  const wave = (l * Math.PI) / 2;
  const ripple = (1 - b) / wave;
  const swing = [ripple * Math.sin(wave * t), (1 - b) * Math.cos(wave * t)];
  if (t <= 1 - b) return [1 - t + swing[0], -1 + swing[1]];
  if (t >= 1 + b) return [t - 1 + swing[0], 1 + swing[1]];
  return [(t - 1) ** 2 / (2 * b) + b / 2 + swing[0], (t - 1) / b + swing[1]];
};

/**
 * The six functions of the paper's section 5 and the counts of its tables I to VI.
 *
 * @reference J. J. Moré, D. J. Thuente, 1994, Line search algorithms with guaranteed sufficient decrease, 10.1145/192115.192132
 */
export const moreThuente: readonly LineCase[] = [
  {
    name: "a concave start and a long tail",
    phi: (t) => [-t / (t * t + 2), (t * t - 2) / (t * t + 2) ** 2],
    sufficientDecrease: 1e-3,
    curvature: 0.1,
    published: [6, 3, 1, 4],
  },
  {
    name: "flat at the start",
    phi: (t) => [(t + 0.004) ** 5 - 2 * (t + 0.004) ** 4, 5 * (t + 0.004) ** 4 - 8 * (t + 0.004) ** 3],
    sufficientDecrease: 0.1,
    curvature: 0.1,
    published: [12, 8, 8, 11],
  },
  { name: "oscillating", phi: oscillating, sufficientDecrease: 0.1, curvature: 0.1, published: [12, 12, 10, 13] },
  {
    name: "Yanai, kinks at both ends",
    phi: yanai(0.001, 0.001),
    sufficientDecrease: 1e-3,
    curvature: 1e-3,
    published: [4, 1, 3, 4],
  },
  {
    name: "Yanai, a kink at the end",
    phi: yanai(0.01, 0.001),
    sufficientDecrease: 1e-3,
    curvature: 1e-3,
    published: [6, 3, 7, 8],
  },
  {
    name: "Yanai, a kink at the start",
    phi: yanai(0.001, 0.01),
    sufficientDecrease: 1e-3,
    curvature: 1e-3,
    published: [13, 11, 8, 11],
  },
];
