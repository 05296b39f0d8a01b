import { checkReading } from "../autodiff/check-reading.ts";
import { ExactFunction } from "../autodiff/exact-function.ts";
import { Obstacle } from "../autodiff/read/obstacle.ts";
import type { Pattern } from "../numerics/sparse/pattern.ts";
import { allFinite, type Vector } from "../numerics/vector.ts";
import type { CallerFunctions } from "../problem/functions.ts";
import { type Problem, unwrapped } from "../problem/problem.ts";
import type { StatedResiduals } from "../problem/stated-residuals.ts";
import type { Checkpoint } from "../run/checkpoint.ts";
import type { Method } from "../run/method.ts";
import { decoderOf } from "./positions.ts";
import { refused, wrappedBefore } from "./refusal.ts";

/**
 * Reads the residuals of a problem from their own source, and adds their exact Jacobian, from as few products as its
 * sparsity allows, where a method needs it and the problem does not declare it. The residuals themselves are evaluated once,
 * at x0, and have to agree; the run is given that evaluation as its first.
 *
 * @throws InfimumError `derivatives-not-exact`
 */
export function readResiduals(problem: Problem, method: Method, checkpoint: Checkpoint | undefined): Problem {
  const isAllowed = problem.derivatives === "auto" || problem.derivatives === "exact";
  const lacks = method.needs.includes("jacobian") && !problem.oracles.has("jacobian");
  if (!isAllowed || !lacks) return problem;
  if (problem.wrap !== unwrapped) return refused(problem, wrappedBefore);
  const own = new OwnResiduals(problem);
  try {
    const reading = new ResidualReading(problem, own, exactly(problem));
    if (checkpoint === undefined) reading.check();
    return {
      ...problem,
      residualCurvature: reading.curvature,
      jacobianPattern: method.handles.includes("sparse") ? reading.pattern : undefined,
      functions: { ...problem.functions, residuals: reading.residuals, jacobian: reading.jacobian },
      oracles: new Set([...problem.oracles, "jacobian"]),
      exact: reading.how,
    };
  } catch (error) {
    if (!(error instanceof Obstacle)) throw error;
    return refused({ ...problem, functions: { ...problem.functions, residuals: own.residuals } }, error);
  }
}

function exactly({ dimension, layout, x0, definition }: Problem): ExactFunction {
  const { residuals, data } = definition.data as { residuals: (x: any, data: any) => ArrayLike<number>; data: unknown };
  const decode = layout.flat ? undefined : decoderOf(layout);
  const exact = new ExactFunction(residuals, { dimension, decode, data, using: definition.using });
  if (exact.answerAt(x0) === "vector") return exact;
  throw new Obstacle("the residuals return a number", "return an array of them");
}

type Writer = NonNullable<CallerFunctions["residuals"]>;

/** The caller's residuals, with the answer at the start kept until the run asks for it. */
class OwnResiduals {
  readonly #ask: Writer;
  readonly #x0: Vector;
  readonly #first: Vector;
  #kept: { readonly value: unknown } | { readonly error: unknown } | undefined;

  constructor({ functions, x0, residuals }: Problem) {
    this.#ask = functions.residuals!;
    this.#x0 = x0;
    this.#first = new Float64Array(residuals!.count);
  }

  /** Asks for the (weighted) residuals at the start. @throws Obstacle where they throw */
  atStart(): Vector {
    try {
      this.#kept = { value: this.#ask(this.#x0.slice(), this.#first) };
    } catch (error) {
      this.#kept = { error };
      throw new Obstacle("the residuals throw at the start", "start where they are defined");
    }
    return this.#first;
  }

  /** Writes the kept answer; undefined for another point, or when it was taken. */
  take(x: Vector, out: Vector): { readonly value: unknown } | undefined {
    const kept = this.#kept;
    this.#kept = undefined;
    if (kept === undefined || !x.every((entry, i) => Object.is(entry, this.#x0[i]))) return undefined;
    if ("error" in kept) throw kept.error;
    out.set(this.#first);
    return kept;
  }

  readonly residuals: Writer = (x, out) => {
    const kept = this.take(x, out);
    return kept ? kept.value : this.#ask(x, out);
  };
}

/** The functions of a run over residuals that were read. */
class ResidualReading {
  readonly #exact: ExactFunction;
  readonly #own: OwnResiduals;
  readonly #stated: StatedResiduals;
  readonly #x0: Vector;

  constructor({ residuals, x0 }: Problem, own: OwnResiduals, exact: ExactFunction) {
    this.#exact = exact;
    this.#own = own;
    this.#stated = residuals!;
    this.#x0 = x0;
  }

  get how(): string {
    return this.#exact.how === "compiled" ? "exact" : "exact, and interpreted: WebAssembly is forbidden here";
  }

  /** @throws Obstacle where the reading and the residuals differ */
  check(): void {
    const own = this.#own.atStart();
    const { weights } = this.#stated;
    checkReading(this.#exact, this.#x0, weights ? this.#unweighted(own, weights) : own);
  }

  /** What was read knows nothing of weights, and no weight tells a residual that does not count. */
  #unweighted(own: Vector, weights: Vector): Vector {
    const read = new Float64Array(own.length);
    this.#exact.residuals(this.#x0, read);
    return own.map((entry, i) => (weights[i] === 0 ? read[i] : entry / Math.sqrt(weights[i])));
  }

  readonly residuals: Writer = (x, out) => {
    const kept = this.#own.take(x, out);
    if (kept) return kept.value;
    try {
      this.#exact.residuals(x, out);
    } catch (error) {
      if (!(error instanceof Obstacle)) throw error;
      // it may be that they throw here themselves, or have no numbers
      return this.#own.residuals(x, out);
    }
    return this.#stated.weigh(out);
  };

  readonly curvature = (x: Vector, v: Vector, out: Vector): boolean => {
    try {
      this.#exact.secondAlong(x, v, out);
    } catch (error) {
      if (!(error instanceof Obstacle)) throw error;
      return false;
    }
    this.#stated.weighRows(out);
    return allFinite(out);
  };

  /** Where the Jacobian has entries around the start. */
  get pattern(): Pattern {
    this.#pattern ??= this.#exact.patterns(this.#x0).jacobian;
    return this.#pattern;
  }
  #pattern: Pattern | undefined;

  /** Writes the whole matrix, or the entries of the pattern where there is room for those alone. */
  readonly jacobian: Writer = (x, out) => {
    const { rowCount, columnCount, columnStarts, rows, values } = this.#exact.jacobian(x);
    const isWhole = out.length === rowCount * columnCount;
    if (isWhole) {
      out.fill(0);
      for (let j = 0; j < columnCount; j++) {
        for (let k = columnStarts[j]; k < columnStarts[j + 1]; k++) out[rows[k] + j * rowCount] = values[k];
      }
      this.#stated.weighRows(out);
    } else {
      intoPattern({ rowCount, columnCount, columnStarts, rows }, values, this.pattern, out);
      this.#stated.weighEntries(out, this.pattern.rows);
    }
    return undefined;
  };
}

/** The entries in the order of a pattern; where the function decides otherwise than at the start, its own may differ. */
function intoPattern(own: Pattern, values: Vector, pattern: Pattern, out: Vector): void {
  if (own.rows.length === out.length && own.rows.every((row, k) => row === pattern.rows[k])) {
    out.set(values);
    return;
  }
  out.fill(0);
  for (let j = 0; j < pattern.columnCount; j++) {
    let at = pattern.columnStarts[j];
    for (let k = own.columnStarts[j]; k < own.columnStarts[j + 1]; k++) {
      while (at < pattern.columnStarts[j + 1] && pattern.rows[at] < own.rows[k]) at++;
      if (at < pattern.columnStarts[j + 1] && pattern.rows[at] === own.rows[k]) out[at] = values[k];
      else if (values[k] !== 0) throw new Error("the Jacobian has entries here that it does not have at the start");
    }
  }
}
