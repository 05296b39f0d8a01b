import { multiply, multiplyByTransposed, symmetricEigen } from "../../numerics/dense/index.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { method } from "../../run/method.ts";
import {
  type NaturalForm,
  type NaturalOptions,
  naturalOptions,
  startNatural,
  stepNatural,
  validateNatural,
} from "./natural-evolution.ts";

/** A, where a step is A z: sigma B of the paper in one matrix. */
export interface WholeForm {
  readonly root: Float64Array;
  readonly deviations: Float64Array;
}

const whole: NaturalForm<WholeForm> = {
  open(deviations) {
    const n = deviations.length;
    const root = new Float64Array(n * n);
    for (let i = 0; i < n; i++) root[i + i * n] = deviations[i];
    return { root, deviations: deviations.slice() };
  },
  stretch: ({ root, deviations: { length } }, normals, count, _problem, out) =>
    multiply(root, normals, length, length, count, out),
  follow({ root, deviations }, normals, utilities, rateFactor, problem) {
    const n = deviations.length;
    const size = utilities.length;
    const rate = (rateFactor * (9 + 3 * Math.log(n))) / (5 * n * Math.sqrt(n));
    const weighted = problem.scratch(n * size);
    for (let k = 0; k < size; k++)
      for (let i = k * n; i < (k + 1) * n; i++) weighted[i] = (utilities[k] * rate * normals[i]) / 2;
    // the utilities sum to 0, so that the identity of the gradient drops out; trace and rest have the same rate
    const gradient = multiplyByTransposed(weighted, normals, n, size, n, problem.scratch(n * n));
    const values = problem.scratch(n);
    const vectors = problem.scratch(n * n);
    const work = { offDiagonal: problem.scratch(n), reflections: problem.scratch(n), product: problem.scratch(n) };
    if (!symmetricEigen(gradient, n, values, vectors, work)) return;
    // A exp(G) = A Q exp(Lambda) Q^T
    const turned = multiply(root, vectors, n, n, n, problem.scratch(n * n));
    for (let j = 0; j < n; j++) {
      const factor = Math.exp(values[j]);
      for (let i = j * n; i < (j + 1) * n; i++) turned[i] *= factor;
    }
    multiplyByTransposed(turned, vectors, n, n, n, root);
    for (let i = 0; i < n; i++) {
      let squares = 0;
      for (let at = i; at < n * n; at += n) squares += root[at] * root[at];
      deviations[i] = Math.sqrt(squares);
    }
  },
  deviation: ({ deviations }, i) => deviations[i],
};

/**
 * Exponential natural evolution strategy: a normal distribution m + A z whose parameters follow the natural gradient of the
 * expected utility, with utilities u by rank,
 *
 *     m += A sum_k u_k z_k,   A *= exp(eta / 2 sum_k u_k (z_k z_k^T - I)),   eta = (9 + 3 ln n) / (5 n sqrt(n)).
 *
 * 4 + floor(3 ln n) values in one batch, n^2 operations a point and about 12 n^3 a generation. Only ranks count, and a linear change of
 * variables changes nothing. It has no paths, so `cma-es` is faster with small populations.
 *
 * @reference T. Glasmachers, T. Schaul, Y. Sun, D. Wierstra, J. Schmidhuber (2010), Exponential Natural Evolution
 * Strategies, doi:10.1145/1830483.1830557
 *
 * @example
 * minimize(([a, b]) => (a - 1) ** 2 + 100 * (b - a ** 2) ** 2, [-1, 1], { method: "xnes", target: 1e-8 }).status; // "target"
 */
export const xnes = method({
  name: "xnes",
  version: 1,
  title: "Natural gradient on a normal distribution with a whole covariance matrix",
  papers: [
    {
      authors: "T. Glasmachers, T. Schaul, Y. Sun, D. Wierstra, J. Schmidhuber",
      year: 2010,
      title: "Exponential Natural Evolution Strategies",
      source: "10.1145/1830483.1830557",
    },
  ],
  needs: ["values"],
  handles: ["bounds", "batches", "noise"],
  random: RandomStream,
  options: naturalOptions,
  validate: validateNatural,
  *start(problem, options: NaturalOptions) {
    return yield* startNatural(whole, problem, options);
  },
  *step(state, problem, options) {
    return yield* stepNatural(whole, state, problem, options);
  },
  measures: ({ spread, valueRange }) => ({ spread, valueRange }),
  settles: { spread: 1e-9, valueRange: 1e-12 },
});
