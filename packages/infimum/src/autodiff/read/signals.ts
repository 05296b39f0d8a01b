import type { ArrayValue } from "./values.ts";

// What interpretation throws to go on in another way. None of these leaves a reading.

/** The body of a loop cannot be executed once for all iterations: it is unrolled where its bounds are numbers. */
export class CannotRoll extends Error {}

/** A loop that was rolled must not be: the reading starts again, with that loop unrolled. */
export class MustUnroll extends Error {
  readonly loop: object;

  constructor(loop: object) {
    super("a loop has to be unrolled");
    this.loop = loop;
  }
}

/** An array is indexed by a traced value, or written inside a rolled loop: it has to be put into memory where it was made. */
export class NeedsMemory extends Error {
  readonly array: ArrayValue;

  constructor(array: ArrayValue) {
    super("an array has to be put into memory");
    this.array = array;
  }
}

/** An array grows by one in each iteration of a rolled loop: it has to be given its final length before. */
export class NeedsRoom extends Error {
  readonly array: ArrayValue;

  constructor(array: ArrayValue) {
    super("an array has to be given room before a loop");
    this.array = array;
  }
}

/** The arms of a branch cannot be merged: the arm at the point of the reading is taken under a guard. */
export class CannotMerge extends Error {}

/** The function itself throws at the point of the reading. */
export class Throws extends Error {}
