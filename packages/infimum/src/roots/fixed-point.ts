import { badValue, InfimumError } from "../error.ts";
import { pivotedQr, qrFactors, qrLeastSquares } from "../numerics/dense/pivoted-qr.ts";
import { allFinite, norm, type Vector } from "../numerics/vector.ts";
import { layoutOf, type Parameters, type Shape } from "../problem/parameters.ts";
import { readStart } from "../problem/start.ts";

export interface FixedPointOptions<Data = undefined> {
  /** Passed to g as its second argument. */
  readonly data?: Data;
  /** How many earlier steps are combined; 5 by default, 0 is the plain iteration. */
  readonly memory?: number;
  /** The part of g(x) - x that is added, above 0 and at most 1; 1 by default. Less for maps that expand. */
  readonly mixing?: number;
  /** The map has to move x by at most this part of its size; 1e-12 by default. */
  readonly tolerance?: number;
  /** Answers of g; 1000 by default. */
  readonly evaluations?: number;
}

export interface FixedPoint<P extends Parameters = any> {
  readonly x: Vector;
  readonly params: Shape<P>;
  /** |g(x) - x|. */
  readonly residual: number;
  /** "converged", "evaluations" when the budget ended, "failed" when g gave no numbers. */
  readonly status: "converged" | "evaluations" | "failed";
  readonly ok: boolean;
  /** One sentence with the number and the threshold. */
  readonly message: string;
  readonly evaluations: number;
}

/** A residual that has grown by more than this beyond the least one begins the memory anew, from there. */
const mostGrowth = 100;

/** Differences that depend on each other by more than this are left out of the combination. */
const leastIndependent = 1e-10;

/**
 * A fixed point g(x) = x by Anderson acceleration: with f = g(x) - x, the last steps dX and the changes dF of f along them,
 *
 *     gamma = argmin |f - dF gamma|,   x+ = x + mixing f - (dX + mixing dF) gamma
 *
 * For a linear map it does what GMRES does; maps that do not contract may converge with it.
 *
 * Cost: an answer of g and 2 n memory^2 operations an iteration.
 *
 * @param g gets a point in the shape of `x0`, and `data`; returns the same shape (an array, or a record)
 * @throws InfimumError `bad-option`, `wrong-length` when g returns another shape, and what is wrong with x0
 * @reference D. G. Anderson, 1965, Iterative procedures for nonlinear integral equations, 10.1145/321296.321305
 * @reference H. F. Walker, P. Ni, 2011, Anderson acceleration for fixed-point iterations, 10.1137/10078356X
 *
 * @example
 * const r = fixedPoint(([x]) => [Math.cos(x)], [1]);
 * Math.abs(r.x[0] - 0.7390851332151607) < 1e-12; // true
 */
export function fixedPoint<const P extends Parameters, Data = undefined>(
  g: (x: Shape<P>, data: Data) => Shape<P> | ArrayLike<number>,
  x0: P,
  options: FixedPointOptions<Data> = {},
): FixedPoint<P> {
  const { memory = 5, mixing = 1, tolerance = 1e-12, evaluations: budget = 1000 } = options;
  if (!(Number.isSafeInteger(memory) && memory >= 0))
    throw badValue("bad-option", "memory", memory, "a whole number from 0 on");
  if (!(mixing > 0 && mixing <= 1)) throw badValue("bad-option", "mixing", mixing, "a number above 0, at most 1");
  if (!(tolerance >= 0)) throw badValue("bad-option", "tolerance", tolerance, "a number from 0 on");
  const layout = layoutOf(x0);
  const n = layout.dimension;
  let x = readStart(x0, layout, undefined);
  let best = { x, residual: Infinity };
  const history = new History(n, Math.min(memory, n));
  let evaluations = 0;
  const end = (status: FixedPoint["status"], message: string): FixedPoint<P> => ({
    x: best.x.slice(),
    params: layout.decode(best.x.slice()) as Shape<P>,
    residual: best.residual,
    status,
    ok: status === "converged",
    message,
    evaluations,
  });
  while (evaluations < budget) {
    const image = imageOf(g(layout.decode(x.slice()) as Shape<P>, options.data as Data), layout.flat, n, (value, out) =>
      layout.encode(value, out),
    );
    evaluations++;
    if (!allFinite(image)) {
      if (best.residual === Infinity) return end("failed", "g gave no finite numbers at the start.");
      // back to the best point, by a plain step of half the length
      history.clear();
      x = x.map((entry, i) => (entry + best.x[i]) / 2);
      continue;
    }
    const f = image.map((entry, i) => entry - x[i]);
    const residual = norm(f);
    if (residual < best.residual) best = { x, residual };
    const size = Math.max(1, norm(x));
    if (residual <= tolerance * size) {
      return end(
        "converged",
        `the map moves x by ${residual.toPrecision(3)} <= ${tolerance} times its size ${size.toPrecision(3)}.`,
      );
    }
    if (residual > mostGrowth * best.residual) history.clear();
    x = history.next(x, f, mixing);
  }
  return end("evaluations", `after ${budget} evaluations the map still moves x by ${best.residual.toPrecision(3)}.`);
}

/** The last steps, and the changes of f along them. */
class History {
  readonly #n: number;
  readonly #memory: number;
  readonly #steps: Vector[] = [];
  readonly #changes: Vector[] = [];
  #x: Vector | undefined;
  #f: Vector | undefined;

  constructor(n: number, memory: number) {
    this.#n = n;
    this.#memory = memory;
  }

  clear(): void {
    this.#steps.length = 0;
    this.#changes.length = 0;
    this.#x = undefined;
    this.#f = undefined;
  }

  next(x: Vector, f: Vector, mixing: number): Vector {
    const n = this.#n;
    const [last, lastF] = [this.#x, this.#f];
    if (last && lastF && this.#memory > 0) {
      this.#steps.push(x.map((entry, i) => entry - last[i]));
      this.#changes.push(f.map((entry, i) => entry - lastF[i]));
      if (this.#steps.length > this.#memory) {
        this.#steps.shift();
        this.#changes.shift();
      }
    }
    this.#x = x;
    this.#f = f;
    const next = x.map((entry, i) => entry + mixing * f[i]);
    const k = this.#steps.length;
    if (k === 0) return next;
    const factors = qrFactors(n, k);
    this.#changes.forEach((change, column) => {
      factors.factor.set(change, column * n);
    });
    pivotedQr(factors.factor, factors, leastIndependent);
    const weights = new Float64Array(k);
    qrLeastSquares(factors, f, weights);
    for (let c = 0; c < k; c++) {
      for (let i = 0; i < n; i++) next[i] -= weights[c] * (this.#steps[c][i] + mixing * this.#changes[c][i]);
    }
    return next;
  }
}

/** @throws InfimumError `wrong-length` */
function imageOf(value: unknown, flat: boolean, n: number, encode: (value: unknown, out: Vector) => Vector): Vector {
  const isList = Array.isArray(value) || ArrayBuffer.isView(value);
  if (isList && (value as unknown as ArrayLike<number>).length === n) {
    return Float64Array.from(value as unknown as ArrayLike<number>);
  }
  if (!flat && !isList && typeof value === "object" && value !== null)
    return encode(value, new Float64Array(n).fill(NaN));
  throw new InfimumError("wrong-length", `g has to return ${n} numbers in the shape of x0: return what it got.`);
}
