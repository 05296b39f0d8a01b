import { isUnary, type UnaryOperation } from "../program/operations.ts";
import type { Reading } from "./reading.ts";
import { scalarOf } from "./scalars.ts";
import { isTraced, type Scalar, type Traced } from "./traced.ts";
import { Intrinsic, type Value } from "./values.ts";

/** `Math`: its functions over numbers that may be traced, and its constants. */
export function mathObject(reading: Reading): Intrinsic {
  const fields = new Map<string, Value>();
  for (const name of Object.getOwnPropertyNames(Math)) {
    const own = (Math as unknown as Record<string, unknown>)[name];
    if (typeof own === "number") fields.set(name, own);
    else if (typeof own === "function")
      fields.set(name, mathFunction(reading, name, own as (...args: number[]) => number));
  }
  return new Intrinsic("Math", { fields });
}

const isVariadic: ReadonlySet<string> = new Set(["max", "min", "hypot"]);

function mathFunction(reading: Reading, name: string, own: (...args: number[]) => number): Intrinsic {
  const { trace } = reading;
  const call = (args: readonly Value[], node: object): Value => {
    if (name === "random") {
      throw reading.obstacle(
        node,
        "the function draws random numbers",
        "pass the draws in data, or use a method for noisy values",
      );
    }
    // more than it takes may be given, as by map
    const taken = isVariadic.has(name) ? args : args.slice(0, own.length);
    const numbers = taken.map((argument) => scalarOf(reading, argument, node));
    if (!numbers.some(isTraced)) return own(...numbers.map(Number));
    reading.at(node);
    if (isUnary(name)) return trace.unary(name as UnaryOperation, numbers[0]);
    switch (name) {
      case "max":
      case "min":
        return numbers.length === 1 ? trace.number(numbers[0]) : folded(numbers, (a, b) => trace.binary(name, a, b));
      case "hypot":
        return numbers.length === 1
          ? trace.unary("abs", numbers[0])
          : folded(numbers, (a, b) => trace.binary("hypot", a, b));
      case "pow":
      case "atan2":
        return trace.binary(name, numbers[0], numbers[1] ?? NaN);
      default:
        return own(...numbers.map((number) => reading.settle(number as Traced, node)));
    }
  };
  return new Intrinsic(`Math.${name}`, { call });
}

function folded(numbers: readonly Scalar[], join: (a: Scalar, b: Scalar) => Scalar): Scalar {
  return numbers.reduce(join);
}
