import { binaryOperations, comparisons, unaryOperations } from "../../../autodiff/program/operations.ts";
import type { Elementary } from "../../../numerics/elementary/elementary.ts";
import { elementary32 } from "../../../numerics/elementary/elementary32.ts";
import { elementary64 } from "../../../numerics/elementary/elementary64.ts";
import type { Kernels } from "./kernel.ts";

/** The functions that vectors have too. */
const own = { float64: elementary64, float32: elementary32, int32: elementary64 } as const;

export const elementwise: Kernels<"unary" | "binary" | "compare" | "select" | "convert" | "fill" | "constant"> = {
  constant: ({ entries }, _node, _operands, out) => out.set(entries),
  fill: ({ value }, _node, _operands, out) => {
    out.fill(value);
  },
  unary: (operation, { precision }, [a], out) => {
    const name = operation.function;
    const f = name in elementary64 ? own[precision][name as keyof Elementary] : unaryOperations[name];
    for (let i = 0; i < out.length; i++) out[i] = f(a[i]);
  },
  binary: (operation, _node, [a, b], out) => {
    const f = binaryOperations[operation.function];
    for (let i = 0; i < out.length; i++) out[i] = f(a[i], b[i]);
  },
  compare: ({ comparison }, _node, [a, b], out) => {
    const holds = comparisons[comparison];
    for (let i = 0; i < out.length; i++) out[i] = Number(holds(a[i], b[i]));
  },
  select: (_operation, _node, [condition, a, b], out) => {
    for (let i = 0; i < out.length; i++) out[i] = condition[i] !== 0 ? a[i] : b[i];
  },
  convert: (_operation, _node, [a], out) => out.set(a),
};
