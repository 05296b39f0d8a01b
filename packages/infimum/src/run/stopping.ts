import { didYouMean } from "../did-you-mean.ts";
import { badValue, InfimumError } from "../error.ts";
import type { Ledger } from "./ledger.ts";
import type { Method } from "./method.ts";

/**
 * Why a run ended. `settled`: the method's own tests hold and nothing certifies the point; `stalled`: float64 ran out of
 * precision first; `running`: it was paused and has not ended.
 */
export type Status =
  | "converged"
  | "settled"
  | "target"
  | "evaluations"
  | "iterations"
  | "time"
  | "aborted"
  | "stalled"
  | "unbounded"
  | "infeasible"
  | "failed"
  | "running";

export interface Budget {
  /** Answers of the caller's functions, all kinds, a resumed run's earlier ones included. */
  readonly evaluations?: number;
  readonly iterations?: number;
  /** Wall-clock seconds, a resumed run's earlier ones included. */
  readonly seconds?: number;
}

export interface StoppingOptions {
  readonly budget?: Budget;
  /** Stop as soon as the objective is at least this good; tested between questions. */
  readonly target?: number;
  /** One tolerance for every measure the method settles by, or one for each. */
  readonly tolerance?: number | Readonly<Record<string, number>>;
  readonly signal?: AbortSignal;
}

/** A run without a budget ends here rather than never: generous for what one waits for. */
const defaultEvaluationsPerVariable = 20_000;

/** The clock is read after at most this many questions, fewer when they are slow. */
const longestStride = 1024;

/** A measure the method settles by, and what it has to come down to. */
export interface Test {
  readonly measure: string;
  readonly tolerance: number;
}

/** The stop protocol: everything that can end a run but the mathematics. */
export class Stopping {
  status: Status = "running";
  message = "the run is paused";
  readonly evaluationLimit: number;
  readonly iterationLimit: number;
  readonly tests: readonly Test[];
  /** Wall-clock seconds of earlier parts of this run. */
  earlierSeconds = 0;

  readonly #seconds: number;
  readonly #target: number;
  readonly #defaultLimit: boolean;
  readonly #signal: AbortSignal | undefined;
  readonly #ledger: Ledger;
  readonly #sign: number;
  readonly #startedAt = performance.now();
  readonly #watching: boolean;
  #stride = 1;
  #untilClock = 1;

  constructor(method: Method, ledger: Ledger, dimension: number, sign: number, options: StoppingOptions) {
    const { budget = {}, target, tolerance, signal } = options;
    for (const name in budget) requireBudget(name, budget[name as keyof Budget]);
    this.#defaultLimit =
      budget.evaluations === undefined && budget.iterations === undefined && budget.seconds === undefined;
    this.evaluationLimit = this.#defaultLimit
      ? defaultEvaluationsPerVariable * (dimension + 1)
      : (budget.evaluations ?? Infinity);
    this.iterationLimit = budget.iterations ?? Infinity;
    this.#seconds = budget.seconds ?? Infinity;
    this.#target = target === undefined ? -Infinity : sign * target;
    this.#signal = signal;
    this.#ledger = ledger;
    this.#sign = sign;
    this.#watching = signal !== undefined || target !== undefined || this.#seconds < Infinity;
    this.tests = testsOf(method, tolerance);
    if (target !== undefined && (typeof target !== "number" || Number.isNaN(target))) {
      throw badValue("bad-target", "target", target, "the value to reach, a number");
    }
  }

  /** Seconds since the run was made, those of earlier parts included. */
  get elapsed(): number {
    return this.earlierSeconds + (performance.now() - this.#startedAt) / 1000;
  }

  /** Seconds left of the budget. */
  get secondsLeft(): number {
    return this.#seconds - this.elapsed;
  }

  stop(status: Status, message: string): void {
    if (this.status !== "running") return;
    this.status = status;
    this.message = message;
  }

  /** The seconds are used up. */
  endTime(): void {
    this.stop("time", usedUp(`${this.#seconds} s`));
  }

  /** Replaces the reason of a run that has ended. */
  amend(status: Status, message: string): void {
    this.status = status;
    this.message = message;
  }

  /** True when the next question must not be answered. Inside a batch the target is not looked at. */
  refuses(insideBatch = false): boolean {
    if (this.status !== "running") return true;
    if (this.#watching && this.#interrupted(insideBatch)) return true;
    if (this.#ledger.evaluations < this.evaluationLimit) return false;
    this.stop("evaluations", this.#evaluationsMessage());
    return true;
  }

  /** What can end a run between two iterations. */
  refusesIteration(iteration: number): boolean {
    if (this.status !== "running") return true;
    if (this.#watching && this.#interrupted(false)) return true;
    if (iteration < this.iterationLimit) return false;
    this.stop("iterations", usedUp(`${this.iterationLimit} iterations`));
    return true;
  }

  #interrupted(insideBatch: boolean): boolean {
    if (!insideBatch && this.#ledger.bestValue <= this.#target) {
      const best = this.#sign * this.#ledger.bestValue;
      const relation = this.#sign > 0 ? "<=" : ">=";
      this.stop("target", `the value ${best} ${relation} the target ${this.#sign * this.#target}.`);
      return true;
    }
    if (this.#signal?.aborted) {
      this.stop("aborted", "the signal was aborted.");
      return true;
    }
    return this.#seconds < Infinity && --this.#untilClock <= 0 && this.#outOfTime();
  }

  /** Reads the clock, and looks at it again after about a hundredth of a second's worth of questions. */
  #outOfTime(): boolean {
    const before = this.elapsed;
    if (before >= this.#seconds) {
      this.endTime();
      return true;
    }
    const perQuestion = before / Math.max(1, this.#ledger.evaluations);
    const affordable = Math.min(0.01, (this.#seconds - before) / 4) / Math.max(perQuestion, 1e-9);
    this.#stride = Math.max(1, Math.min(longestStride, 2 * this.#stride, Math.floor(affordable)));
    this.#untilClock = this.#stride;
    return false;
  }

  #evaluationsMessage(): string {
    const limit = `${this.evaluationLimit} evaluations`;
    if (!this.#defaultLimit) return usedUp(limit);
    return `the default of ${limit} is used up: set budget: { evaluations, iterations or seconds }.`;
  }
}

function usedUp(budget: string): string {
  return `the budget of ${budget} is used up.`;
}

const notNegative = "a number that is at least 0";

const budgetNames = ["evaluations", "iterations", "seconds"];

function requireBudget(name: string, value: unknown): void {
  if (!budgetNames.includes(name)) {
    throw new InfimumError("unknown-option", `budget.${name} is not known: ${didYouMean(name, budgetNames)}`);
  }
  if (value === undefined) return;
  if (typeof value !== "number" || !(value >= 0)) {
    throw badValue("bad-budget", `budget.${name}`, value, notNegative);
  }
}

function testsOf(method: Method, tolerance: StoppingOptions["tolerance"]): Test[] {
  const given = typeof tolerance === "object" ? tolerance : {};
  for (const measure in given) {
    if (!(measure in method.settles)) {
      throw new InfimumError(
        "unknown-measure",
        `${method.name} does not settle by "${measure}": ${didYouMean(measure, Object.keys(method.settles))}`,
      );
    }
    requireTolerance(given[measure]);
  }
  const isCommon = typeof tolerance === "number";
  if (isCommon) requireTolerance(tolerance);
  const tests: Test[] = [];
  for (const measure in method.settles) {
    tests.push({ measure, tolerance: given[measure] ?? (isCommon ? tolerance : method.settles[measure]) });
  }
  return tests;
}

function requireTolerance(value: unknown): void {
  if (typeof value !== "number" || !(value >= 0)) {
    throw badValue("bad-tolerance", "the tolerance", value, notNegative);
  }
}
