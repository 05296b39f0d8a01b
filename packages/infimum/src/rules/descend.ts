import { allFinite, copy, type Vector } from "../numerics/vector.ts";
import { type ConfigurableMethod, method } from "../run/method.ts";
import type { NamedRule } from "./rule.ts";

export interface DescentState<RuleState> {
  x: Vector;
  /** Samples asked so far; the next sample's index. */
  count: number;
  rule: RuleState;
  /** The value of the last usable sample; Infinity before there is one. */
  sampleValue: number;
  /** Samples in a row that gave no usable gradient. */
  invalidSamples: number;
}

/** So many unusable samples in a row are no accident. */
const mostInvalidSamples = 100;

/**
 * Makes a training rule a method: one sampled gradient an iteration, sample number = iteration, and one update. It
 * never settles, so give a budget. Where the problem has a whole gradient only, every sample is that gradient.
 *
 * Samples without a usable gradient are skipped; a hundred in a row, or parameters that are not finite, end the run.
 *
 * @example
 * minimize((x) => (x[0] - 3) ** 2, [0], { method: descend(adam({ stepSize: 0.1 })), budget: { iterations: 1000 } });
 */
export function descend<RuleState extends object, Options extends object, Name extends string>(
  rule: NamedRule<RuleState, Options, Name>,
): ConfigurableMethod<DescentState<RuleState>, "sampledGradient", Options, Name> {
  const ruleFor = (options: Options) => (options === rule.options ? rule : rule.configured(options));
  return method({
    name: rule.name,
    version: 1,
    title: rule.title,
    papers: rule.papers,
    rows: rule.rows,
    needs: ["sampledGradient"],
    options: rule.options,
    validate: (options) => void rule.configured(options),

    // oxlint-disable-next-line require-yield -- nothing has to be asked at x0
    *start(problem, options): Generator<never, DescentState<RuleState>, void> {
      const x = problem.x0.slice();
      return { x, count: 0, rule: ruleFor(options).init(x), sampleValue: Infinity, invalidSamples: 0 };
    },

    *step(state, problem, options) {
      const gradient = problem.scratch();
      const value = yield* problem.sampledGradient(state.x, state.count, gradient);
      if (!(value < Infinity)) {
        state.count++;
        state.invalidSamples++;
        if (state.invalidSamples < mostInvalidSamples) return;
        return { stop: "failed", why: `${mostInvalidSamples} samples in a row gave no usable gradient` };
      }
      const params = copy(state.x, problem.scratch());
      const [next, ruleState] = ruleFor(options).update(gradient, state.rule, params);
      if (!allFinite(next)) {
        return {
          stop: "failed",
          why: `update ${state.count + 1} made the parameters infinite: the step size is too large`,
        };
      }
      copy(next, state.x);
      state.rule = ruleState;
      state.count++;
      state.sampleValue = value;
      state.invalidSamples = 0;
    },

    measures: ({ sampleValue }) => ({ sampleValue }),
    incumbent: (state) => ({ x: rule.evaluation?.(state.rule, state.x) ?? state.x, value: NaN }),
  });
}
