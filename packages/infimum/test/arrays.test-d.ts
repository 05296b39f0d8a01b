// Functions of arrays: what one gets has the shape of what one gives.
import { minimize } from "infimum";
import {
  add,
  array,
  differentiateArrays,
  matmul,
  mean,
  type NumericArray,
  overArrays,
  square,
  type TracedArray,
  zeros,
} from "infimum/arrays";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const yes = <T extends true>(): T | undefined => undefined;

const parameters = { w: zeros([3, 2]), b: 0, list: [1, 2], inner: { typed: new Float64Array(3) } };
const f = differentiateArrays(
  ({ w, b, inner }, { x }) => {
    yes<Equal<typeof w, TracedArray>>();
    yes<Equal<typeof inner.typed, TracedArray>>();
    return mean(square(add(matmul(x, w), b)));
  },
  parameters,
  { data: { x: array([[1, 2, 3]]) } },
);
const gradient = f.gradient(parameters);
yes<Equal<typeof gradient.w, NumericArray>>();
yes<Equal<typeof gradient.b, number>>();
const first: number | undefined = gradient.list[0];
void first;
const numbers: Float64Array = gradient.inner.typed;
void numbers;
const value: number = f.value(parameters, { x: zeros([5, 3]) });
void value;
// @ts-expect-error there is no such parameter
differentiateArrays(({ missing }) => missing, parameters);
// @ts-expect-error a traced array has no numbers
differentiateArrays((x) => x * 2, 1);

const result = minimize(
  overArrays(({ w }, { x }) => mean(square(matmul(x, w)))),
  { w: zeros([3]), rate: 1 },
  { data: { x: array([[1, 2, 3]]) }, bounds: { lower: { rate: 0 } } },
);
const shape: readonly number[] = result.params.w.shape;
const rate: number = result.params.rate;
void [shape, rate];
// @ts-expect-error no such parameter
void result.params.missing;

// with its parameters named, a function over arrays knows them
overArrays<{ w: NumericArray }>(({ w }) => {
  yes<Equal<typeof w, TracedArray>>();
  return w;
});
