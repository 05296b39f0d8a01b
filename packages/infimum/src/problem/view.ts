import type { Pattern } from "../autodiff/sparsity/pattern.ts";
import type { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Coordinate, Need, OperatorName, Operators, OracleName, Oracles } from "./oracles.ts";
import type { Asked } from "./question.ts";

/** What every method knows of a problem without asking. */
export interface Facts {
  readonly dimension: number;
  readonly x0: Vector;
  /** Bounds the method has to keep; undefined when it has none to keep. Entries may be infinite. */
  readonly lower: Vector | undefined;
  readonly upper: Vector | undefined;
  readonly coordinates: readonly Coordinate[];
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
