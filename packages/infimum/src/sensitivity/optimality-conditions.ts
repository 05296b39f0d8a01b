import { InfimumError, wrongKind } from "../error.ts";
import { type Conditions, FixedPointConditions, RootConditions, StationaryConditions } from "./conditions.ts";
import type { JointFunction } from "./joint-function.ts";
import { KktConditions } from "./kkt-conditions.ts";

export type Answers = (x: any, theta: any, data: any) => ArrayLike<number> | number;
type Objective = (x: any, theta: any, data: any) => number;

/** What makes x a solution, as plain functions of x (n numbers), theta and data. One of: */
export type OptimalityConditions =
  /** n numbers that are 0 at a solution. */
  | { readonly root: Answers }
  /** A map of x to n numbers that leaves a solution where it is. */
  | { readonly fixedPoint: Answers }
  /** An objective whose gradient by x is 0. */
  | { readonly stationary: Objective }
  /** Minimize the objective where the equalities are 0 and the inequalities at most 0. */
  | {
      readonly kkt: { readonly objective: Objective; readonly equalities?: Answers; readonly inequalities?: Answers };
    };

/** Makes conditions for n unknowns and parameters of the current shape. */
export type MakeConditions = (joint: (f: Answers) => JointFunction, n: number) => Conditions;

/** @throws InfimumError `unknown-conditions`, `not-a-function` */
export function makerOf(conditions: OptimalityConditions, activity: number): MakeConditions {
  const given = typeof conditions === "object" && conditions !== null ? Object.keys(conditions) : [];
  const [kind] = given;
  if (given.length !== 1 || !["root", "fixedPoint", "stationary", "kkt"].includes(kind)) {
    throw new InfimumError(
      "unknown-conditions",
      "the conditions of a solution are one of { root }, { fixedPoint }, { stationary } and { kkt }: give one of them.",
    );
  }
  if ("root" in conditions) {
    const root = functionOf(conditions.root, "root");
    return (joint, n) => new RootConditions(joint(root), n);
  }
  if ("fixedPoint" in conditions) {
    const map = functionOf(conditions.fixedPoint, "fixedPoint");
    return (joint, n) => new FixedPointConditions(joint(map), n);
  }
  if ("stationary" in conditions) {
    const objective = functionOf(conditions.stationary, "stationary");
    return (joint, n) => new StationaryConditions(joint(objective), n);
  }
  const { objective, equalities, inequalities } = conditions.kkt ?? {};
  functionOf(objective, "kkt.objective");
  if (equalities !== undefined) functionOf(equalities, "kkt.equalities");
  if (inequalities !== undefined) functionOf(inequalities, "kkt.inequalities");
  return (joint, n) => {
    const functions = {
      objective: joint(objective),
      equalities: equalities && joint(equalities),
      inequalities: inequalities && joint(inequalities),
    };
    return new KktConditions(functions, n, activity);
  };
}

function functionOf(f: Answers, name: string): Answers {
  if (typeof f === "function") return f;
  throw wrongKind("not-a-function", name, "a function of x and theta", f);
}
