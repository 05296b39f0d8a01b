import type { ProgramBuilder } from "../program/builder.ts";
import type { Copy } from "../program/copy.ts";
import type { LoopStep } from "../program/program.ts";
import type { Value } from "../program/value.ts";

/** A loop through the iterations of another, last first. */
export function backwardIterations(
  build: ProgramBuilder,
  copy: Copy,
  step: LoopStep,
  start: readonly Value[],
  body: (carried: readonly Value[]) => Value[],
): readonly Value[] {
  const { stride } = step;
  const [first, end] = [copy.value(step.start), copy.value(step.end)];
  const at = (index: Value, carried: readonly Value[]): Value[] => {
    copy.set(step.index, index);
    return body(carried);
  };
  const shifted = (value: Value): Value =>
    build.index(build.binary(stride > 0 ? "sub" : "add", value, build.integer(1)));
  if (stride === 1 || stride === -1) return build.loop(shifted(end), shifted(first), -stride, start, at);
  const length = build.binary("div", build.binary("sub", end, first), build.integer(stride));
  const count = build.index(build.unary("ceil", length));
  return build.loop(shiftedDown(build, count), build.integer(-1), -1, start, (k, carried) => {
    const index = build.index(build.binary("add", first, build.binary("mul", k, build.integer(stride))));
    return at(index, carried);
  });
}

function shiftedDown(build: ProgramBuilder, value: Value): Value {
  return build.index(build.binary("sub", value, build.integer(1)));
}
