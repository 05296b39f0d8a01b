import { badValue } from "../error.ts";
import { LanczosProcess } from "../numerics/krylov/lanczos-process.ts";
import { RandomStream } from "../numerics/random/stream.ts";
import { allFinite, copy, move, subtract, type Vector } from "../numerics/vector.ts";
import type { Coroutine } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { type ConfigurableMethod, method } from "../run/method.ts";
import type { NamedRule } from "./rule.ts";
import { sgd } from "./sgd.ts";

export interface FosiOptions {
  /** How many of the largest eigenvalues of the Hessian Newton's method serves, k. 10 when left out. */
  readonly largest: number;
  /** And of the smallest, l; they may be negative. 0 when left out. */
  readonly smallest: number;
  /** Updates from one estimate of the spectrum to the next. 100 when left out. */
  readonly every: number;
  /** The part of Newton's step that is taken, in (0, 1]: 1 where gradients are exact and curvature hardly changes. 0.1 when left out. */
  readonly newtonStep: number;
  /**
   * The base rule moves up to so many times further as the largest eigenvalues are not its own any more. 3 when left out, 1 for rules
   * whose step does not depend on the scale of the gradient.
   */
  readonly mostStretch: number;
}

export interface FosiState<RuleState> {
  x: Vector;
  /** Samples asked so far; the next sample's index. */
  count: number;
  /** Updates since the spectrum was estimated. */
  age: number;
  rule: RuleState;
  /** Eigenvectors, one after the other, smallest eigenvalue first. */
  vectors: Vector;
  /** 1 / |eigenvalue| of each; 0 where there is none. */
  rates: Vector;
  stretch: number;
  /** The value of the last usable sample; Infinity before there is one. */
  sampleValue: number;
  invalidSamples: number;
}

/** So many unusable samples in a row are no accident. */
const mostInvalidSamples = 100;

/** A curvature below this, relative to the largest, is none of the largest; among the smallest none that it is safe to divide by. */
const leastOfLargest = 1e-3;
const leastOfSmallest = 1e-8;

/**
 * Makes a training rule a method with Newton's method where curvature is extreme: every `every` updates a Lanczos process finds the k
 * largest and l smallest eigenpairs V, w of the Hessian, and each update is
 *
 *     x+ = x - a V diag(1/|w|) V'g + s (I - V V') base(g - V V'g)
 *
 * Newton's step in span V, and the step of the base rule on what is left, whose condition number is that without the extreme
 * eigenvalues. It never settles, so give a budget. Samples are those of `descend`; where the problem has a whole
 * gradient only, every sample is that gradient.
 *
 * Cost per update: one sampled gradient and 6 (k + l) n operations; max(4 (k + l), 2 log n) Hessian-vector products every `every` updates.
 *
 * @reference H. Sivan, M. Gabel, A. Schuster, 2024, FOSI: hybrid first and second order optimization, arXiv:2302.08484
 *
 * @example
 * const fast = fosiOver(adam({ stepSize: 0.05 }));
 * minimize((x) => 50 * (x[0] - 3) ** 2 + (x[1] - 1) ** 2, [0, 0], { method: fast, budget: { iterations: 500 } });
 */
export function fosiOver<RuleState extends object, Options extends object, Name extends string>(
  rule: NamedRule<RuleState, Options, Name>,
): ConfigurableMethod<
  FosiState<RuleState>,
  "sampledGradient" | "hessianVector",
  Options & FosiOptions,
  `fosi-${Name}`
> {
  return over(rule, `fosi-${rule.name}`, []);
}

/** FOSI over heavy-ball descent, under its name in the list of methods; `fosiOver` makes others. */
export const fosi = over(sgd({ stepSize: 1e-3, momentum: 0.9 }), "fosi", ["P166"]);

function over<RuleState extends object, Options extends object, const Name extends string>(
  rule: NamedRule<RuleState, Options>,
  name: Name,
  rows: readonly string[],
): ConfigurableMethod<FosiState<RuleState>, "sampledGradient" | "hessianVector", Options & FosiOptions, Name> {
  const baseOptions = (options: Options & FosiOptions): Options => {
    const own = { ...options } as Record<string, unknown>;
    for (const key of ["largest", "smallest", "every", "newtonStep", "mostStretch"]) delete own[key];
    return own as Options;
  };
  const defaults: FosiOptions = {
    largest: 10,
    smallest: 0,
    every: 100,
    newtonStep: 0.1,
    mostStretch: rule.name === "sgd" ? 3 : 1,
  };
  return method({
    name,
    version: 1,
    title: `FOSI: Newton's method where curvature is extreme, over: ${rule.title}`,
    papers: [
      {
        authors: "Hadar Sivan; Moshe Gabel; Assaf Schuster",
        year: 2024,
        title: "FOSI: hybrid first and second order optimization",
        source: "arXiv:2302.08484",
      },
    ],
    rows,
    needs: ["sampledGradient", "hessianVector"],
    random: RandomStream,
    options: { ...rule.options, ...defaults },
    validate: (options) => {
      requireOptions(options);
      rule.configured(baseOptions(options));
    },

    // oxlint-disable-next-line require-yield -- nothing has to be asked at x0
    *start(problem, options): Generator<never, FosiState<RuleState>, void> {
      const x = problem.x0.slice();
      const pairs = Math.min(problem.dimension, options.largest + options.smallest);
      return {
        x,
        count: 0,
        age: options.every,
        rule: rule.configured(baseOptions(options)).init(x),
        vectors: new Float64Array(pairs * problem.dimension),
        rates: new Float64Array(pairs),
        stretch: 1,
        sampleValue: Infinity,
        invalidSamples: 0,
      };
    },

    *step(state, problem, options) {
      if (state.age >= options.every) {
        yield* estimateSpectrum(state, problem, options);
        state.age = 0;
        return;
      }
      const gradient = problem.scratch();
      const value = yield* problem.sampledGradient(state.x, state.count, gradient);
      if (!(value < Infinity)) {
        state.count++;
        state.invalidSamples++;
        if (state.invalidSamples < mostInvalidSamples) return;
        return { stop: "failed", why: `${mostInvalidSamples} samples in a row gave no usable gradient` };
      }
      const { x, vectors, rates } = state;
      const newton = problem.scratch().fill(0);
      split(vectors, rates, gradient, newton);
      const params = copy(x, problem.scratch());
      const [next, ruleState] = rule.configured(baseOptions(options)).update(gradient, state.rule, params);
      const moved = subtract(next, x, next);
      removeSpan(vectors, rates, moved);
      for (let i = 0; i < x.length; i++) moved[i] = x[i] + state.stretch * moved[i] - options.newtonStep * newton[i];
      if (!allFinite(moved)) {
        return {
          stop: "failed",
          why: `update ${state.count + 1} made the parameters infinite: the step size is too large`,
        };
      }
      copy(moved, x);
      state.rule = ruleState;
      state.count++;
      state.age++;
      state.sampleValue = value;
      state.invalidSamples = 0;
    },

    measures: ({ sampleValue, stretch }) => ({ sampleValue, stretch }),
    incumbent: (state) => ({ x: rule.evaluation?.(state.rule, state.x) ?? state.x, value: NaN }),
  });
}

/** @throws InfimumError `bad-option` */
function requireOptions({ largest, smallest, every, newtonStep, mostStretch }: FosiOptions): void {
  for (const [name, count] of Object.entries({ largest, smallest })) {
    if (!Number.isSafeInteger(count) || count < 0) throw badValue("bad-option", name, count, "a number of eigenvalues");
  }
  if (!Number.isSafeInteger(every) || every < 1) throw badValue("bad-option", "every", every, "a number of updates");
  if (!(newtonStep > 0 && newtonStep <= 1)) {
    throw badValue("bad-option", "newtonStep", newtonStep, "a number above 0 and at most 1");
  }
  if (!(mostStretch >= 1)) throw badValue("bad-option", "mostStretch", mostStretch, "a number that is at least 1");
}

/** The extreme eigenpairs of the Hessian at x, by the Lanczos process from a random start. */
function* estimateSpectrum(
  state: Pick<FosiState<unknown>, "x" | "vectors" | "rates" | "stretch">,
  problem: View<"hessianVector">,
  { largest, smallest, mostStretch }: FosiOptions,
): Coroutine<void> {
  const { x, vectors, rates } = state;
  const n = x.length;
  const wanted = rates.length;
  if (wanted === 0) return;
  const random = problem.random("spectrum");
  const product = problem.scratch();
  for (let i = 0; i < n; i++) product[i] = random.normal();
  const steps = Math.min(n, Math.max(4 * wanted, Math.ceil(2 * Math.log(n))));
  const lanczos = new LanczosProcess(product, { steps, allocate: problem.scratch });
  while (!lanczos.done) {
    yield* problem.hessianVector(x, lanczos.direction, product);
    lanczos.advance(product);
  }
  lanczos.computeRitzValues();
  // without usable products the last estimate is the best there is
  if (lanczos.status === "invalid") return;
  const found = lanczos.steps;
  const low = Math.min(smallest, wanted, found);
  const high = Math.min(largest, wanted - low, found - low);
  const { ritzValues } = lanczos;
  const size = Math.max(Math.abs(ritzValues[0]), Math.abs(ritzValues[found - 1]));
  vectors.fill(0);
  rates.fill(0);
  for (let k = 0; k < low + high; k++) {
    const index = k < low ? k : found - low - high + k;
    const curvature = Math.abs(ritzValues[index]);
    if (!(curvature > (k < low ? leastOfSmallest : leastOfLargest) * size)) continue;
    lanczos.ritzVector(index, vectors.subarray(k * n, (k + 1) * n));
    rates[k] = 1 / curvature;
  }
  const slowest = high > 0 ? Math.abs(ritzValues[found - high]) : size;
  state.stretch = Math.max(1, Math.min(mostStretch, size / slowest || 1));
}

/** Newton's direction V diag(rates) V'g, and g without its part in span V. */
function split(vectors: Vector, rates: Vector, gradient: Vector, newton: Vector): void {
  const n = gradient.length;
  for (let k = 0; k < rates.length; k++) {
    if (rates[k] === 0) continue;
    const along = removeAlong(vectors.subarray(k * n, (k + 1) * n), gradient);
    move(newton, rates[k] * along, vectors.subarray(k * n, (k + 1) * n), newton);
  }
}

function removeSpan(vectors: Vector, rates: Vector, v: Vector): void {
  const n = v.length;
  for (let k = 0; k < rates.length; k++) if (rates[k] !== 0) removeAlong(vectors.subarray(k * n, (k + 1) * n), v);
}

/** v without its part along a direction of norm 1; returns that part. */
function removeAlong(direction: Vector, v: Vector): number {
  let along = 0;
  for (let i = 0; i < v.length; i++) along += direction[i] * v[i];
  move(v, -along, direction, v);
  return along;
}
