// Spaces infer the types of their parameters, also through minimize, problem and solve; wrong uses do not compile.
import { minimize, minimizeAsync, problem, solve } from "infimum";
import { choice, float, int, type ParamsOf, type Space, space, variant, when } from "infimum/space";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const yes = <T extends true>(): T | undefined => undefined;

const search = space({
  rate: float(1e-5, 1e-1, { log: true }),
  layers: int(1, 4),
  optimizer: choice("adam", "sgd"),
  momentum: when({ optimizer: "sgd" }, float(0, 0.99)),
  rule: variant({ adam: {}, sgd: { momentum: float(0, 0.99), nesterov: choice(true, false) } }),
});
type Params = ParamsOf<typeof search>;
yes<
  Equal<
    Params,
    {
      rate: number;
      layers: number;
      optimizer: "adam" | "sgd";
      momentum: number | undefined;
      rule: { kind: "adam" } | { kind: "sgd"; momentum: number; nesterov: boolean };
    }
  >
>();

// choices of every kind, records under a condition, conditions inside conditions, variants inside variants
const nested = space({
  size: choice(16, 32, null),
  shape: choice([1, 2], { wide: true }),
  inner: { deep: { x: float(0, 1) } },
  warm: when({ size: [16, 32] }, { steps: int(1, 9), from: when({ shape: [1, 2] }, float(0, 1)) }),
  twice: when({ size: 16 }, when({ size: 32 }, choice("a"))),
  model: variant({ tree: { depth: int(1, 9) }, net: { act: variant({ relu: {}, leaky: { slope: float(0, 1) } }) } }),
});
type Nested = ParamsOf<typeof nested>;
yes<Equal<Nested["size"], 16 | 32 | null>>();
yes<Equal<Nested["shape"], readonly [1, 2] | { readonly wide: true }>>();
yes<Equal<Nested["inner"], { deep: { x: number } }>>();
yes<Equal<Nested["warm"], { steps: number; from: number | undefined } | undefined>>();
yes<Equal<Nested["twice"], "a" | undefined>>();
yes<
  Equal<
    Nested["model"],
    { kind: "tree"; depth: number } | { kind: "net"; act: { kind: "relu" } | { kind: "leaky"; slope: number } }
  >
>();

// a discriminated union is told apart by kind
function bowl({ rate, layers, optimizer, momentum, rule }: Params): number {
  // @ts-expect-error not before it is known to be there
  momentum.toFixed();
  // @ts-expect-error adam has none
  void rule.momentum;
  // @ts-expect-error no such option
  if (optimizer === "lion") return 0;
  return rule.kind === "sgd" ? rule.momentum * rate : layers + (momentum ?? 0);
}

const r = minimize(bowl, search);
yes<Equal<typeof r.params, Params>>();
yes<Equal<typeof r.x, Float64Array<ArrayBufferLike>>>();
// inferred where the function is written
const inline = minimize(
  ({ width, kind }) => (kind === "a" ? width : 1),
  space({ width: float(0, 1), kind: choice("a", "b") }),
  {
    method: "cma-es",
    budget: { evaluations: 10 },
  },
);
yes<Equal<typeof inline.params, { width: number; kind: "a" | "b" }>>();
// @ts-expect-error no such parameter
minimize(({ length }) => length, search);
// @ts-expect-error no such option
minimize(({ optimizer }) => (optimizer === "lion" ? 1 : 0), search);
// @ts-expect-error an asynchronous objective needs minimizeAsync
minimize(async ({ rate }) => rate, search);
void minimizeAsync(async ({ rate }) => rate, search, { parallel: 2 }).then(({ params }) => params.layers.toFixed());

const stated = problem({ objective: ({ rule }) => (rule.kind === "sgd" ? rule.momentum : 1), x0: search });
const run = solve(stated);
run.tell(run.ask().map(({ id, params }) => ({ id, value: bowl(params) })));
yes<Equal<typeof run.result.params, Params>>();

// data, and an order of points
minimize(({ rate }, { target }) => (rate - target) ** 2, search, { data: { target: 1e-3 } });
problem({ rank: (points) => points.map(({ layers }, k) => layers + k), x0: search });

// what is no part, or no option
// @ts-expect-error a number is no part
space({ rate: 1 });
// @ts-expect-error a function is no option
choice(() => 1);
// @ts-expect-error no such option of a range
float(0, 1, { logarithmic: true });
// @ts-expect-error an arm is a record
variant({ a: float(0, 1) });
// @ts-expect-error a condition has values
when({ optimizer: undefined }, float(0, 1));

// codes and parameters
const codes: Float64Array = search.encode({ rate: 1e-3 });
const decoded: Params = search.decode(codes);
const anySpace: Space = search;

export { anySpace, bowl, decoded };
