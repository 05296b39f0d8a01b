import type { Reading } from "./reading.ts";
import { isScalar, type Scalar } from "./traced.ts";
import { ArrayValue, RecordValue, type Value } from "./values.ts";

/** Larger states are no states of a few numbers. */
const mostNumbers = 256;

/** An array or record of numbers, nested as it may be, taken apart: its numbers, and how they are put together. */
export interface TakenApart {
  readonly numbers: readonly Scalar[];
  /** The same for values that are put together alike. */
  readonly form: string;
  /** A value of the same form with other numbers, which cannot be changed in place. */
  rebuild(reading: Reading, numbers: readonly Scalar[]): Value;
}

type Form =
  | "number"
  | { readonly array: readonly Form[]; readonly typed: ArrayValue["typed"] }
  | { readonly record: readonly (readonly [string, Form])[] };

/** Takes a value apart; undefined where it holds anything else than numbers, or more than a few hundred of them. */
export function takeApart(value: Value): TakenApart | undefined {
  const numbers: Scalar[] = [];
  const form = formOf(value, numbers);
  if (form === undefined || form === "number") return undefined;
  return {
    numbers,
    form: JSON.stringify(form),
    rebuild: (reading, others) => {
      let next = 0;
      const build = (part: Form): Value => {
        if (part === "number") return others[next++];
        if ("record" in part) {
          const record = reading.record(part.record.map(([name, of]) => [name, build(of)] as const));
          record.frozen = true;
          return record;
        }
        const array = reading.array(part.array.map(build), part.typed);
        array.shared = true;
        return array;
      };
      return build(form);
    },
  };
}

function formOf(value: Value, numbers: Scalar[]): Form | undefined {
  if (isScalar(value)) return numbers.push(value) <= mostNumbers ? "number" : undefined;
  if (value instanceof ArrayValue && "items" in value.storage) {
    const array = formsOf(value.storage.items, numbers);
    return array && { array, typed: value.typed };
  }
  if (value instanceof RecordValue && value.prototype === undefined) {
    const forms = formsOf(
      Array.from(value.fields.values(), (cell) => cell.value),
      numbers,
    );
    return forms && { record: Array.from(value.fields.keys(), (name, k) => [name, forms[k]] as const) };
  }
  return undefined;
}

function formsOf(values: readonly Value[], numbers: Scalar[]): Form[] | undefined {
  const forms: Form[] = [];
  for (const value of values) {
    const form = formOf(value, numbers);
    if (form === undefined) return undefined;
    forms.push(form);
  }
  return forms;
}
