import { type Method, type OpenRun, problem, solve } from "infimum";
import { RandomStream, type Vector } from "infimum/numerics";
import type { Space } from "infimum/space";
import { codesFromUnit, freeDimensions, unitFromCodes } from "../unit-cube.ts";

/** A question that waits for its answer: the point to try, by the run it belongs to and its number there. */
export interface OpenQuestion {
  readonly run: number;
  readonly question: number;
  /** NaN where a dimension is not there. */
  readonly codes: Vector;
}

interface Answer {
  readonly codes: Vector;
  readonly value: number;
}

/** Runs that end without having asked anything are not begun for ever. */
const mostSilentRuns = 3;

/**
 * A method asked and told on the unit cube of a space, begun again from a random point with another seed whenever it has ended
 * (twice as many points a generation each time, where the method has a `populationSize`). Which questions are open is a
 * function of the answers so far, in whatever order they came: answers to questions that have not been asked yet wait.
 *
 * @reference A. Auger, N. Hansen, 2005, "A Restart CMA Evolution Strategy With Increasing Population Size",
 * 10.1109/CEC.2005.1554902
 */
export class RestartedRun {
  readonly #method: Method;
  readonly #space: Space;
  readonly #seed: number;
  readonly #tolerance: number | undefined;
  readonly #free: readonly number[];
  /** Answers to questions that are not open yet, by run and question. */
  readonly #waiting = new Map<string, Answer[]>();
  #current: OpenRun;
  #index = 0;
  #open = new Map<number, OpenQuestion>();
  #largestBatch = 0;
  #silentRuns = 0;

  /** @throws InfimumError what the method does not accept of the space */
  constructor(method: Method, space: Space, seed: number, tolerance: number | undefined) {
    this.#method = method;
    this.#space = space;
    this.#seed = seed;
    this.#tolerance = tolerance;
    this.#free = freeDimensions(space);
    this.#current = this.#begin(0, method);
    this.#ask();
  }

  /** The questions that wait for answers, all of one run, by number. */
  get open(): OpenQuestion[] {
    return [...this.#open.values()];
  }

  /**
   * Takes the value at `codes` as the answer to a question of a run. Of several answers the first counts; none does
   * where the question was about another point, as after a change of the method's options.
   */
  answer(run: number, question: number, codes: Vector, value: number): void {
    if (run < this.#index) return;
    if (run === this.#index && this.#open.has(question)) {
      this.#tell(question, { codes, value });
      if (this.#open.size === 0) this.#ask();
      return;
    }
    const key = `${run}:${question}`;
    this.#waiting.set(key, [...(this.#waiting.get(key) ?? []), { codes: codes.slice(), value }]);
  }

  #tell(question: number, { codes, value }: Answer): void {
    const open = this.#open.get(question);
    if (open === undefined || !isSamePoint(codes, open.codes)) return;
    this.#open.delete(question);
    this.#current.tell([{ id: question, value }]);
    this.#silentRuns = 0;
  }

  /** Lists what is open once all before is answered, beginning the next run where this one has ended. */
  #ask(): void {
    while (this.#open.size === 0) {
      const asked = this.#current.ask();
      for (const { id, x } of asked) this.#open.set(id, { run: this.#index, question: id, codes: this.#codesAt(x) });
      this.#largestBatch = Math.max(this.#largestBatch, asked.length);
      for (const { id } of asked) {
        const key = `${this.#index}:${id}`;
        for (const answer of this.#waiting.get(key) ?? []) this.#tell(id, answer);
        this.#waiting.delete(key);
      }
      if (asked.length > 0) continue;
      if (this.#silentRuns === mostSilentRuns) return;
      this.#silentRuns++;
      this.#index++;
      this.#current = this.#begin(this.#index, this.#enlarged());
      this.#largestBatch = 0;
    }
  }

  #begin(index: number, method: Method): OpenRun {
    const n = this.#free.length;
    const random = new RandomStream().key(this.#seed, "restart", index, 0);
    const seed = index === 0 ? this.#seed : random.integer(0, Number.MAX_SAFE_INTEGER);
    const start = unitFromCodes(this.#space, this.#space.start);
    const x0 = Float64Array.from(this.#free, (i) => (index === 0 ? start[i] : random.uniform()));
    const cube = problem({
      // answers come from trials
      objective: () => NaN,
      x0,
      bounds: { lower: new Float64Array(n), upper: new Float64Array(n).fill(1) },
      derivatives: "none",
    });
    return solve(cube, { method, seed, tolerance: this.#tolerance, budget: { evaluations: Infinity } });
  }

  /** The method with twice the population it has had. */
  #enlarged(): Method {
    const { options } = this.#method;
    if (typeof options.populationSize !== "number") return this.#method;
    return { ...this.#method, options: { ...options, populationSize: 2 * this.#largestBatch } };
  }

  #codesAt(x: Vector): Vector {
    const unit = new Float64Array(this.#space.dimensions.length).fill(0.5);
    this.#free.forEach((i, j) => {
      unit[i] = x[j];
    });
    return this.#space.deactivate(codesFromUnit(this.#space, unit));
  }
}

function isSamePoint(a: Vector, b: Vector): boolean {
  return a.length === b.length && a.every((code, i) => code === b[i] || (code !== code && b[i] !== b[i]));
}
