import { InfimumError, wrongKind } from "../error.ts";
import { allFinite, type Vector } from "../numerics/vector.ts";
import { type Layout, layoutOf, type Parameters } from "../problem/parameters.ts";

/** The parameters given last, as a vector, and their shape. */
export class CurrentParameters {
  /** As given last. */
  vector: Vector = new Float64Array(0);
  #layout: Layout | undefined;
  #before: Vector = new Float64Array(0);

  /** The shape of what was read last. */
  get layout(): Layout {
    return this.#layout as Layout;
  }

  /**
   * Takes parameters. Returns "same" for the numbers it has, "other" for others of the same shape, and "shape" for
   * parameters of another shape than before.
   *
   * @throws InfimumError `theta-not-numbers`, `theta-not-finite`
   */
  read(theta: Parameters): "same" | "other" | "shape" {
    if (typeof theta !== "object" || theta === null)
      throw wrongKind("theta-not-numbers", "theta", "an array of numbers or a record of them", theta);
    [this.vector, this.#before] = [this.#before, this.vector];
    if (this.#layout !== undefined && this.#takes(theta, this.#layout)) {
      return this.vector.every((entry, j) => Object.is(entry, this.#before[j])) ? "same" : "other";
    }
    this.#layout = shapeOf(theta);
    this.vector = new Float64Array(this.#layout.dimension);
    this.#before = new Float64Array(this.#layout.dimension);
    if (this.#takes(theta, this.#layout)) return "shape";
    this.#layout = undefined;
    throw new InfimumError(
      "theta-not-finite",
      "theta has no numbers, or NaN or infinity among them: give finite numbers.",
    );
  }

  /** A direction: as many numbers as there are parameters, or a record of their shape. @throws InfimumError `wrong-length` */
  direction(v: Parameters, name: string): Vector {
    if (isFlat(v)) return numbersOf(v, this.layout.dimension, name);
    const out = this.layout.encode(v, new Float64Array(this.layout.dimension).fill(NaN));
    if (allFinite(out)) return out;
    throw new InfimumError("wrong-length", `${name} lacks numbers that theta has: give all ${out.length}.`);
  }

  #takes(theta: Parameters, layout: Layout): boolean {
    if (isFlat(theta) !== layout.flat || (isFlat(theta) && theta.length !== layout.dimension)) return false;
    layout.encode(theta, this.vector.fill(NaN));
    return layout.dimension > 0 && allFinite(this.vector);
  }
}

/** @throws InfimumError `theta-not-numbers` */
function shapeOf(theta: Parameters): Layout {
  try {
    return layoutOf(theta);
  } catch (error) {
    if (!(error instanceof InfimumError)) throw error;
    throw new InfimumError("theta-not-numbers", error.message.replace(/\bx0\b/, "theta"), { cause: error });
  }
}

function isFlat(theta: Parameters): theta is readonly number[] | Float64Array {
  return Array.isArray(theta) || theta instanceof Float64Array;
}

/** @throws InfimumError `wrong-length` */
export function numbersOf(numbers: unknown, length: number, name: string): Vector {
  const given = (numbers as ArrayLike<number> | undefined)?.length;
  if (given === length) return Float64Array.from(numbers as ArrayLike<number>);
  throw new InfimumError("wrong-length", `${name} has ${given ?? "no"} entries where ${length} are needed.`);
}
