import { InfimumError } from "../error.ts";
import { norm, type Vector } from "../numerics/vector.ts";
import type { JointFunction } from "./joint-function.ts";

/**
 * What a solution fulfils, F(z, theta) = 0, at a point that is set: z is x and, where there are constraints, their
 * multipliers after it. The matrices A = dF/dz and B = dF/dtheta are known by their products.
 */
export interface Conditions {
  /** The length of z. */
  readonly size: number;
  /** True where A is symmetric. */
  readonly symmetric: boolean;
  /** True where A is positive semidefinite at a solution. */
  readonly definite: boolean;
  /** "exact", or why the products are differences. */
  readonly source: string;
  /** Sets the point. Returns the norm of F there. */
  set(x: Vector, theta: Vector): number;
  /** A v. */
  along(v: Vector, out: Vector): void;
  /** A' w. */
  across(w: Vector, out: Vector): void;
  /** B u (size). */
  parametersAlong(u: Vector, out: Vector): void;
  /** B' w (p). */
  parametersAcross(w: Vector, out: Vector): void;
}

/** F(x, theta) = 0 for as many answers as unknowns. */
export class RootConditions implements Conditions {
  readonly size: number;
  readonly symmetric = false;
  readonly definite = false;
  readonly #f: JointFunction;

  constructor(f: JointFunction, n: number) {
    this.#f = f;
    this.size = n;
  }

  get source(): string {
    return this.#f.source;
  }

  /** @throws InfimumError `wrong-length` unless there are as many answers as unknowns */
  set(x: Vector, theta: Vector): number {
    return norm(answersAt(this.#f, x, theta, "root"));
  }

  along(v: Vector, out: Vector): void {
    this.#f.jacobianVector(v, undefined, out);
  }

  across(w: Vector, out: Vector): void {
    this.#f.vectorJacobian(w, out);
  }

  parametersAlong(u: Vector, out: Vector): void {
    this.#f.jacobianVector(undefined, u, out);
  }

  parametersAcross(w: Vector, out: Vector): void {
    this.#f.vectorJacobian(w, undefined, out);
  }
}

/** x - T(x, theta) = 0. */
export class FixedPointConditions implements Conditions {
  readonly size: number;
  readonly symmetric = false;
  readonly definite = false;
  readonly #map: JointFunction;

  constructor(map: JointFunction, n: number) {
    this.#map = map;
    this.size = n;
  }

  get source(): string {
    return this.#map.source;
  }

  /** @throws InfimumError `wrong-length` unless the map gives as many numbers as it takes */
  set(x: Vector, theta: Vector): number {
    return norm(answersAt(this.#map, x, theta, "fixedPoint").map((image, i) => x[i] - image));
  }

  along(v: Vector, out: Vector): void {
    this.#map.jacobianVector(v, undefined, out);
    for (let i = 0; i < out.length; i++) out[i] = v[i] - out[i];
  }

  across(w: Vector, out: Vector): void {
    this.#map.vectorJacobian(w, out);
    for (let i = 0; i < out.length; i++) out[i] = w[i] - out[i];
  }

  parametersAlong(u: Vector, out: Vector): void {
    this.#map.jacobianVector(undefined, u, out);
    for (let i = 0; i < out.length; i++) out[i] = -out[i];
  }

  parametersAcross(w: Vector, out: Vector): void {
    this.#map.vectorJacobian(w, undefined, out);
    for (let j = 0; j < out.length; j++) out[j] = -out[j];
  }
}

/** The gradient of an objective f(x, theta) by x is 0. */
export class StationaryConditions implements Conditions {
  readonly size: number;
  readonly symmetric = true;
  readonly definite = true;
  readonly #objective: JointFunction;

  constructor(objective: JointFunction, n: number) {
    this.#objective = objective;
    this.size = n;
  }

  get source(): string {
    return this.#objective.source;
  }

  set(x: Vector, theta: Vector): number {
    const gradient = new Float64Array(this.size);
    this.#objective.at(x, theta).valueAndGradient(gradient);
    return norm(gradient);
  }

  along(v: Vector, out: Vector): void {
    this.#objective.hessianVector(v, undefined, out);
  }

  across(w: Vector, out: Vector): void {
    this.#objective.hessianVector(w, undefined, out);
  }

  parametersAlong(u: Vector, out: Vector): void {
    this.#objective.hessianVector(undefined, u, out);
  }

  parametersAcross(w: Vector, out: Vector): void {
    this.#objective.hessianVector(w, undefined, undefined, out);
  }
}

function answersAt(f: JointFunction, x: Vector, theta: Vector, name: string): Vector {
  const answers = f.at(x, theta).answers();
  if (answers.length === x.length) return answers;
  throw new InfimumError(
    "wrong-length",
    `${name} gives ${answers.length} numbers for ${x.length} unknowns: as many conditions as unknowns are needed.`,
  );
}
