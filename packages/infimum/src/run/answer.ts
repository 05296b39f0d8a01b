import type { Vector } from "../numerics/vector.ts";
import type { OracleName } from "../problem/oracles.ts";
import type { Problem } from "../problem/problem.ts";

/** A question of one function about one point, as a driver or an asker outside sees it. */
export interface Item {
  /** The number this evaluation will have in the run: `tell` names it. */
  readonly id: number;
  readonly oracle: Exclude<OracleName, "values">;
  /** The point, a vector of its own. */
  readonly x: Vector;
  /** The direction of a Hessian-vector product. */
  readonly v?: Vector;
  readonly sample?: number;
  /** The points to rank. */
  readonly points?: readonly Vector[];
  /** Where the numbers beside the value go; its length says how many are expected. */
  readonly out?: Vector | Int32Array;
}

/** What came back for an item, as the caller gave it. */
export interface Answer {
  readonly value?: unknown;
  /** The numbers beside the value: a gradient, a product, a ranking. */
  readonly output?: ArrayLike<number>;
  /** Why there is no answer. */
  readonly error?: unknown;
}

/** Stands in for an answer that never came. */
export class Failure {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** An evaluation that was given up after its time. */
export class TimeOut extends Error {}

/** What was thrown, in words. */
export function textOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** What the caller's function is asked with. */
interface Call {
  readonly oracle: OracleName;
  readonly v?: Vector;
  readonly sample?: number;
  readonly points?: readonly Vector[];
  readonly out?: Vector | Int32Array;
}

/** Asks the caller's function what an item or a question wants to know; throws what it throws. */
export function callFunction({ functions }: Problem, { oracle, v, sample, points, out }: Call, x: Vector): unknown {
  switch (oracle) {
    case "value":
    case "values":
      return functions.value!(x);
    case "hessianVector":
      return functions.hessianVector!(x, v!, out as Vector);
    case "sampledGradient":
      return functions.sampledGradient!(x, sample!, out as Vector);
    case "ranking":
      return functions.ranking!(points!, out as Int32Array);
    default:
      return functions[oracle]!(x, out as Vector);
  }
}
