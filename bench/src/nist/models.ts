/** A model of NIST's: what is seen at x with the parameters b. */
export type NistModel = (x: readonly number[], b: ArrayLike<number>) => number;

const misra1a: NistModel = ([x], b) => b[0] * (1 - Math.exp(-b[1] * x));

const threePeaks: NistModel = ([x], b) =>
  b[0] * Math.exp(-b[1] * x) +
  b[2] * Math.exp(-((x - b[3]) ** 2) / b[4] ** 2) +
  b[5] * Math.exp(-((x - b[6]) ** 2) / b[7] ** 2);

const threeDecays: NistModel = ([x], b) =>
  b[0] * Math.exp(-b[1] * x) + b[2] * Math.exp(-b[3] * x) + b[4] * Math.exp(-b[5] * x);

const cubicOverCubic: NistModel = ([x], b) =>
  (b[0] + b[1] * x + b[2] * x ** 2 + b[3] * x ** 3) / (1 + b[4] * x + b[5] * x ** 2 + b[6] * x ** 3);

const chwirut: NistModel = ([x], b) => Math.exp(-b[0] * x) / (b[1] + b[2] * x);

/**
 * The models of the 27 nonlinear regressions as NIST writes them, by the name of the data set.
 *
 * @reference J. Rogers, J. Filliben, L. Gill, W. Guthrie, E. Lagergren, M. Vangel, 1998, StRD: Statistical Reference
 * Datasets for Assessing the Numerical Accuracy of Statistical Software, NIST TN 1396
 */
export const nistModels: Readonly<Record<string, NistModel>> = {
  Bennett5: ([x], b) => b[0] * (b[1] + x) ** (-1 / b[2]),
  BoxBOD: misra1a,
  Chwirut1: chwirut,
  Chwirut2: chwirut,
  DanWood: ([x], b) => b[0] * x ** b[1],
  ENSO: ([x], b) =>
    b[0] +
    b[1] * Math.cos((2 * Math.PI * x) / 12) +
    b[2] * Math.sin((2 * Math.PI * x) / 12) +
    b[4] * Math.cos((2 * Math.PI * x) / b[3]) +
    b[5] * Math.sin((2 * Math.PI * x) / b[3]) +
    b[7] * Math.cos((2 * Math.PI * x) / b[6]) +
    b[8] * Math.sin((2 * Math.PI * x) / b[6]),
  Eckerle4: ([x], b) => (b[0] / b[1]) * Math.exp(-0.5 * ((x - b[2]) / b[1]) ** 2),
  Gauss1: threePeaks,
  Gauss2: threePeaks,
  Gauss3: threePeaks,
  Hahn1: cubicOverCubic,
  Kirby2: ([x], b) => (b[0] + b[1] * x + b[2] * x ** 2) / (1 + b[3] * x + b[4] * x ** 2),
  Lanczos1: threeDecays,
  Lanczos2: threeDecays,
  Lanczos3: threeDecays,
  MGH09: ([x], b) => (b[0] * (x ** 2 + x * b[1])) / (x ** 2 + x * b[2] + b[3]),
  MGH10: ([x], b) => b[0] * Math.exp(b[1] / (x + b[2])),
  MGH17: ([x], b) => b[0] + b[1] * Math.exp(-x * b[3]) + b[2] * Math.exp(-x * b[4]),
  Misra1a: misra1a,
  Misra1b: ([x], b) => b[0] * (1 - (1 + (b[1] * x) / 2) ** -2),
  Misra1c: ([x], b) => b[0] * (1 - (1 + 2 * b[1] * x) ** -0.5),
  Misra1d: ([x], b) => b[0] * b[1] * x * (1 + b[1] * x) ** -1,
  // a model of the logarithm of what is seen
  Nelson: ([x1, x2], b) => b[0] - b[1] * x1 * Math.exp(-b[2] * x2),
  Rat42: ([x], b) => b[0] / (1 + Math.exp(b[1] - b[2] * x)),
  Rat43: ([x], b) => b[0] / (1 + Math.exp(b[1] - b[2] * x)) ** (1 / b[3]),
  Roszman1: ([x], b) => b[0] - b[1] * x - Math.atan(b[2] / (x - b[3])) / Math.PI,
  Thurber: cubicOverCubic,
};
