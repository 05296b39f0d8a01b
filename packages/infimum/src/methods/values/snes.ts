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

/** The standard deviation of each coordinate. */
export interface SeparableForm {
  readonly deviations: Float64Array;
}

const separable: NaturalForm<SeparableForm> = {
  open: (deviations) => ({ deviations: deviations.slice() }),
  stretch({ deviations }, normals, count, _problem, out) {
    const n = deviations.length;
    for (let k = 0, at = 0; k < count; k++) for (let i = 0; i < n; i++, at++) out[at] = deviations[i] * normals[at];
    return out;
  },
  follow({ deviations }, normals, utilities, rateFactor) {
    const n = deviations.length;
    const rate = (rateFactor * (3 + Math.log(n))) / (5 * Math.sqrt(n));
    for (let i = 0; i < n; i++) {
      let gradient = 0;
      for (let k = 0; k < utilities.length; k++) gradient += utilities[k] * (normals[i + k * n] ** 2 - 1);
      deviations[i] *= Math.exp((rate / 2) * gradient);
    }
  },
  deviation: ({ deviations }, i) => deviations[i],
};

/**
 * Separable natural evolution strategy: independent normal variables m_i + s_i z_i whose parameters follow the natural gradient
 * of the expected utility, with utilities u by rank,
 *
 *     m_i += s_i sum_k u_k z_ki,   s_i *= exp(eta / 2 sum_k u_k (z_ki^2 - 1)),   eta = (3 + ln n) / (5 sqrt(n)).
 *
 * 4 + floor(3 ln n) values in one batch and a few operations a variable and point: for many variables, and for objectives
 * whose valleys lie along the axes. Only ranks count.
 *
 * @reference T. Schaul, T. Glasmachers, J. Schmidhuber (2011), High Dimensions and Heavy Tails for Natural Evolution
 * Strategies, doi:10.1145/2001576.2001692
 *
 * @example
 * minimize(([a, b]) => (a - 1) ** 2 + 1e4 * (b - 2) ** 2, [0, 0], { method: "snes", target: 1e-8 }).status; // "target"
 */
export const snes = method({
  name: "snes",
  version: 1,
  title: "Natural gradient on independent normal variables",
  papers: [
    {
      authors: "T. Schaul, T. Glasmachers, J. Schmidhuber",
      year: 2011,
      title: "High Dimensions and Heavy Tails for Natural Evolution Strategies",
      source: "10.1145/2001576.2001692",
    },
  ],
  needs: ["values"],
  handles: ["bounds", "batches", "noise"],
  random: RandomStream,
  options: naturalOptions,
  validate: validateNatural,
  *start(problem, options: NaturalOptions) {
    return yield* startNatural(separable, problem, options);
  },
  *step(state, problem, options) {
    return yield* stepNatural(separable, state, problem, options);
  },
  measures: ({ spread, valueRange }) => ({ spread, valueRange }),
  settles: { spread: 1e-9, valueRange: 1e-12 },
});
