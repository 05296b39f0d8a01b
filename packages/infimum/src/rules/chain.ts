import { type ParameterTree, visitLeaves } from "./parameter-tree.ts";
import type { Rule, Transform } from "./rule.ts";

/** Transforms one after another: again a transform, and a rule that adds the final update to the parameters. */
export type Chain<State> = Transform<State> & Rule<State>;

type StatesOf<Transforms extends readonly Transform<any>[]> = {
  -readonly [K in keyof Transforms]: Transforms[K] extends Transform<infer State> ? State : never;
};

/**
 * Composes transforms: the first one gets the gradient, the last one gives the update. Its state is the list of theirs.
 *
 * @example
 * const adam = chain(scaleByAdam(), scale(-1e-3));
 */
export function chain<const Transforms extends readonly Transform<any>[]>(
  ...transforms: Transforms
): Chain<StatesOf<Transforms>> {
  type State = StatesOf<Transforms>;
  const apply = (update: ParameterTree, state: State, params: ParameterTree): void => {
    for (let k = 0; k < transforms.length; k++) transforms[k].apply(update, state[k], params);
  };
  const update = <P extends ParameterTree>(gradients: P, state: State, params: P): [P, State] => {
    apply(gradients, state, params);
    visitLeaves(add, params, gradients);
    return [params, state];
  };
  return {
    needs: ["gradient"],
    init: (params) => transforms.map((transform) => transform.init(params)) as State,
    apply,
    update,
    step: (batch, state, params) => update(batch.gradient() as typeof params, state, params),
  };
}

function add(params: { [i: number]: number; readonly length: number }, update: ArrayLike<number>): void {
  for (let i = 0; i < params.length; i++) params[i] += update[i];
}
