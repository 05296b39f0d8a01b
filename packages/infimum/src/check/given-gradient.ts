import type { Vector } from "../numerics/vector.ts";
import type { CheckedPoint } from "./finding.ts";
import type { Subject } from "./subject.ts";

/** How far the value beside a gradient may be from the objective's own, relative to the larger. */
const valueTolerance = 1e-9;

/**
 * How a gradient that is given behaves, whatever it says: it has to write all of `out`, to be the same for the same point, and
 * the value it returns has to be the objective's. Two more calls.
 */
export async function checkGivenGradient(
  subject: Subject,
  { x, value }: CheckedPoint,
  gradient: Vector,
  returned: number,
  noise: number,
): Promise<void> {
  const again = new Float64Array(gradient.length);
  await subject.gradient(x, again);
  const unlike = differing(gradient, again);
  if (unlike.length > 0) {
    subject.find({
      severity: "warning",
      check: "derivatives",
      code: "gradient-not-repeatable",
      message: `the gradient differs from call to call at the same point, in ${subject.names[unlike[0]]} by ${Math.abs(gradient[unlike[0]] - again[unlike[0]]).toPrecision(2)}`,
      remedy: "keep nothing between calls, and seed random numbers by the point",
    });
  }
  const dirty = new Float64Array(gradient.length).fill(1.5);
  await subject.gradient(x, dirty);
  const kept = unlike.length > 0 ? [] : differing(gradient, dirty);
  if (kept.length > 0) {
    const variables = kept.map((i) => subject.names[i]);
    const isAdded = dirty[kept[0]] !== 1.5;
    subject.find({
      severity: "error",
      check: "derivatives",
      code: "gradient-keeps-out",
      message: `the gradient ${isAdded ? "adds to what is in out" : "does not write out"} in ${variables[0]}${kept.length > 1 ? ` and ${kept.length - 1} more` : ""}: out is not 0 when it is called`,
      remedy: isAdded ? "begin with out.fill(0)" : "write every entry",
      variables,
    });
  }
  if (!Number.isNaN(returned) && subject.problem.functions.value !== undefined) {
    const scale = Math.max(Math.abs(returned), Math.abs(value));
    if (!(Math.abs(returned - value) <= valueTolerance * scale + 8 * noise)) {
      subject.find({
        severity: "error",
        check: "derivatives",
        code: "value-differs",
        message: `gradient returns the value ${returned} where the objective gives ${value}, at ${subject.describe(x)}`,
        remedy: "return the value of the objective, or nothing",
      });
    }
  }
}

function differing(a: Vector, b: Vector): number[] {
  return Array.from(a.keys()).filter((i) => !Object.is(a[i], b[i]) && a[i] !== b[i]);
}
