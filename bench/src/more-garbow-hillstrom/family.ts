/** A test function of one or more dimensions, all that defines it inside its own body, so that it can be read. */
export interface Family {
  /** The name in the literature, in kebab-case. */
  readonly name: string;
  /** The dimensions of the suite. */
  readonly dimensions: readonly number[];
  objective(x: ArrayLike<number>): number;
  /** The standard start. */
  start(n: number): number[];
  /** The least known value, for each dimension of the suite. */
  readonly optima: Readonly<Record<number, number>>;
  /** Values of the other local minima that are known. */
  readonly otherMinima?: Readonly<Record<number, readonly number[]>>;
}

/** For functions whose least value is 0 in each of these dimensions. */
export function zeroIn(...dimensions: readonly number[]): Pick<Family, "dimensions" | "optima"> {
  return { dimensions, optima: Object.fromEntries(dimensions.map((n) => [n, 0])) };
}

/** A start that repeats a few numbers. */
export function repeated(...numbers: readonly number[]): (n: number) => number[] {
  return (n) => Array.from({ length: n }, (_, i) => numbers[i % numbers.length]);
}
