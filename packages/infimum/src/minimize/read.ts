import { checkReading } from "../autodiff/check-reading.ts";
import { ExactFunction } from "../autodiff/exact-function.ts";
import { Obstacle } from "../autodiff/read/obstacle.ts";
import type { Pattern } from "../numerics/sparse/pattern.ts";
import type { Vector } from "../numerics/vector.ts";
import type { CallerFunctions } from "../problem/functions.ts";
import type { Need } from "../problem/oracles.ts";
import { type Problem, unwrapped } from "../problem/problem.ts";
import type { Checkpoint } from "../run/checkpoint.ts";
import type { Method } from "../run/method.ts";
import { decoderOf } from "./positions.ts";
import { readResiduals } from "./read-residuals.ts";
import { refused, wrappedBefore } from "./refusal.ts";

/** The derivatives that a formula has. */
const derivatives: ReadonlySet<Need> = new Set(["gradient", "hessian", "hessianVector", "sampledGradient"]);

/**
 * Reads the objective of a problem from its own source, and adds its exact gradient and Hessian-vector products, where the
 * method needs derivatives that the problem does not declare. The objective itself is evaluated once, at x0, and has to agree;
 * the run is given that evaluation as its first. See `Reader`.
 *
 * @throws InfimumError `derivatives-not-exact`
 */
export function read(problem: Problem, method: Method, checkpoint: Checkpoint | undefined): Problem {
  if (problem.residuals !== undefined && method.needs.includes("residuals")) {
    return readResiduals(problem, method, checkpoint);
  }
  const lacks = method.needs.some((need) => derivatives.has(need) && !problem.oracles.has(need as "gradient"));
  if (!lacks || !isToBeRead(problem)) return problem;
  // a wrapper decides by what there is to ask when it is applied: it may have nothing to say of a gradient that comes later
  if (problem.wrap !== unwrapped) return refused(problem, wrappedBefore);
  const resuming = checkpoint !== undefined;
  const start = new Start(problem, resuming);
  try {
    const exact = exactly(problem);
    if (!resuming) start.check(exact);
    return withDerivatives(problem, new Reading(exact, start, problem.x0));
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    return refused({ ...problem, functions: start.remembering(problem.functions) }, error);
  }
}

/**
 * A gradient that is given comes with its author's values, which are not to be mixed with those of the formula; that of a sum of
 * squares whose Jacobian is given comes from there.
 */
function isToBeRead({ derivatives: policy, oracles, definition }: Problem): boolean {
  const isAllowed = policy === "auto" || policy === "exact";
  return isAllowed && !oracles.has("gradient") && !oracles.has("jacobian") && definition.objective !== undefined;
}

/**
 * A problem with what reading its objective would add to it, for choosing a method; nothing is evaluated. The same problem where
 * it cannot be read.
 */
export function promised(problem: Problem): Problem {
  if (!isToBeRead(problem) || problem.wrap !== unwrapped) return problem;
  try {
    const exact = exactly(problem);
    return {
      ...problem,
      oracles: new Set([...problem.oracles, "gradient", "hessianVector"]),
      operators: { ...problem.operators, hessianPattern: () => exact.hessianPattern(problem.x0) },
    };
  } catch (error) {
    if (error instanceof Obstacle) return problem;
    throw error;
  }
}

/** What was read of a problem's objective, or why it cannot be: choosing a method and running it read it once. */
const readings = new WeakMap<Problem, ExactFunction | Obstacle>();

/**
 * The objective of a problem with exact derivatives, read at x0 and not yet compared with the objective itself.
 *
 * @throws Obstacle where it cannot be read
 */
export function exactly(problem: Problem): ExactFunction {
  let reading = readings.get(problem);
  if (reading === undefined) {
    reading = attempt(problem);
    readings.set(problem, reading);
  }
  if (reading instanceof Obstacle) throw reading;
  return reading;
}

function attempt({ dimension, layout, x0, definition }: Problem): ExactFunction | Obstacle {
  const { objective, data, using } = definition;
  try {
    const decode = layout.flat ? undefined : decoderOf(layout);
    const exact = new ExactFunction(objective!, { dimension, decode, data, using });
    if (exact.answerAt(x0) === "scalar") return exact;
    return new Obstacle("the objective returns an array", "return a number, such as the sum of squares");
  } catch (error) {
    if (error instanceof Obstacle) return error;
    throw error;
  }
}

function withDerivatives(problem: Problem, reading: Reading): Problem {
  const { functions, oracles } = problem;
  const value = functions.value!;
  return {
    ...problem,
    functions: {
      ...functions,
      value: reading.value(value),
      gradient: reading.gradient(value),
      hessianVector: functions.hessianVector ?? reading.hessianVector,
    },
    oracles: new Set([...oracles, "gradient", "hessianVector"]),
    operators: { ...problem.operators, hessianPattern: functions.hessianVector ? undefined : reading.hessianPattern },
    exact: reading.how,
  };
}

type Value = NonNullable<CallerFunctions["value"]>;

/** The functions of a run over an objective that was read. */
class Reading {
  readonly #exact: ExactFunction;
  readonly #start: Start;
  readonly #x0: Vector;

  constructor(exact: ExactFunction, start: Start, x0: Vector) {
    this.#exact = exact;
    this.#start = start;
    this.#x0 = x0;
  }

  get how(): string {
    return this.#exact.how === "compiled" ? "exact" : "exact, and interpreted: WebAssembly is forbidden here";
  }

  value(own: Value): Value {
    return (x) => {
      if (this.#start.isKept(x)) return this.#start.take();
      return this.#orOwn(own, x, () => this.#exact.value(x));
    };
  }

  gradient(own: Value): NonNullable<CallerFunctions["gradient"]> {
    return (x, out) => {
      if (!this.#start.isKept(x)) return this.#orOwn(own, x, () => this.#exact.valueAndGradient(x, out));
      const value = this.#start.take();
      this.#exact.valueAndGradient(x, out);
      return value;
    };
  }

  readonly hessianVector: NonNullable<CallerFunctions["hessianVector"]> = (x, v, out) => {
    this.#exact.hessianVector(x, v, out);
  };

  readonly hessianPattern = (): Pattern | undefined => this.#exact.hessianPattern(this.#x0);

  /** Where the function cannot be read at a point, it may be that it throws there itself, or has no number. */
  #orOwn(own: Value, x: Vector, ask: () => number): unknown {
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof Obstacle)) throw error;
      const answer = own(x);
      if (typeof answer !== "number" || !Number.isFinite(answer)) return answer;
      throw new Error(`there are no exact derivatives here: ${error.sentence}`, { cause: error });
    }
  }
}

/** The evaluation of the objective at the start, which is kept until the run asks for it. */
class Start {
  readonly #x: Vector;
  readonly #own: Value;
  #answer: { readonly value: unknown } | { readonly error: unknown } | undefined;

  constructor({ x0, functions }: Problem, resuming: boolean) {
    this.#x = x0;
    this.#own = resuming ? () => undefined : functions.value!;
  }

  /** Evaluates the objective at the start and compares. @throws Obstacle */
  check(exact: ExactFunction): void {
    try {
      this.#answer = { value: this.#own(this.#x.slice()) };
    } catch (error) {
      this.#answer = { error };
      throw new Obstacle("the function throws at the start", "start where it is defined");
    }
    checkReading(exact, this.#x, this.#answer.value);
  }

  /** True for the start, as long as nobody has asked anything. */
  isKept(x: Vector): boolean {
    if (this.#answer === undefined) return false;
    for (let i = 0; i < x.length; i++) {
      if (Object.is(x[i], this.#x[i])) continue;
      this.#answer = undefined;
      return false;
    }
    return true;
  }

  /** What the objective gave or threw. */
  take(): unknown {
    const answer = this.#answer;
    this.#answer = undefined;
    if (answer === undefined || "error" in answer) throw answer?.error;
    return answer.value;
  }

  /** The functions of a problem that was not read, without a second evaluation at the start. */
  remembering(functions: CallerFunctions): CallerFunctions {
    const { value } = functions;
    if (this.#answer === undefined || value === undefined) return functions;
    return { ...functions, value: (x) => (this.isKept(x) ? this.take() : value(x)) };
  }
}
