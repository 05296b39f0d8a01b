import type { RandomStream } from "../numerics/random/stream.ts";
import type { Pattern } from "../numerics/sparse/pattern.ts";
import type { Vector } from "../numerics/vector.ts";
import type { JacobianPattern } from "./jacobian-pattern.ts";
import type { Coordinate, Need, OperatorName, Operators, OracleName, Oracles } from "./oracles.ts";
import type { Asked } from "./question.ts";
import type { RobustLoss } from "./robust-loss.ts";

/** What every method knows of a problem without asking. */
export interface Facts {
  readonly dimension: number;
  readonly x0: Vector;
  /** Bounds the method has to keep; undefined when it has none to keep. Entries may be infinite. */
  readonly lower: Vector | undefined;
  readonly upper: Vector | undefined;
  readonly coordinates: readonly Coordinate[];
  /** The number of residuals m, where the problem declares some. */
  readonly residualCount?: number;
  /** Where the Jacobian has entries, for methods that handle "sparse": it is then asked for those alone. */
  readonly jacobianPattern?: JacobianPattern;
  /** What is summed of the squares of the residuals in place of themselves. */
  readonly loss?: RobustLoss;
  /** Writes the second derivatives of the residuals along v, where their formula was read; false where it has none there. */
  residualCurvature?(x: Vector, v: Vector, out: Vector): boolean;
  /** Writes the point of the caller that `x` stands for to `out` and returns it: the inverse of every change of variables. */
  original(x: Vector, out: Vector): Vector;
  /** A vector from the run's pool, with whatever is in it; it lives until the iteration ends. */
  scratch(length?: number): Vector;
  /** The random stream keyed by (seed, purpose, iteration, index); it lives until the iteration ends. */
  random(purpose: string, index?: number): RandomStream;
  /** Where the Hessian may differ from 0, symmetric and with its diagonal; undefined, or absent, where nobody knows. */
  readonly hessianPattern?: () => Pattern | undefined;
  /** Append-only memory of a wrapper, part of every checkpoint. */
  log(name: string): number[];
}

/** What a method that declares the needs `K` sees of a problem. Each oracle gives a question to `yield*`. */
export type View<K extends Need = Need> = Facts & {
  readonly [N in K & OracleName]: (...asked: Parameters<Oracles[N]>) => Asked<ReturnType<Oracles[N]>>;
} & Pick<Operators, K & OperatorName>;
