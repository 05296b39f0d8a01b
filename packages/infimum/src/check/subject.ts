import { checkReading } from "../autodiff/check-reading.ts";
import type { ExactFunction } from "../autodiff/exact-function.ts";
import { Obstacle } from "../autodiff/read/obstacle.ts";
import type { ReadProgram } from "../autodiff/read/read-function.ts";
import { exactly } from "../minimize/read.ts";
import { allFinite, type Vector } from "../numerics/vector.ts";
import { describePoint } from "../problem/describe-point.ts";
import { isThenable } from "../problem/functions.ts";
import type { Problem } from "../problem/problem.ts";
import type { Finding } from "./finding.ts";

/** Where the gradient of the problem comes from. */
export type GradientSource = "given" | "exact" | "none";

/** So many variables of a point are shown. */
const shownVariables = 6;

/**
 * A problem that is checked: its functions, called with points of their own and counted, and its objective as it was read,
 * where it can be. A function that throws or gives no number gives NaN here, and what it did is a finding.
 */
export class Subject {
  readonly problem: Problem;
  readonly dimension: number;
  readonly names: readonly string[];
  readonly findings: Finding[] = [];
  /** The objective as it was read; undefined where it cannot be. */
  readonly exact: ExactFunction | undefined;
  /** Why it cannot be read, and what to do. */
  readonly unread: string | undefined;
  /** What the last gradient threw, where it did. */
  gradientFailure: string | undefined;
  /** Calls of the caller's functions. */
  evaluations = 0;
  readonly #signal: AbortSignal | undefined;
  readonly #end: number;
  readonly #found = new Set<string>();

  /**
   * @param own what the objective gave at x0
   * @param limits when to begin nothing more, and what ends everything at once
   */
  constructor(
    problem: Problem,
    own: unknown,
    { signal, seconds }: { readonly signal: AbortSignal | undefined; readonly seconds: number },
  ) {
    this.#end = performance.now() + 1000 * seconds;
    this.problem = problem;
    this.dimension = problem.dimension;
    this.names = problem.layout.names;
    this.#signal = signal;
    try {
      this.exact = readObjective(problem, own);
    } catch (error) {
      if (!(error instanceof Obstacle)) throw error;
      this.unread = error.sentence;
    }
  }

  /** A gradient that is given is used, whatever could be read. */
  get gradientSource(): GradientSource {
    if (this.problem.functions.gradient) return "given";
    const { derivatives } = this.problem;
    return this.exact && derivatives !== "finite-difference" && derivatives !== "none" ? "exact" : "none";
  }

  /** True once the time is over in which anything more is begun. */
  get isLate(): boolean {
    return performance.now() > this.#end;
  }

  get isContinuous(): boolean {
    return this.problem.coordinates.every(({ kind }) => kind === "continuous");
  }

  lower(i: number): number {
    return this.problem.lower?.[i] ?? -Infinity;
  }

  upper(i: number): number {
    return this.problem.upper?.[i] ?? Infinity;
  }

  /** The typical size of a variable at a point: its own, else that of its bounds where they are narrow, else 1. */
  size(x: Vector, i: number): number {
    const width = this.upper(i) - this.lower(i);
    return Math.abs(x[i]) || Math.min(1, width) || 1;
  }

  describe(x: Vector): string {
    return describePoint(this.problem.layout, x, shownVariables);
  }

  /** Adds what was found; of findings with the same code and the same `about` the first. */
  find(finding: Finding, about = ""): void {
    const key = `${finding.code} ${about}`;
    if (this.#found.has(key)) return;
    this.#found.add(key);
    this.findings.push(finding);
  }

  /** The objective at x; NaN where it throws, or gives something that is no number. */
  async value(x: Vector): Promise<number> {
    const { functions } = this.problem;
    if (functions.value === undefined) {
      const out = new Float64Array(this.dimension);
      return this.gradient(x, out);
    }
    this.#signal?.throwIfAborted();
    const point = x.slice();
    this.evaluations++;
    try {
      const answer = functions.value(point);
      const value = isThenable(answer) ? await answer : answer;
      this.#requireUnchanged("objective", x, point);
      return typeof value === "number" ? value : NaN;
    } catch {
      return NaN;
    }
  }

  /**
   * Writes the gradient at x and returns the value that came with it (NaN where none came): the given one, else the exact one.
   * NaN where there is none.
   */
  async gradient(x: Vector, out: Vector): Promise<number> {
    this.#signal?.throwIfAborted();
    const { gradient } = this.problem.functions;
    const point = x.slice();
    this.gradientFailure = undefined;
    try {
      if (gradient === undefined) {
        if (this.gradientSource === "exact") return this.exact!.valueAndGradient(point, out);
        out.fill(NaN);
        return NaN;
      }
      this.evaluations++;
      const answer = gradient(point, out);
      const value = isThenable(answer) ? await answer : answer;
      this.#requireUnchanged("gradient", x, point);
      return typeof value === "number" ? value : NaN;
    } catch (error) {
      this.gradientFailure = error instanceof Error ? error.message : String(error);
      out.fill(NaN);
      return NaN;
    }
  }

  /** Writes the Hessian at x times v: given as products or as a matrix, else exact; false where there is none. */
  async hessianVector(x: Vector, v: Vector, out: Vector): Promise<boolean> {
    this.#signal?.throwIfAborted();
    const { hessianVector, hessian } = this.problem.functions;
    const n = this.dimension;
    try {
      if (hessianVector) {
        this.evaluations++;
        await hessianVector(x.slice(), v.slice(), out);
        return true;
      }
      if (hessian) {
        const matrix = new Float64Array(n * n);
        this.evaluations++;
        await hessian(x.slice(), matrix);
        out.fill(0);
        for (let j = 0; j < n; j++) for (let i = 0; i < n; i++) out[i] += matrix[i + j * n] * v[j];
        return true;
      }
      if (this.gradientSource !== "exact") return false;
      this.exact!.hessianVector(x.slice(), v, out);
      return allFinite(out);
    } catch {
      return false;
    }
  }

  /** The program of the objective that holds at x; undefined where the objective cannot be read there. */
  programAt(x: Vector): ReadProgram | undefined {
    if (this.exact === undefined) return undefined;
    try {
      // running it makes the program that holds here the one that is asked first
      this.exact.value(x);
      return this.exact.readAt(x);
    } catch (error) {
      if (error instanceof Obstacle) return undefined;
      throw error;
    }
  }

  #requireUnchanged(name: string, x: Vector, point: Vector): void {
    if (point.every((entry, i) => Object.is(entry, x[i]))) return;
    this.find({
      severity: "error",
      check: "values",
      code: "argument-changed",
      message: `the ${name} changes the point it is given: methods go on from another point than they asked about`,
      remedy: "copy it first, with x.slice()",
    });
  }
}

/** @throws Obstacle where the objective cannot be read, or is not what was read of it */
function readObjective(problem: Problem, own: unknown): ExactFunction {
  if (problem.definition.objective === undefined) throw new Obstacle("there is no objective", "give one");
  const exact = exactly(problem);
  checkReading(exact, problem.x0, own);
  return exact;
}
