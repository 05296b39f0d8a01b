import { Obstacle } from "../../autodiff/read/obstacle.ts";
import { FunctionReader } from "../../autodiff/read/read-function.ts";
import { InfimumError, wrongKind } from "../../error.ts";
import { TracedArray } from "../values/traced-array.ts";
import { alike, type Operand } from "./operands.ts";
import { replayProgram } from "./replay-program.ts";

/**
 * A plain function of numbers, entry by entry: it is read from its own source, as `differentiate` reads functions, and the arrays are
 * broadcast. Of a condition both sides are computed and one is picked.
 *
 * @param f takes as many numbers as there are arrays, and returns one. What it needs from outside is given as one more operand
 * @throws InfimumError `not-read` with the reason, `not-a-function`, `shape-mismatch`
 *
 * @example
 * import { array, elementwise, evaluated } from "infimum/arrays";
 * const huber = elementwise((r, d) => (Math.abs(r) < d ? r * r / 2 : d * (Math.abs(r) - d / 2)), [0.5, -3], 1);
 * Array.from(evaluated(huber).entries); // [0.125, 2.5]
 */
export function elementwise(f: (...numbers: any[]) => number, ...operands: readonly Operand[]): TracedArray {
  if (typeof f !== "function") throw wrongKind("not-a-function", "what elementwise is given first", "a function", f);
  const { graph, nodes } = alike("elementwise", operands);
  try {
    const reader = new FunctionReader(f, { dimension: nodes.length, separate: true });
    // decisions by the numbers become conditions; where they are looked at to read the function should not matter
    const probe = Float64Array.from(nodes, (_, k) => 0.5 + 0.25 * Math.sin(k + 1));
    const { program, answer } = reader.read(probe);
    if (answer === "scalar") return new TracedArray(graph, replayProgram(program, graph, nodes));
    throw new Obstacle("it returns an array", "return a number");
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    throw new InfimumError("not-read", `the function given to elementwise cannot be read: ${error.sentence}.`, {
      cause: error,
    });
  }
}
