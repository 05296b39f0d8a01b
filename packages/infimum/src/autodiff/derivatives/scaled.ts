import type { ProgramBuilder } from "../program/builder.ts";
import type { Value } from "../program/value.ts";

/** factor * derivative, where a derivative that is 1 or 0 by a condition selects instead of multiplying. */
export function scaled(build: ProgramBuilder, factor: Value, derivative: Value): Value {
  if (derivative.operation === "select") {
    const [condition, one, zero] = derivative.operands;
    if (one.constant === 1 && zero.constant === 0) return build.select(condition, factor, zero);
    if (one.constant === 0 && zero.constant === 1) return build.select(condition, one, factor);
  }
  return build.binary("mul", factor, derivative);
}
