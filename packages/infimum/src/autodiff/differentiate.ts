import { badValue, InfimumError, wrongKind } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import { checkReading, describe } from "./check-reading.ts";
import { type Answers, centralHessianVector, centralJacobian } from "./difference-derivatives.ts";
import { ExactFunction, type SparseMatrix } from "./exact-function.ts";
import { Obstacle } from "./read/obstacle.ts";
import type { Pattern } from "./sparsity/pattern.ts";

export interface DifferentiateOptions<Data = undefined> {
  /** Outer values that the function reads, by their names, so that its source can be understood; functions are read too. */
  readonly using?: Readonly<Record<string, unknown>>;
  /** Passed to the function as its second argument: numbers, arrays and records of them. */
  readonly data?: Data;
}

/** Where the Jacobian of a function may differ from 0, and the Hessian, where it has one. */
export interface Sparsity {
  readonly jacobian: Pattern;
  readonly hessian: Pattern | undefined;
}

/**
 * A function and its derivatives. The function may return a number (an objective) or an array of m numbers (residuals).
 * Matrices are column-major.
 *
 * Kinks: the derivative of a branch is that of the arm which is taken; of |x| it is 0 at 0; of the larger or smaller of two
 * equal numbers it is that of the first.
 */
export interface Derivatives<Data = undefined> {
  /** The objective at x. @throws InfimumError `not-scalar` when the function returns an array */
  value(x: ArrayLike<number>): number;
  /** The gradient (n), in `out` where it is given. @throws InfimumError `not-scalar` */
  gradient(x: ArrayLike<number>, out?: Vector): Vector;
  /** Writes the gradient (n) and returns the value. @throws InfimumError `not-scalar` */
  valueAndGradient(x: ArrayLike<number>, out: Vector): number;
  /** The Hessian, n x n. @throws InfimumError `not-scalar` */
  hessian(x: ArrayLike<number>): Vector;
  /** The entries of the Hessian that may differ from 0: for large and sparse ones. @throws InfimumError `not-scalar` */
  sparseHessian(x: ArrayLike<number>): SparseMatrix;
  /** The Hessian times v (n), in `out` where it is given. @throws InfimumError `not-scalar` */
  hessianVector(x: ArrayLike<number>, v: ArrayLike<number>, out?: Vector): Vector;
  /** The residuals (m); of an objective its value alone. */
  residuals(x: ArrayLike<number>): Vector;
  /** The Jacobian of the residuals, m x n; of an objective its gradient as a row. */
  jacobian(x: ArrayLike<number>): Vector;
  /** The entries of the Jacobian that may differ from 0. */
  sparseJacobian(x: ArrayLike<number>): SparseMatrix;
  /** Where the derivatives may differ from 0, as the function was read last; undefined where it cannot be read. */
  readonly sparsity: Sparsity | undefined;
  /** Goes on with other data: of the same structure without reading the function again. */
  bind(data: Data): void;
  /** "exact", or "finite-difference: why, and what to do". */
  readonly source: string;
  /** How exact derivatives run: "interpreted" where WebAssembly is forbidden. */
  readonly how: "compiled" | "interpreted";
}

type Read<Data> = (x: any, data: Data) => number | ArrayLike<number>;

/**
 * The exact derivatives of a plain function, which is read from its own source. What cannot be read is differentiated
 * by central differences, and `source` says why. The first evaluation calls the function itself and compares.
 *
 * @param f gets a point (a `Float64Array` of n numbers, its own to write to) and `data`
 * @param n the number of variables
 * @throws InfimumError `not-a-function`, `bad-dimension`; its functions throw `wrong-length` for points of another length,
 * `not-a-number` when the function returns neither a number nor an array of numbers, and what the function throws
 *
 * Cost: a gradient at most 5 times the operations of the function, whatever n is; a Hessian-vector product about
 * twice that.
 *
 * @reference A. Griewank, A. Walther, 2008, Evaluating Derivatives, 10.1137/1.9780898717761
 *
 * @example
 * const f = differentiate((x) => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2, 2);
 * f.gradient([-1.2, 1]); // Float64Array [-215.6, -88]
 */
export function differentiate<Data = undefined>(
  f: Read<Data>,
  n: number,
  options: DifferentiateOptions<Data> = {},
): Derivatives<Data> {
  if (typeof f !== "function") throw wrongKind("not-a-function", "what is differentiated", "a function", f);
  if (!Number.isSafeInteger(n) || n < 1)
    throw badValue("bad-dimension", "the number of variables", n, "a whole number from 1 on");
  const derivatives = new FunctionDerivatives(f, n, options);
  // so that they work when they are taken out: const { gradient } = differentiate(...)
  for (const name of functionNames) Object.assign(derivatives, { [name]: derivatives[name].bind(derivatives) });
  return derivatives;
}

const functionNames = [
  "value",
  "gradient",
  "valueAndGradient",
  "hessian",
  "sparseHessian",
  "hessianVector",
  "residuals",
  "jacobian",
  "sparseJacobian",
  "bind",
] as const;

class FunctionDerivatives<Data> implements Derivatives<Data> {
  readonly #f: Read<Data>;
  readonly #n: number;
  #data: Data;
  #exact: ExactFunction | undefined;
  #why = "";
  /** The number of residuals, once it is known; 0 for an objective. */
  #rows: number | undefined;

  constructor(f: Read<Data>, n: number, { data, using }: DifferentiateOptions<Data>) {
    this.#f = f;
    this.#n = n;
    this.#data = data as Data;
    try {
      this.#exact = new ExactFunction(f, { dimension: n, data, using });
    } catch (error) {
      this.#giveUp(error);
    }
  }

  get source(): string {
    if (this.#exact !== undefined && this.#rows === undefined) this.#tryReading();
    return this.#exact ? "exact" : `finite-difference: ${this.#why}`;
  }

  get how(): "compiled" | "interpreted" {
    return this.#exact?.how ?? "interpreted";
  }

  value(x: ArrayLike<number>): number {
    const point = this.#objectiveAt(x);
    return this.#exact ? this.#own(point, (exact) => exact.value(point)) : this.#call(point)[0];
  }

  gradient(x: ArrayLike<number>, out: Vector = new Float64Array(this.#n)): Vector {
    this.valueAndGradient(x, out);
    return out;
  }

  valueAndGradient(x: ArrayLike<number>, out: Vector): number {
    const exact = this.#exact;
    const n = this.#n;
    // what is asked again and again, without a detour
    if (exact && this.#rows === 0 && x instanceof Float64Array && x.length === n && out?.length === n) {
      try {
        return exact.valueAndGradient(x, out);
      } catch (error) {
        return this.#explain(x, error);
      }
    }
    const point = this.#objectiveAt(x);
    requireLength(out, n, "out");
    if (this.#exact) return this.#own(point, (read) => read.valueAndGradient(point, out));
    centralJacobian(this.#answers, point, 1, out);
    return this.#call(point)[0];
  }

  hessianVector(x: ArrayLike<number>, v: ArrayLike<number>, out: Vector = new Float64Array(this.#n)): Vector {
    const point = this.#objectiveAt(x);
    const direction = vectorOf(v, this.#n, "v");
    requireLength(out, this.#n, "out");
    if (this.#exact) this.#own(point, (exact) => exact.hessianVector(point, direction, out));
    else centralHessianVector(this.#answers, point, direction, out);
    return out;
  }

  hessian(x: ArrayLike<number>): Vector {
    return denseOf(this.sparseHessian(x));
  }

  sparseHessian(x: ArrayLike<number>): SparseMatrix {
    const point = this.#objectiveAt(x);
    if (this.#exact) return this.#own(point, (exact) => exact.hessian(point));
    const n = this.#n;
    const hessian = new Float64Array(n * n);
    const unit = new Float64Array(n);
    for (let j = 0; j < n; j++) {
      unit[j] = 1;
      centralHessianVector(this.#answers, point, unit, hessian.subarray(j * n, (j + 1) * n));
      unit[j] = 0;
    }
    // both triangles are the same number; differences make two of it
    for (let j = 0; j < n; j++) {
      for (let i = 0; i < j; i++) {
        const mean = (hessian[i + j * n] + hessian[j + i * n]) / 2;
        hessian[i + j * n] = mean;
        hessian[j + i * n] = mean;
      }
    }
    return { ...densePattern(n, n), values: hessian };
  }

  residuals(x: ArrayLike<number>): Vector {
    const point = this.#pointOf(x);
    this.#check(point);
    const out = new Float64Array(this.#rows || 1);
    if (this.#exact) this.#own(point, (exact) => exact.residuals(point, out));
    else this.#answers(point, out);
    return out;
  }

  jacobian(x: ArrayLike<number>): Vector {
    return denseOf(this.sparseJacobian(x));
  }

  sparseJacobian(x: ArrayLike<number>): SparseMatrix {
    const point = this.#pointOf(x);
    this.#check(point);
    if (this.#exact) return this.#own(point, (exact) => exact.jacobian(point));
    const m = this.#rows || 1;
    const values = centralJacobian(this.#answers, point, m, new Float64Array(m * this.#n));
    return { ...densePattern(m, this.#n), values };
  }

  get sparsity(): Sparsity | undefined {
    if (this.#exact !== undefined && this.#rows === undefined) this.#tryReading();
    return this.#exact?.patterns(this.#probe());
  }

  bind(data: Data): void {
    this.#data = data;
    this.#exact?.bind(data);
  }

  readonly #answers: Answers = (x, out) => {
    const answers = this.#call(x.slice());
    requireLength(answers, out.length, "the answer of the function");
    out.set(answers);
  };

  /** What the function itself gives. @throws InfimumError `not-a-number` */
  #call(x: Vector): ArrayLike<number> {
    return numbersOf(this.#f(x.slice(), this.#data));
  }

  #pointOf(x: ArrayLike<number>): Vector {
    return vectorOf(x, this.#n, "x");
  }

  #objectiveAt(x: ArrayLike<number>): Vector {
    const point = this.#pointOf(x);
    this.#check(point);
    if (this.#rows === 0) return point;
    throw new InfimumError(
      "not-scalar",
      `the function returns ${this.#rows} numbers: ask for its residuals and jacobian, or return their sum.`,
    );
  }

  /** At the first point the function itself is called, and what was read of it has to agree. */
  #check(x: Vector): void {
    if (this.#rows !== undefined) return;
    const own = this.#f(x.slice(), this.#data);
    const numbers = numbersOf(own);
    this.#rows = typeof own === "number" ? 0 : numbers.length;
    if (this.#exact === undefined) return;
    try {
      checkReading(this.#exact, x, own);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** Whether the function can be read, where no point is known yet: at one without symmetries. */
  #tryReading(): void {
    try {
      this.#exact?.readAt(this.#probe());
    } catch (error) {
      this.#giveUp(error);
    }
  }

  #probe(): Vector {
    return Float64Array.from({ length: this.#n }, (_, i) => 0.5 + 0.25 * Math.sin(i + 1));
  }

  #giveUp(error: unknown): void {
    if (!(error instanceof Obstacle)) throw error;
    this.#exact = undefined;
    this.#why = error.sentence;
  }

  #own<T>(x: Vector, ask: (exact: ExactFunction) => T): T {
    try {
      return ask(this.#exact as ExactFunction);
    } catch (error) {
      return this.#explain(x, error);
    }
  }

  /** Where the function cannot be read at a point, it may be that it throws there itself. */
  #explain(x: Vector, error: unknown): never {
    if (!(error instanceof Obstacle)) throw error;
    this.#call(x);
    throw new InfimumError("derivatives-not-exact", `here the function cannot be read: ${error.sentence}.`);
  }
}

function densePattern(rowCount: number, columnCount: number): Pattern {
  return {
    rowCount,
    columnCount,
    columnStarts: Int32Array.from({ length: columnCount + 1 }, (_, j) => j * rowCount),
    rows: Int32Array.from({ length: rowCount * columnCount }, (_, k) => k % rowCount),
  };
}

function denseOf({ rowCount, columnCount, columnStarts, rows, values }: SparseMatrix): Vector {
  const out = new Float64Array(rowCount * columnCount);
  for (let j = 0; j < columnCount; j++) {
    for (let k = columnStarts[j]; k < columnStarts[j + 1]; k++) out[rows[k] + j * rowCount] = values[k];
  }
  return out;
}

function numbersOf(own: unknown): ArrayLike<number> {
  if (typeof own === "number") return [own];
  const isList = Array.isArray(own) || (ArrayBuffer.isView(own) && !(own instanceof DataView));
  if (isList && Array.prototype.every.call(own, (entry) => typeof entry === "number"))
    return own as unknown as ArrayLike<number>;
  throw new InfimumError(
    "not-a-number",
    `the function returned ${describe(own)}: return a number, or an array of numbers for residuals.`,
  );
}

function vectorOf(x: ArrayLike<number>, n: number, name: string): Vector {
  requireLength(x, n, name);
  return x instanceof Float64Array ? x : Float64Array.from(x);
}

function requireLength(x: ArrayLike<number>, n: number, name: string): void {
  if (x?.length === n) return;
  throw new InfimumError("wrong-length", `${name} has ${x?.length ?? "no"} entries where ${n} are needed.`);
}
