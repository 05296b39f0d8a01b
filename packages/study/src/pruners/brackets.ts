/**
 * The brackets of Hyperband with rungs 0 to `lastRung`: bracket b begins at rung b, and has
 *
 *     n_b = ceil((lastRung + 1) eta^s / (s + 1)) trials, s = lastRung - b halvings,
 *
 * so that all brackets spend about the same. (The paper counts brackets by s.)
 */
export function bracketSizes(eta: number, lastRung: number): number[] {
  return Array.from({ length: lastRung + 1 }, (_, bracket) => bracketSize(eta, lastRung, bracket));
}

/** The number of trials of one bracket; 0 for one that begins above the last rung. */
export function bracketSize(eta: number, lastRung: number, bracket: number): number {
  const halvings = lastRung - bracket;
  if (halvings < 0) return 0;
  let power = 1;
  for (let i = 0; i < halvings; i++) power *= eta;
  return Math.ceil(((lastRung + 1) * power) / (halvings + 1));
}

/** The brackets of the trials of a Hyperband: each group of as many trials as all brackets have fills each of them. */
export class RepeatedBrackets {
  readonly #sizes: readonly number[];
  readonly #turns: Generator<number>;
  readonly #brackets: number[] = [];

  constructor(eta: number, lastRung: number) {
    this.#sizes = bracketSizes(eta, lastRung);
    this.#turns = evenly(this.#sizes);
  }

  /** The bracket of the trial of that number. */
  of(number: number): number {
    const place = number % sum(this.#sizes);
    while (this.#brackets.length <= place) this.#brackets.push(this.#turns.next().value as number);
    return this.#brackets[place];
  }
}

/**
 * The brackets of the trials of an iterative deepening Hyperband: the first trials fill the brackets of a Hyperband whose
 * last rung is 0, the next add what one with last rung 1 has more, and so on. So a trial keeps its bracket when the maximum is raised.
 */
export class DeepeningBrackets {
  readonly #eta: number;
  readonly #turns: Generator<number>;
  readonly #brackets: number[] = [];
  readonly #members: number[][] = [];

  constructor(eta: number) {
    this.#eta = eta;
    this.#turns = deepening(eta);
  }

  /** The bracket of the trial of that number. */
  of(number: number): number {
    while (this.#brackets.length <= number) this.#extend();
    return this.#brackets[number];
  }

  /** The trials of a bracket in a Hyperband with that last rung, by number. */
  members(bracket: number, lastRung: number): readonly number[] {
    const size = bracketSize(this.#eta, lastRung, bracket);
    while ((this.#members[bracket]?.length ?? 0) < size) this.#extend();
    return this.#members[bracket]?.slice(0, size) ?? [];
  }

  #extend(): void {
    const bracket = this.#turns.next().value as number;
    (this.#members[bracket] ??= []).push(this.#brackets.length);
    this.#brackets.push(bracket);
  }
}

function* deepening(eta: number): Generator<number> {
  for (let lastRung = 0; ; lastRung++) {
    const before = bracketSizes(eta, lastRung - 1);
    yield* evenly(bracketSizes(eta, lastRung).map((size, bracket) => size - (before[bracket] ?? 0)));
  }
}

/** Each index as often as its count says, spread evenly: after any number of turns each has had its share, but for rounding. */
function* evenly(counts: readonly number[]): Generator<number> {
  const had = counts.map(() => 0);
  for (let turn = sum(counts); turn > 0; turn--) {
    let next = -1;
    let least = Infinity;
    for (let i = 0; i < counts.length; i++) {
      const due = (had[i] + 0.5) / counts[i];
      if (had[i] < counts[i] && due < least) {
        next = i;
        least = due;
      }
    }
    had[next]++;
    yield next;
  }
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
