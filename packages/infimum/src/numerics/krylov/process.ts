import type { Vector } from "../vector.ts";

/**
 * A method that knows a matrix A only by its products A v, written inside out: it shows the vector that it wants
 * multiplied and is told the product.
 *
 * So one text serves plain loops (`drive`) and methods whose products are questions to be waited for: `while
 * (!process.done) { yield* p.hessianVector(x, process.direction, product); process.advance(product); }`.
 */
export interface KrylovProcess {
  /** The vector v to multiply next. It belongs to the process: read it before the next `advance`, never write it. */
  readonly direction: Vector;
  /** True when no product is wanted any more; `advance` then does nothing. */
  readonly done: boolean;
  /** Takes A v. `product` belongs to the caller and is not changed or kept. Allocates nothing. */
  advance(product: Vector): void;
}

/** out := A v; must not change v. */
export type ApplyMatrix = (v: Vector, out: Vector) => void;

/** out := M^-1 r for a preconditioner M, an easily inverted approximation of A; must not change r. */
export type Precondition = (r: Vector, out: Vector) => void;

/**
 * Makes a vector of exactly this length, of any content; the processes take all their memory from one of these when
 * they are made.
 */
export type Allocate = (length: number) => Vector;

export const allocateVector: Allocate = (length) => new Float64Array(length);

/** Answers a process with the products it asks for until it is done. @param product work space */
export function drive(process: KrylovProcess, apply: ApplyMatrix, product: Vector): void {
  while (!process.done) {
    apply(process.direction, product);
    process.advance(product);
  }
}
