import { FunctionDerivatives } from "../autodiff/function-derivatives.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Layout } from "../problem/parameters.ts";

/** A plain function of x and of parameters, and of data after them. */
export type FunctionOfBoth = (x: any, theta: any, ...data: any[]) => number | ArrayLike<number>;

export interface JointOptions {
  /** The arguments after x and the parameters. */
  readonly data: readonly unknown[];
  readonly using: Readonly<Record<string, unknown>> | undefined;
}

/**
 * A function of x (n) and of parameters (p), at a point that is set, and its products with vectors: of each product the
 * part of x and that of the parameters, whichever are wanted. A direction that is left out is 0.
 */
export class JointFunction {
  readonly #derivatives: FunctionDerivatives<readonly unknown[]>;
  readonly #n: number;
  #data: readonly unknown[];
  /** x and then the parameters. */
  readonly #point: Vector;
  readonly #direction: Vector;
  readonly #product: Vector;

  /** @param layout the shape in which the function receives the parameters */
  constructor(f: FunctionOfBoth, n: number, layout: Layout, options: JointOptions) {
    const dimension = n + layout.dimension;
    this.#n = n;
    this.#data = options.data;
    this.#point = new Float64Array(dimension);
    this.#direction = new Float64Array(dimension);
    this.#product = new Float64Array(dimension);
    this.#derivatives = new FunctionDerivatives(f, dimension, options, (z) => [
      z.subarray(0, n),
      layout.decode(z.subarray(n)),
    ]);
  }

  /** "exact", or "finite-difference: why, and what to do". */
  get source(): string {
    return this.#derivatives.source;
  }

  /** Sets the point; what is left out is as it was. */
  at(x: Vector | undefined, theta?: Vector): this {
    if (x !== undefined) this.#point.set(x);
    if (theta !== undefined) this.#point.set(theta, this.#n);
    return this;
  }

  /** Goes on with other arguments after the parameters, of the same structure without reading the function again. */
  bind(data: readonly unknown[]): void {
    if (data === this.#data) return;
    this.#data = data;
    this.#derivatives.bind(data);
  }

  /** Goes on with another k-th argument after the parameters. */
  exchange(data: readonly unknown[], k: number): void {
    this.#data = data;
    this.#derivatives.exchange(data, k);
  }

  /** The answers (m), in `out` where it is given. */
  answers(out?: Vector): Vector {
    return this.#derivatives.residuals(this.#point, out);
  }

  /** The value of an objective, and its gradient. */
  valueAndGradient(intoX?: Vector, intoTheta?: Vector): number {
    const value = this.#derivatives.valueAndGradient(this.#point, this.#product);
    this.#split(intoX, intoTheta);
    return value;
  }

  /** The change (m) of the answers along v of x and u of the parameters. */
  jacobianVector(v: Vector | undefined, u: Vector | undefined, out: Vector): Vector {
    return this.#derivatives.jacobianVector(this.#point, this.#along(v, u), out);
  }

  /** The gradient of the answers by the weights w (m). */
  vectorJacobian(w: Vector, intoX?: Vector, intoTheta?: Vector): void {
    this.#derivatives.vectorJacobian(this.#point, w, this.#product);
    this.#split(intoX, intoTheta);
  }

  /** The change of the gradient of an objective along v of x and u of the parameters. */
  hessianVector(v: Vector | undefined, u: Vector | undefined, intoX?: Vector, intoTheta?: Vector): void {
    this.#derivatives.hessianVector(this.#point, this.#along(v, u), this.#product);
    this.#split(intoX, intoTheta);
  }

  /** The change of the gradient of the answers by the weights w (m), added to what is there. */
  addWeightedHessianVector(
    w: Vector,
    v: Vector | undefined,
    u: Vector | undefined,
    toX?: Vector,
    toTheta?: Vector,
  ): void {
    this.#derivatives.weightedHessianVector(this.#point, w, this.#along(v, u), this.#product);
    this.#add(toX, toTheta);
  }

  /** As `vectorJacobian`, added to what is there. */
  addVectorJacobian(w: Vector, toX?: Vector, toTheta?: Vector): void {
    this.#derivatives.vectorJacobian(this.#point, w, this.#product);
    this.#add(toX, toTheta);
  }

  #along(v: Vector | undefined, u: Vector | undefined): Vector {
    const direction = this.#direction.fill(0);
    if (v !== undefined) direction.set(v);
    if (u !== undefined) direction.set(u, this.#n);
    return direction;
  }

  #split(intoX: Vector | undefined, intoTheta: Vector | undefined): void {
    const [product, n] = [this.#product, this.#n];
    if (intoX !== undefined) for (let i = 0; i < n; i++) intoX[i] = product[i];
    if (intoTheta !== undefined) for (let j = n; j < product.length; j++) intoTheta[j - n] = product[j];
  }

  #add(toX: Vector | undefined, toTheta: Vector | undefined): void {
    const [product, n] = [this.#product, this.#n];
    if (toX !== undefined) for (let i = 0; i < n; i++) toX[i] += product[i];
    if (toTheta !== undefined) for (let j = n; j < product.length; j++) toTheta[j - n] += product[j];
  }
}
