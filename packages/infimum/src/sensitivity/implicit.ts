import { withBoundFunctions } from "../autodiff/bound-functions.ts";
import { badValue, InfimumError, wrongKind } from "../error.ts";
import { copy, type Vector } from "../numerics/vector.ts";
import type { Parameters } from "../problem/parameters.ts";
import type { Conditions } from "./conditions.ts";
import { CurrentParameters, numbersOf } from "./current-parameters.ts";
import { type FunctionOfBoth, JointFunction, type JointOptions } from "./joint-function.ts";
import { type LinearSolve, type LinearSolver, LinearSystem } from "./linear-system.ts";
import { type MakeConditions, makerOf, type OptimalityConditions } from "./optimality-conditions.ts";
import { OuterFunctions, type OuterObjective } from "./outer-functions.ts";

/** Any solver: its answer is x, or has it, as the results of `minimize` do. */
export type Solver<P extends Parameters> = (theta: P) => ArrayLike<number> | { readonly x: ArrayLike<number> };

export interface ImplicitOptions<Data = undefined> {
  /** Passed to all functions after x and theta. */
  readonly data?: Data;
  /** Outer values that the functions read, by their names. */
  readonly using?: Readonly<Record<string, unknown>>;
  /**
   * "auto": a dense factorization up to 100 unknowns; beyond, "conjugate-gradient" for stationary points (and "minres" at
   * saddles), "minres" with constraints, "gmres" else (and "normal-equations" where its restarts stagnate).
   */
  readonly linearSolver?: LinearSolver | "auto";
  /** The residual of the linear system, relative to its right-hand side; 1e-10 by default. */
  readonly tolerance?: number;
  /** The most products of an iterative solver; 10 for each unknown by default. */
  readonly iterations?: number;
  /** Added to the diagonal of the matrix of the system, for solutions that are not isolated; 0 by default. */
  readonly ridge?: number;
  /** How near to 0 an inequality is active, and a multiplier none, for x and gradients of size 1; 1e-6 by default. */
  readonly activity?: number;
}

/** The solution x (n) as a function of theta (p numbers, an array or a record), and its derivatives. */
export interface Implicit<P extends Parameters = Parameters, Data = undefined> {
  /** What the solver gives; for the theta of the last call without solving again. @throws InfimumError `no-solver` */
  solution(theta: P): Vector;
  /** The derivative of x by theta, n x p, column-major. */
  jacobian(theta: P, x?: ArrayLike<number>): Vector;
  /** The change of x (n) along a direction v (p numbers, or in the shape of theta). */
  jacobianVector(theta: P, v: Parameters, x?: ArrayLike<number>): Vector;
  /** The gradient (p) of w' x by theta. */
  vectorJacobian(theta: P, w: ArrayLike<number>, x?: ArrayLike<number>): Vector;
  /** The total derivative (p) by theta of outer(x(theta), theta, data): the hypergradient. */
  gradient(theta: P, outer: OuterObjective, x?: ArrayLike<number>): Vector;
  /** Writes the hypergradient and returns the value of the outer objective. */
  valueAndGradient(theta: P, outer: OuterObjective, out: Vector, x?: ArrayLike<number>): number;
  /** Goes on with other data. */
  bind(data: Data): void;
  /** How the linear systems of the last derivative were solved. */
  readonly info: LinearSolve | undefined;
  /** "exact", or "finite-difference: why, and what to do", of the conditions as they were read last. */
  readonly source: string;
}

/**
 * The derivatives of a solution by its parameters, from the conditions F(x, theta) = 0 that it fulfils and not from the
 * way in which it was found: with A = dF/dx and B = dF/dtheta,
 *
 *     dx/dtheta = -A^-1 B,    gradient of w' x = -B' A^-T w,
 *
 * by products with vectors, exact where the functions can be read. Any solver serves; memory does not grow with its iterations.
 * Every method takes x itself as its last argument, in place of what the solver gives.
 *
 * The error of a derivative is proportional to that of x. Functions with kinks (soft thresholds, projections) may be
 * conditions: what counts is the arm at the solution.
 *
 * Cost: of a product one linear system, which is n products with A for up to 100 unknowns, and as many as its solver
 * takes beyond; of a gradient that and one of the outer objective. Each product is a few evaluations of the functions.
 *
 * @throws InfimumError `unknown-conditions`, `not-a-function`, `bad-option`; its methods throw `no-solver`, `wrong-length`,
 * `theta-not-numbers`, `theta-not-finite`, `not-finite`; `singular-system` where the solution is not isolated; with
 * constraints `not-a-solution`, `dependent-constraints`, and `not-strictly-complementary` where it has a kink
 *
 * @reference M. Blondel, Q. Berthet, M. Cuturi, R. Frostig, S. Hoyer, F. Llinares-López, F. Pedregosa, J.-P. Vert, 2022,
 * Efficient and Modular Implicit Differentiation, arXiv:2105.15183
 * @reference A. Griewank, C. Faure, 2002, Reduced functions, gradients and Hessians from fixed-point iterations for state
 * equations, 10.1023/A:1016051717120
 *
 * @example
 * // the minimizer of (x - 3)^2 + theta x^2 is 3 / (1 + theta)
 * const shrunk = implicit(
 *   { stationary: (x, [theta]) => (x[0] - 3) ** 2 + theta * x[0] ** 2 },
 *   ([theta]) => [3 / (1 + theta)],
 * );
 * shrunk.jacobian([1])[0]; // -0.75
 * // how far 3 / (1 + theta) is from 1, squared
 * shrunk.gradient([1], (x) => (x[0] - 1) ** 2)[0]; // -0.75
 */
export function implicit<P extends Parameters = any, Data = undefined>(
  conditions: OptimalityConditions,
  solver?: Solver<P>,
  options: ImplicitOptions<Data> = {},
): Implicit<P, Data> {
  if (solver !== undefined && typeof solver !== "function")
    throw wrongKind("not-a-function", "the solver", "a function of theta", solver);
  return withBoundFunctions(new ImplicitDerivatives<P, Data>(conditions, solver, options), functionNames);
}

const functionNames = [
  "solution",
  "jacobian",
  "jacobianVector",
  "vectorJacobian",
  "gradient",
  "valueAndGradient",
  "bind",
] as const;

class ImplicitDerivatives<P extends Parameters, Data> implements Implicit<P, Data> {
  readonly #make: MakeConditions;
  readonly #solver: Solver<P> | undefined;
  readonly #options: ImplicitOptions<Data>;
  readonly #parameters = new CurrentParameters();
  readonly #outer = new OuterFunctions();
  /** The arguments of all functions after x and theta. */
  #data: readonly unknown[];
  /** Those that state the conditions. */
  #functions: JointFunction[] = [];
  #conditions: Conditions | undefined;
  #n = 0;
  /** What the solver gave for the current parameters. */
  #solution: Vector | undefined;
  #info: LinearSolve | undefined;

  constructor(conditions: OptimalityConditions, solver: Solver<P> | undefined, options: ImplicitOptions<Data>) {
    checkOptions(options);
    this.#make = makerOf(conditions, options.activity ?? 1e-6);
    this.#solver = solver;
    this.#options = options;
    this.#data = options.data === undefined ? [] : [options.data];
  }

  get info(): LinearSolve | undefined {
    return this.#info;
  }

  get source(): string {
    return this.#conditions?.source ?? "exact";
  }

  solution(theta: P): Vector {
    this.#read(theta);
    return this.#solve(theta).slice();
  }

  jacobianVector(theta: P, v: Parameters, x?: ArrayLike<number>): Vector {
    const { conditions, system } = this.#at(theta, x);
    const out = new Float64Array(this.#n);
    this.#change(conditions, system, this.#parameters.direction(v, "v"), out);
    this.#info = system.info;
    return out;
  }

  vectorJacobian(theta: P, w: ArrayLike<number>, x?: ArrayLike<number>): Vector {
    const { conditions, system } = this.#at(theta, x);
    const out = new Float64Array(this.#parameters.vector.length);
    this.#slope(conditions, system, numbersOf(w, this.#n, "w"), out);
    this.#info = system.info;
    return out;
  }

  jacobian(theta: P, x?: ArrayLike<number>): Vector {
    const { conditions, system } = this.#at(theta, x);
    const [n, p] = [this.#n, this.#parameters.vector.length];
    const out = new Float64Array(n * p);
    if (p <= n) {
      const unit = new Float64Array(p);
      for (let j = 0; j < p; j++) {
        unit[j] = 1;
        this.#change(conditions, system, unit, out.subarray(j * n, (j + 1) * n));
        unit[j] = 0;
      }
    } else {
      const [unit, row] = [new Float64Array(n), new Float64Array(p)];
      for (let i = 0; i < n; i++) {
        unit[i] = 1;
        this.#slope(conditions, system, unit, row);
        for (let j = 0; j < p; j++) out[i + j * n] = row[j];
        unit[i] = 0;
      }
    }
    this.#info = system.info;
    return out;
  }

  gradient(theta: P, outer: OuterObjective, x?: ArrayLike<number>): Vector {
    this.#read(theta);
    const out = new Float64Array(this.#parameters.vector.length);
    this.valueAndGradient(theta, outer, out, x);
    return out;
  }

  valueAndGradient(theta: P, outer: OuterObjective, out: Vector, x?: ArrayLike<number>): number {
    const { conditions, system, point } = this.#at(theta, x);
    const { layout, vector } = this.#parameters;
    if (out?.length !== vector.length) numbersOf(out, vector.length, "out");
    const slope = new Float64Array(this.#n);
    const value = this.#outer
      .of(outer, this.#n, layout, this.#jointOptions)
      .at(point, vector)
      .valueAndGradient(slope, out);
    const through = new Float64Array(vector.length);
    this.#slope(conditions, system, slope, through);
    for (let j = 0; j < out.length; j++) out[j] += through[j];
    this.#info = system.info;
    return value;
  }

  bind(data: Data): void {
    // functions that had no data were read without
    if (this.#data.length === 0) this.#forget();
    this.#data = [data];
    this.#solution = undefined;
    for (const f of this.#functions) f.bind(this.#data);
  }

  /** out := -A^-1 B u, of which x is the first part. */
  #change(conditions: Conditions, system: LinearSystem, u: Vector, out: Vector): void {
    const right = new Float64Array(conditions.size);
    conditions.parametersAlong(u, right);
    const change = new Float64Array(conditions.size);
    system.solve(right, change);
    for (let i = 0; i < out.length; i++) out[i] = -change[i];
  }

  /** out := -B' A^-T w. */
  #slope(conditions: Conditions, system: LinearSystem, w: Vector, out: Vector): void {
    const adjoint = new Float64Array(conditions.size);
    const right = new Float64Array(conditions.size);
    copy(w, right);
    system.solve(right, adjoint, true);
    conditions.parametersAcross(adjoint, out);
    for (let j = 0; j < out.length; j++) out[j] = -out[j];
  }

  /** The conditions and their linear system at theta and its solution. */
  #at(theta: P, x: ArrayLike<number> | undefined): { conditions: Conditions; system: LinearSystem; point: Vector } {
    this.#read(theta);
    const point = x === undefined ? this.#solve(theta) : pointOf(x);
    if (this.#conditions === undefined || point.length !== this.#n) {
      this.#n = point.length;
      this.#outer.clear();
      this.#functions = [];
      this.#conditions = this.#make((f) => this.#joint(f as FunctionOfBoth), point.length);
    }
    const conditions = this.#conditions;
    const optimality = conditions.set(point, this.#parameters.vector);
    const { linearSolver = "auto", tolerance = 1e-10, iterations, ridge = 0 } = this.#options;
    const system = new LinearSystem(conditions, this.#n, optimality, { linearSolver, tolerance, iterations, ridge });
    return { conditions, system, point };
  }

  #joint(f: FunctionOfBoth): JointFunction {
    const joint = new JointFunction(f, this.#n, this.#parameters.layout, this.#jointOptions);
    this.#functions.push(joint);
    return joint;
  }

  get #jointOptions(): JointOptions {
    return { data: this.#data, using: this.#options.using };
  }

  #read(theta: P): void {
    const news = this.#parameters.read(theta);
    if (news === "shape") this.#forget();
    else if (news === "other") this.#solution = undefined;
  }

  #forget(): void {
    this.#solution = undefined;
    this.#conditions = undefined;
    this.#functions = [];
    this.#outer.clear();
  }

  #solve(theta: P): Vector {
    if (this.#solver === undefined)
      throw new InfimumError("no-solver", "there is no solver: give one to implicit, or x to its methods.");
    this.#solution ??= pointOf(this.#solver(theta));
    return this.#solution;
  }
}

/** @throws InfimumError `bad-option` */
function checkOptions({
  tolerance = 1e-10,
  iterations = 1,
  ridge = 0,
  activity = 1e-6,
  linearSolver = "auto",
}: ImplicitOptions<any>): void {
  const solvers = ["auto", "direct", "conjugate-gradient", "minres", "gmres", "normal-equations"];
  if (!solvers.includes(linearSolver))
    throw badValue("bad-option", "linearSolver", linearSolver, `one of ${solvers.join(", ")}`);
  if (!(tolerance > 0)) throw badValue("bad-option", "tolerance", tolerance, "a number above 0");
  if (!(iterations >= 1)) throw badValue("bad-option", "iterations", iterations, "a number from 1 on");
  if (!(ridge >= 0 && ridge < Infinity)) throw badValue("bad-option", "ridge", ridge, "a number from 0 on");
  if (!(activity > 0)) throw badValue("bad-option", "activity", activity, "a number above 0");
}

/** What a solver gave, as numbers. @throws InfimumError `not-numbers` */
function pointOf(answer: unknown): Vector {
  const x = (answer as { readonly x?: unknown } | undefined)?.x ?? answer;
  const isList = Array.isArray(x) || (ArrayBuffer.isView(x) && !(x instanceof DataView));
  const point = isList ? Float64Array.from(x as ArrayLike<number>) : new Float64Array(0);
  if (point.length > 0 && point.every(Number.isFinite)) return point;
  throw new InfimumError(
    "not-numbers",
    "the solution is no array of finite numbers: let the solver return x, or a result that has it.",
  );
}
