import { InfimumError } from "../error.ts";
import type { Pattern } from "../numerics/sparse/pattern.ts";
import { dot, type Vector } from "../numerics/vector.ts";
import { checkReading, describe } from "./check-reading.ts";
import {
  type Answers,
  centralHessianVector,
  centralJacobian,
  centralJacobianVector,
} from "./difference-derivatives.ts";
import type { Derivatives, DifferentiateOptions, Sparsity } from "./differentiated.ts";
import { ExactFunction, type SparseMatrix } from "./exact-function.ts";
import { Obstacle, type Place, placeText } from "./read/obstacle.ts";

export type Read<Data> = (x: any, data: Data) => number | ArrayLike<number>;

/** Several arguments that make up one point; the data are then a list of the arguments that come after them. */
export type ArgumentsOf = (x: Vector) => readonly unknown[];

/** The derivatives of one function: exact until it proves that it cannot be read, by differences from then on. */
export class FunctionDerivatives<Data> implements Derivatives<Data> {
  readonly #f: (...args: any[]) => number | ArrayLike<number>;
  readonly #argumentsOf: ArgumentsOf | undefined;
  readonly #n: number;
  #data: Data;
  #exact: ExactFunction | undefined;
  #why = "";
  #place: Place | undefined;
  /** The number of residuals, once it is known; 0 for an objective. */
  #rows: number | undefined;

  constructor(
    f: (...args: any[]) => number | ArrayLike<number>,
    n: number,
    { data, using }: DifferentiateOptions<Data>,
    argumentsOf?: ArgumentsOf,
  ) {
    this.#f = f;
    this.#n = n;
    this.#data = data as Data;
    this.#argumentsOf = argumentsOf;
    try {
      this.#exact = new ExactFunction(f, { dimension: n, data, using, argumentsOf });
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

  residuals(x: ArrayLike<number>, out?: Vector): Vector {
    const point = this.#pointOf(x);
    this.#check(point);
    const answers = out ?? new Float64Array(this.#answerCount);
    requireLength(answers, this.#answerCount, "out");
    if (this.#exact) this.#own(point, (exact) => exact.residuals(point, answers));
    else this.#answers(point, answers);
    return answers;
  }

  jacobian(x: ArrayLike<number>): Vector {
    return denseOf(this.sparseJacobian(x));
  }

  sparseJacobian(x: ArrayLike<number>): SparseMatrix {
    const point = this.#pointOf(x);
    this.#check(point);
    if (this.#exact) return this.#own(point, (exact) => exact.jacobian(point));
    const m = this.#answerCount;
    const values = centralJacobian(this.#answers, point, m, new Float64Array(m * this.#n));
    return { ...densePattern(m, this.#n), values };
  }

  jacobianVector(x: ArrayLike<number>, v: ArrayLike<number>, out?: Vector): Vector {
    const point = this.#pointOf(x);
    this.#check(point);
    const direction = vectorOf(v, this.#n, "v");
    const product = out ?? new Float64Array(this.#answerCount);
    requireLength(product, this.#answerCount, "out");
    if (this.#exact) this.#own(point, (exact) => exact.jacobianVector(point, direction, product));
    else centralJacobianVector(this.#answers, point, direction, product);
    return product;
  }

  vectorJacobian(x: ArrayLike<number>, w: ArrayLike<number>, out: Vector = new Float64Array(this.#n)): Vector {
    const point = this.#pointOf(x);
    this.#check(point);
    const weights = vectorOf(w, this.#answerCount, "w");
    requireLength(out, this.#n, "out");
    if (this.#exact) this.#own(point, (exact) => exact.vectorJacobian(point, weights, out));
    else centralJacobian(this.#weighted(weights), point, 1, out);
    return out;
  }

  /** The Hessian of w' residuals times v (n). */
  weightedHessianVector(x: Vector, w: Vector, v: Vector, out: Vector): Vector {
    this.#check(x);
    if (this.#exact) this.#own(x, (exact) => exact.weightedHessianVector(x, w, v, out));
    else centralHessianVector(this.#weighted(w), x, v, out);
    return out;
  }

  get sparsity(): Sparsity | undefined {
    if (this.#exact !== undefined && this.#rows === undefined) this.#tryReading();
    return this.#exact?.patterns(this.#probe());
  }

  bind(data: Data): void {
    this.#data = data;
    // of another structure there may be another number of residuals
    if (!this.#exact?.bind(data)) this.#rows = undefined;
  }

  /** Goes on with another k-th argument among the data, where they are a list. */
  exchange(data: Data, k: number): void {
    this.#data = data;
    this.#exact?.exchange(data, k);
  }

  get #answerCount(): number {
    return this.#rows || 1;
  }

  /** The sum of the answers by weights, as an objective. */
  #weighted(w: Vector): Answers {
    const answers = new Float64Array(w.length);
    return (x, out) => {
      this.#answers(x, answers);
      out[0] = dot(w, answers);
    };
  }

  readonly #answers: Answers = (x, out) => {
    const answers = this.#call(x.slice());
    requireLength(answers, out.length, "the answer of the function");
    out.set(answers);
  };

  /** What the function itself gives. @throws InfimumError `not-a-number` */
  #call(x: Vector): ArrayLike<number> {
    return numbersOf(this.#ask(x));
  }

  #ask(x: Vector): number | ArrayLike<number> {
    if (this.#argumentsOf === undefined) return this.#f(x.slice(), this.#data);
    return this.#f(...this.#argumentsOf(x.slice()), ...(this.#data as readonly unknown[]));
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
    const own = this.#ask(x);
    const numbers = this.#numbersAt(own);
    this.#rows = typeof own === "number" ? 0 : numbers.length;
    if (this.#exact === undefined) return;
    try {
      checkReading(this.#exact, x, own);
    } catch (error) {
      this.#giveUp(error);
    }
  }

  /** What the function returned, as numbers; the place where it returns something else, if that was read. @throws InfimumError `not-a-number` */
  #numbersAt(own: unknown): ArrayLike<number> {
    try {
      return numbersOf(own);
    } catch (error) {
      this.#tryReading();
      if (this.#place === undefined || !(error instanceof InfimumError)) throw error;
      throw new InfimumError(error.code, error.message.replace(":", ` (${placeText(this.#place)}):`));
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
    this.#place = error.place;
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
