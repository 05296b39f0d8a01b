/** A place in the source of a function: the line counts from 1 at the function's first line, the column from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
  /** The name of the function, where it has one. */
  readonly within?: string;
}

/**
 * Why a function cannot be read: what stands in the way, where, and what to do about it in one line. Never thrown to a
 * caller as it is: the reading falls back to differences and says so, or `derivatives: "exact"` makes an error of it.
 */
export class Obstacle extends Error {
  override readonly name = "Obstacle";
  readonly remedy: string;
  readonly place: Place | undefined;

  constructor(what: string, remedy: string, place?: Place) {
    super(what);
    this.remedy = remedy;
    this.place = place;
  }

  /** What, where, and what to do. */
  get sentence(): string {
    return `${this.message}${this.place ? ` (${placeText(this.place)})` : ""}; ${this.remedy}`;
  }
}

export function placeText({ line, column, within }: Place): string {
  return `line ${line}, column ${column}${within ? ` of ${within}` : ""}`;
}
