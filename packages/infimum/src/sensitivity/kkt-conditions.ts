import { InfimumError } from "../error.ts";
import { pivotedQr, qrFactors, qrLeastSquares } from "../numerics/dense/pivoted-qr.ts";
import { maxNorm, norm, type Vector } from "../numerics/vector.ts";
import type { Conditions } from "./conditions.ts";
import type { JointFunction } from "./joint-function.ts";

/** f, h and g of: minimize f(x, theta) subject to h(x, theta) = 0 and g(x, theta) <= 0. */
export interface ConstrainedFunctions {
  readonly objective: JointFunction;
  readonly equalities: JointFunction | undefined;
  readonly inequalities: JointFunction | undefined;
}

/** One of the constraint functions, and what of it holds with equality. */
interface Constraint {
  readonly f: JointFunction;
  /** The answers (of all of them) that are active. */
  readonly active: readonly number[];
  /** Where their multipliers begin in z. */
  readonly first: number;
  /** One number for each answer, active or not; the others stay 0. */
  readonly multipliers: Vector;
  readonly weights: Vector;
  readonly changes: Vector;
}

/** What is left of a gradient, relative to the largest, when it depends on those of other constraints. */
const dependent = 1e-10;

/**
 * The conditions of Karush, Kuhn and Tucker, with the inequalities that hold with equality as equalities and without the
 * others: the gradient by x of the Lagrangian L = f + nu' h + lambda' g is 0, and so are h and the active g. Then
 *
 *     A = [ L_xx  J' ]        J the Jacobian of h and of the active g
 *         [ J     0  ]
 *
 * The solution has a derivative where the gradients of the active constraints are independent, every active inequality has a
 * multiplier above 0, and L_xx is positive definite where J v = 0. The multipliers are found by least squares.
 *
 * @reference A. V. Fiacco, 1976, Sensitivity analysis for nonlinear programming using penalty methods, 10.1007/BF01580677
 */
export class KktConditions implements Conditions {
  size: number;
  readonly symmetric = true;
  readonly definite = false;
  readonly #n: number;
  readonly #functions: ConstrainedFunctions;
  readonly #tolerance: number;
  #constraints: Constraint[] = [];

  /** @param tolerance how near to 0 an inequality is active, and a multiplier none */
  constructor(functions: ConstrainedFunctions, n: number, tolerance: number) {
    this.#functions = functions;
    this.#n = n;
    this.#tolerance = tolerance;
    this.size = n;
  }

  get source(): string {
    const { objective, equalities, inequalities } = this.#functions;
    const sources = [objective, equalities, inequalities].map((f) => f?.source ?? "exact");
    return sources.find((source) => source !== "exact") ?? "exact";
  }

  /**
   * @throws InfimumError `not-a-solution` where a constraint is violated or a multiplier negative, `dependent-constraints`,
   * `not-strictly-complementary`
   */
  set(x: Vector, theta: Vector): number {
    const { objective, equalities, inequalities } = this.#functions;
    const near = this.#tolerance * Math.max(1, maxNorm(x));
    this.#constraints = [];
    this.size = this.#n;
    let violation = 0;
    if (equalities !== undefined) {
      const answers = equalities.at(x, theta).answers();
      answers.forEach((answer, k) => requireFeasible(Math.abs(answer), near, `equality ${k}`));
      violation = Math.hypot(violation, norm(answers));
      this.#activate(equalities, answers, () => true);
    }
    if (inequalities !== undefined) {
      const answers = inequalities.at(x, theta).answers();
      answers.forEach((answer, k) => requireFeasible(answer, near, `inequality ${k}`));
      const isActive = (answer: number): boolean => answer >= -near;
      violation = Math.hypot(violation, norm(answers.filter(isActive)));
      this.#activate(inequalities, answers, isActive);
    }
    const slope = new Float64Array(this.#n);
    objective.at(x, theta).valueAndGradient(slope);
    return Math.hypot(violation, this.#findMultipliers(slope));
  }

  #activate(f: JointFunction, answers: Vector, isActive: (answer: number) => boolean): void {
    const m = answers.length;
    const active = Array.from(answers.keys()).filter((k) => isActive(answers[k]));
    if (active.length === 0) return;
    const [multipliers, weights, changes] = [new Float64Array(m), new Float64Array(m), new Float64Array(m)];
    this.#constraints.push({ f, active, first: this.size, multipliers, weights, changes });
    this.size += active.length;
  }

  /** Least squares: J' multipliers = -slope. Returns the norm of the gradient of the Lagrangian. */
  #findMultipliers(slope: Vector): number {
    const n = this.#n;
    const m = this.size - n;
    if (m === 0) return norm(slope);
    const gradients = new Float64Array(n * m);
    for (const { f, active, first, weights } of this.#constraints) {
      active.forEach((k, position) => {
        weights[k] = 1;
        const column = first - n + position;
        f.vectorJacobian(weights, gradients.subarray(column * n, (column + 1) * n));
        weights[k] = 0;
      });
    }
    const factors = qrFactors(n, m);
    const rank = pivotedQr(gradients, factors, dependent);
    if (rank < m) {
      throw new InfimumError(
        "dependent-constraints",
        `the gradients of the ${m} active constraints depend on each other (rank ${rank}), so the multipliers are not unique: leave out constraints that others imply.`,
      );
    }
    const multipliers = new Float64Array(m);
    const rest = qrLeastSquares(
      factors,
      slope.map((entry) => -entry),
      multipliers,
    );
    for (const { active, first, multipliers: all } of this.#constraints) {
      active.forEach((k, position) => {
        all[k] = multipliers[first - n + position];
      });
    }
    this.#checkSigns(this.#tolerance * Math.max(1, maxNorm(slope)));
    return rest;
  }

  #checkSigns(near: number): void {
    for (const { f, active, multipliers } of this.#constraints) {
      if (f !== this.#functions.inequalities) continue;
      for (const k of active) {
        if (multipliers[k] > near) continue;
        if (multipliers[k] < -near) {
          throw new InfimumError(
            "not-a-solution",
            `inequality ${k} is active with the multiplier ${multipliers[k]}, where the objective falls into the feasible set: solve further.`,
          );
        }
        throw new InfimumError(
          "not-strictly-complementary",
          `inequality ${k} is active with the multiplier ${multipliers[k]}, about 0: the solution has a kink here, and only derivatives to either side.`,
        );
      }
    }
  }

  along(z: Vector, out: Vector): void {
    const v = z.subarray(0, this.#n);
    this.#lagrangian(v, undefined, out);
    for (const constraint of this.#constraints) {
      constraint.f.addVectorJacobian(weightsOf(constraint, z), out);
      this.#changes(constraint, v, undefined, out);
    }
  }

  across(w: Vector, out: Vector): void {
    this.along(w, out);
  }

  parametersAlong(u: Vector, out: Vector): void {
    this.#lagrangian(undefined, u, out);
    for (const constraint of this.#constraints) this.#changes(constraint, undefined, u, out);
  }

  parametersAcross(w: Vector, out: Vector): void {
    this.#lagrangian(w.subarray(0, this.#n), undefined, undefined, out);
    for (const constraint of this.#constraints)
      constraint.f.addVectorJacobian(weightsOf(constraint, w), undefined, out);
  }

  /** The change of the gradient of the Lagrangian. */
  #lagrangian(v: Vector | undefined, u: Vector | undefined, intoX?: Vector, intoTheta?: Vector): void {
    this.#functions.objective.hessianVector(v, u, intoX, intoTheta);
    for (const { f, multipliers } of this.#constraints) f.addWeightedHessianVector(multipliers, v, u, intoX, intoTheta);
  }

  /** The change of the active answers, to where their multipliers stand. */
  #changes({ f, active, first, changes }: Constraint, v: Vector | undefined, u: Vector | undefined, out: Vector): void {
    f.jacobianVector(v, u, changes);
    active.forEach((k, position) => {
      out[first + position] = changes[k];
    });
  }
}

/** The part of z that belongs to the constraint, one number for each answer. */
function weightsOf({ active, first, weights }: Constraint, z: Vector): Vector {
  active.forEach((k, position) => {
    weights[k] = z[first + position];
  });
  return weights;
}

function requireFeasible(excess: number, near: number, name: string): void {
  if (excess <= near) return;
  throw new InfimumError("not-a-solution", `${name} is violated by ${excess}: give a feasible solution.`);
}
