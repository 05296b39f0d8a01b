import { withBoundFunctions } from "../autodiff/bound-functions.ts";
import { FunctionDerivatives } from "../autodiff/function-derivatives.ts";
import { badValue, InfimumError, wrongKind } from "../error.ts";
import { allFinite, move, type Vector } from "../numerics/vector.ts";
import type { Parameters } from "../problem/parameters.ts";
import { CurrentParameters, numbersOf } from "./current-parameters.ts";
import { horizonShares } from "./horizon-shares.ts";
import { JointFunction } from "./joint-function.ts";
import { OuterFunctions, type OuterObjective } from "./outer-functions.ts";
import { Trajectory } from "./trajectory.ts";

/** The next x from x, the parameters, the number of the iteration (from 0 on) and the data: as many numbers. */
export type IterationStep = (x: any, theta: any, iteration: number, data: any) => ArrayLike<number>;

export interface UnrolledOptions<Data = undefined> {
  /** T, how many steps are made. */
  readonly iterations: number;
  /** x_0 as a function of theta and data, differentiated too; where it is left out, x_0 is given to each method. */
  readonly start?: (theta: any, data: any) => ArrayLike<number>;
  /** K: only the last K steps are differentiated, as if what came before did not depend on theta. All by default. */
  readonly truncate?: number;
  /**
   * Above 0, at most 1: the derivative is a mean of those of the last 1, 2, ..., K steps, with weights that decay by this
   * factor from one horizon to the next. The last K alone by default.
   */
  readonly mixing?: number;
  /** "sqrt" keeps 2 sqrt(K) states instead of K, and makes the steps a second time. "all" by default. */
  readonly checkpoints?: "all" | "sqrt";
  /** Passed to all functions as their last argument. */
  readonly data?: Data;
  /** Outer values that the functions read, by their names. */
  readonly using?: Readonly<Record<string, unknown>>;
}

/** The last state x (n) of an iteration as a function of theta (p numbers, an array or a record), and its derivatives. */
export interface Unrolled<P extends Parameters = Parameters, Data = undefined> {
  /** The last state. @throws InfimumError `no-start` */
  run(theta: P, x0?: ArrayLike<number>): Vector;
  /** The derivative of x by theta, n x p, column-major, by p runs. */
  jacobian(theta: P, x0?: ArrayLike<number>): Vector;
  /** The change of x (n) along a direction v (p numbers, or in the shape of theta): forward mode, without memory. */
  jacobianVector(theta: P, v: Parameters, x0?: ArrayLike<number>): Vector;
  /** The gradient (p) of w' x by theta: reverse mode. */
  vectorJacobian(theta: P, w: ArrayLike<number>, x0?: ArrayLike<number>): Vector;
  /** The total derivative (p) by theta of outer(x, theta, data): the hypergradient. */
  gradient(theta: P, outer: OuterObjective, x0?: ArrayLike<number>): Vector;
  /** Writes the hypergradient and returns the value of the outer objective. */
  valueAndGradient(theta: P, outer: OuterObjective, out: Vector, x0?: ArrayLike<number>): number;
  /** Goes on with other data. */
  bind(data: Data): void;
  /** "exact", or "finite-difference: why, and what to do", of the step as it was read last. */
  readonly source: string;
}

/**
 * The derivatives of what an iteration comes to, x_t+1 = step(x_t, theta, t, data) for t = 0, ..., T - 1, through its steps:
 * with A_t and B_t the derivatives of step number t by x and theta,
 *
 *     forward:   x'_t+1 = A_t x'_t + B_t v
 *     reverse:   a_t = A_t' a_t+1,   g = sum of B_t' a_t+1
 *
 * exact where the step can be read. As the iteration converges so does the derivative, to that of the solution (see `implicit`).
 * Truncated to K steps, its error falls geometrically in K where the steps contract.
 *
 * Cost: a product takes T steps and K products with a step's Jacobian; reverse mode keeps K states, or 2 sqrt(K).
 *
 * @throws InfimumError `not-a-function`, `bad-option`; its methods throw `no-start`, `wrong-length`, `theta-not-numbers`,
 * `theta-not-finite`
 *
 * @reference L. Franceschi, P. Frasconi, S. Salzo, R. Grazzi, M. Pontil, 2018, Bilevel Programming for Hyperparameter
 * Optimization and Meta-Learning, arXiv:1806.04910
 * @reference A. Shaban, C.-A. Cheng, N. Hatch, B. Boots, 2019, Truncated Back-propagation for Bilevel Optimization,
 * arXiv:1810.10667
 * @reference C. Bonnet, P. Caron, T. Barrett, I. Davies, A. Laterre, 2021, One Step at a Time: Pros and Cons of Multi-Step
 * Meta-Gradient Reinforcement Learning, arXiv:2111.00206
 *
 * @example
 * // gradient descent on (x - 3)^2 / 2 from 0: two steps come to 3 - 3 (1 - theta)^2
 * const descent = unrolled((x, [theta]) => [x[0] - theta * (x[0] - 3)], { iterations: 2 });
 * descent.run([0.5], [0])[0]; // 2.25
 * descent.gradient([0.5], (x) => x[0], [0])[0]; // 3
 */
export function unrolled<P extends Parameters = any, Data = undefined>(
  step: IterationStep,
  options: UnrolledOptions<Data>,
): Unrolled<P, Data> {
  if (typeof step !== "function") throw wrongKind("not-a-function", "the step", "a function of x and theta", step);
  checkOptions(options ?? {});
  return withBoundFunctions(new UnrolledDerivatives<P, Data>(step, options), functionNames);
}

const functionNames = [
  "run",
  "jacobian",
  "jacobianVector",
  "vectorJacobian",
  "gradient",
  "valueAndGradient",
  "bind",
] as const;

class UnrolledDerivatives<P extends Parameters, Data> implements Unrolled<P, Data> {
  readonly #function: IterationStep;
  readonly #options: UnrolledOptions<Data>;
  readonly #parameters = new CurrentParameters();
  readonly #outer = new OuterFunctions();
  /** The number of the first step that is differentiated. */
  readonly #first: number;
  /** By how much a step counts, the first differentiated one first. */
  readonly #shares: Vector;
  #data: readonly unknown[];
  #step: JointFunction | undefined;
  #start: FunctionDerivatives<readonly unknown[]> | undefined;
  #n = 0;

  constructor(step: IterationStep, options: UnrolledOptions<Data>) {
    const { iterations, truncate = iterations, mixing, data } = options;
    const length = Math.min(truncate, iterations);
    this.#function = step;
    this.#options = options;
    this.#first = iterations - length;
    this.#shares = horizonShares(length, mixing);
    this.#data = data === undefined ? [] : [data];
  }

  get source(): string {
    return this.#step?.source ?? "exact";
  }

  run(theta: P, x0?: ArrayLike<number>): Vector {
    return this.#advanceTo(this.#options.iterations, this.#begin(theta, x0));
  }

  jacobianVector(theta: P, v: Parameters, x0?: ArrayLike<number>): Vector {
    const x = this.#begin(theta, x0);
    return this.#forward(x, this.#parameters.direction(v, "v"), x0 === undefined);
  }

  jacobian(theta: P, x0?: ArrayLike<number>): Vector {
    const x = this.#begin(theta, x0);
    const [n, p] = [this.#n, this.#parameters.vector.length];
    const out = new Float64Array(n * p);
    const unit = new Float64Array(p);
    for (let j = 0; j < p; j++) {
      unit[j] = 1;
      out.set(this.#forward(x.slice(), unit, x0 === undefined), j * n);
      unit[j] = 0;
    }
    return out;
  }

  vectorJacobian(theta: P, w: ArrayLike<number>, x0?: ArrayLike<number>): Vector {
    const x = this.#begin(theta, x0);
    const adjoint = numbersOf(w, this.#n, "w");
    const trajectory = this.#record(x);
    const out = new Float64Array(this.#parameters.vector.length);
    this.#backward(trajectory, adjoint, out, x0 === undefined);
    return out;
  }

  gradient(theta: P, outer: OuterObjective, x0?: ArrayLike<number>): Vector {
    this.#read(theta);
    const out = new Float64Array(this.#parameters.vector.length);
    this.valueAndGradient(theta, outer, out, x0);
    return out;
  }

  valueAndGradient(theta: P, outer: OuterObjective, out: Vector, x0?: ArrayLike<number>): number {
    const x = this.#begin(theta, x0);
    const { layout, vector } = this.#parameters;
    if (out?.length !== vector.length) numbersOf(out, vector.length, "out");
    const trajectory = this.#record(x);
    const adjoint = new Float64Array(this.#n);
    const value = this.#outer
      .of(outer, this.#n, layout, { data: this.#data, using: this.#options.using })
      .at(x, vector)
      .valueAndGradient(adjoint, out);
    this.#backward(trajectory, adjoint, out, x0 === undefined);
    return value;
  }

  bind(data: Data): void {
    // functions that had no data were read without
    if (this.#data.length === 0) this.#forget();
    this.#data = [data];
    this.#step?.bind([0, data]);
    this.#start?.bind(this.#data);
  }

  /** The derivative along v, and x to the last state. */
  #forward(x: Vector, v: Vector, fromStart: boolean): Vector {
    const shares = this.#shares;
    const first = this.#first;
    this.#advanceTo(first, x);
    let change: Vector = new Float64Array(this.#n);
    let moved: Vector = new Float64Array(this.#n);
    if (fromStart && first === 0 && this.#start !== undefined) {
      this.#start.jacobianVector(this.#parameters.vector, v, change);
      for (let i = 0; i < change.length; i++) change[i] *= shares[0];
    }
    const direction = new Float64Array(v.length);
    for (let t = first; t < this.#options.iterations; t++) {
      const share = shares[t - first];
      for (let j = 0; j < v.length; j++) direction[j] = share * v[j];
      this.#at(t, x).jacobianVector(change, direction, moved);
      [change, moved] = [moved, change];
      this.#next(x);
    }
    return change;
  }

  /** Adds to `out` the gradient whose part by the last state is the adjoint, which is overwritten. */
  #backward(trajectory: Trajectory, adjoint: Vector, out: Vector, fromStart: boolean): void {
    const [first, shares] = [this.#first, this.#shares];
    const slope = new Float64Array(out.length);
    for (let t = this.#options.iterations - 1; t >= first; t--) {
      const x = trajectory.at(t);
      this.#at(t, x).vectorJacobian(adjoint, adjoint, slope);
      move(out, shares[t - first], slope, out);
    }
    if (!fromStart || first > 0 || this.#start === undefined) return;
    this.#start.vectorJacobian(this.#parameters.vector, adjoint, slope);
    move(out, shares[0], slope, out);
  }

  /** Runs to the end, from x and over it, and keeps the states that the reverse pass needs. */
  #record(x: Vector): Trajectory {
    const { iterations, checkpoints } = this.#options;
    const stride = checkpoints === "sqrt" ? Math.ceil(Math.sqrt(iterations - this.#first)) : 1;
    const trajectory = new Trajectory(this.#n, this.#first, iterations, stride, (t, from, to) => {
      this.#at(t, from).answers(to);
    });
    for (let t = 0; t < iterations; t++) {
      trajectory.pass(t, x);
      this.#at(t, x);
      this.#next(x);
    }
    return trajectory;
  }

  /** Makes the steps before number `end`, from x and over it. */
  #advanceTo(end: number, x: Vector): Vector {
    for (let t = 0; t < end; t++) {
      this.#at(t, x);
      this.#next(x);
    }
    return x;
  }

  /** The step of that number at x. */
  #at(t: number, x: Vector): JointFunction {
    const step = this.#step as JointFunction;
    step.exchange([t, ...this.#data], 0);
    return step.at(x);
  }

  /** x := the step from where it is. @throws InfimumError `wrong-length` */
  #next(x: Vector): void {
    (this.#step as JointFunction).answers(x);
  }

  /** x_0, and the functions for its length and the shape of theta. */
  #begin(theta: P, x0: ArrayLike<number> | undefined): Vector {
    this.#read(theta);
    const x = x0 === undefined ? this.#startAt() : Float64Array.from(x0);
    if (x.length === 0 || !allFinite(x))
      throw new InfimumError("wrong-length", "x0 has no entries, or NaN or infinity among them: give finite numbers.");
    if (this.#step === undefined || x.length !== this.#n) {
      this.#n = x.length;
      this.#outer.clear();
      const { using } = this.#options;
      this.#step = new JointFunction(this.#function, x.length, this.#parameters.layout, {
        data: [0, ...this.#data],
        using,
      });
      this.#checkLength(this.#step.at(x, this.#parameters.vector).answers().length);
    }
    this.#step.at(x, this.#parameters.vector);
    return x;
  }

  #checkLength(answers: number): void {
    if (answers === this.#n) return;
    this.#step = undefined;
    throw new InfimumError(
      "wrong-length",
      `the step returns ${answers} numbers for ${this.#n}: return the next x, as long as the one before.`,
    );
  }

  #startAt(): Vector {
    const { start, using } = this.#options;
    if (start === undefined)
      throw new InfimumError("no-start", "there is no start: give start to unrolled, or x0 to its methods.");
    const { layout, vector } = this.#parameters;
    this.#start ??= new FunctionDerivatives(start, vector.length, { data: this.#data, using }, (z) => [
      layout.decode(z),
    ]);
    return this.#start.residuals(vector);
  }

  #read(theta: P): void {
    if (this.#parameters.read(theta) === "shape") this.#forget();
  }

  #forget(): void {
    this.#step = undefined;
    this.#start = undefined;
    this.#outer.clear();
  }
}

/** @throws InfimumError `bad-option`, `not-a-function` */
function checkOptions({
  iterations,
  start,
  truncate = 1,
  mixing = 1,
  checkpoints = "all",
}: UnrolledOptions<any>): void {
  const isCount = (count: number): boolean => Number.isSafeInteger(count) && count >= 1;
  if (!isCount(iterations)) throw badValue("bad-option", "iterations", iterations, "a whole number from 1 on");
  if (!isCount(truncate)) throw badValue("bad-option", "truncate", truncate, "a whole number from 1 on");
  if (!(mixing > 0 && mixing <= 1)) throw badValue("bad-option", "mixing", mixing, "a number above 0, at most 1");
  if (checkpoints !== "all" && checkpoints !== "sqrt")
    throw badValue("bad-option", "checkpoints", checkpoints, '"all" or "sqrt"');
  if (start !== undefined && typeof start !== "function")
    throw wrongKind("not-a-function", "start", "a function of theta", start);
}
