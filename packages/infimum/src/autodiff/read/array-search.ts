import { bound, type Context, callFor } from "./array-iteration.ts";
import { listOf } from "./arrays.ts";
import { branch } from "./branches.ts";
import { binaryValue, conditionOf } from "./scalars.ts";
import { isTraced, type Scalar } from "./traced.ts";
import type { Value } from "./values.ts";

/** Whether a function holds for an entry, decided at the point of the reading. */
export function truth(context: Context, f: Value, index: number): boolean {
  const { reading, node } = context;
  return reading.decide(conditionOf(reading, callFor(context, f, index)), node, "what an array is searched for");
}

/** some, every: one condition after the other, as long as none decides. */
export function quantifier(context: Context, f: Value, decides: boolean): Value {
  const { reading, array, node } = context;
  let result: Scalar = !decides;
  for (let i = 0; i < array.length; i++) {
    const next = (): Value => conditionOf(reading, callFor(context, f, i));
    if (!isTraced(result)) result = next() as Scalar;
    else {
      const arms = decides ? ([() => true, next] as const) : ([next, () => false] as const);
      result = branch<Value>(reading, node, reading.trace.condition(result) as never, arms, (a, b, choose) =>
        choose(a, b),
      ) as Scalar;
    }
    if (result === decides) return decides;
  }
  return result;
}

/** The index of the first entry, or the last, for which a function holds; -1 where there is none. */
export function find(context: Context, f: Value, fromEnd = false): number {
  const { length } = context.array;
  for (let k = 0; k < length; k++) {
    const i = fromEnd ? length - 1 - k : k;
    if (truth(context, f, i)) return i;
  }
  return -1;
}

/** The index of the first (or last) entry that is the same, among those from an index on; NaN is found by `includes` alone. */
export function indexOf(
  context: Context,
  [wanted, from]: readonly Value[],
  { fromEnd = false, findsNaN = false } = {},
): number {
  const { reading, array, node } = context;
  const items = listOf(reading, array);
  const first = fromEnd ? 0 : bound(context, from, 0);
  const isSame = (item: Value): boolean => {
    if (findsNaN && Number.isNaN(item) && Number.isNaN(wanted)) return true;
    const same = conditionOf(reading, binaryValue(reading, "===", item, wanted, node));
    return reading.decide(same, node, "what an array is searched for");
  };
  if (fromEnd) {
    if (from !== undefined) throw reading.obstacle(node, "lastIndexOf is given where to begin", "search a slice");
    return items.findLastIndex(isSame);
  }
  return items.findIndex((item, i) => i >= first && isSame(item));
}
