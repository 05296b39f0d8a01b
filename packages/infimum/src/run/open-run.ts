import type { Vector } from "../numerics/vector.ts";
import type { Parameters, Shape } from "../problem/parameters.ts";
import type { Problem } from "../problem/problem.ts";
import type { Item } from "./answer.ts";
import type { Checkpoint } from "./checkpoint.ts";
import type { Method } from "./method.ts";
import { type Observer, observe, type Step, stepOf } from "./observe.ts";
import { type Result, type ResultContext, resultOf } from "./result.ts";
import { Run, type RunOptions } from "./run.ts";

/** One evaluation that a run asks for. */
export interface Asked<P extends Parameters = any> {
  readonly id: number;
  /** What is wanted: "value", "gradient" (with its value), "hessianVector", ... */
  readonly oracle: string;
  readonly x: Vector;
  /** The point in the shape of x0. */
  readonly params: Shape<P>;
  /** The direction of a Hessian-vector product. */
  readonly v?: Vector;
  readonly sample?: number;
  /** The points to rank. */
  readonly points?: readonly Vector[];
}

/** The answer to one evaluation: what was wanted, or the error that came instead. */
export interface Told {
  readonly id: number;
  readonly value?: number;
  readonly gradient?: ArrayLike<number>;
  /** The numbers of any other oracle: a product, a Hessian, a ranking. */
  readonly output?: ArrayLike<number>;
  readonly error?: unknown;
}

/**
 * A run that is looked at while it goes: iterate over its steps (leaving the loop pauses, a new loop goes on), freeze it
 * at any moment, or answer its questions yourself with `ask` and `tell`. Use one of iteration and ask-and-tell.
 */
export class OpenRun<P extends Parameters = any> implements Iterable<Step> {
  readonly #make: (inline: boolean, checkpoint: Checkpoint | undefined) => Run;
  readonly #context: ResultContext;
  readonly #observer: Observer | undefined;
  #run: Run;
  #inline = true;

  constructor(problem: Problem, method: Method, options: RunOptions, context: ResultContext, observer?: Observer) {
    this.#make = (inline, checkpoint) => new Run(problem, method, { ...options, inline, checkpoint });
    this.#context = context;
    this.#observer = observer;
    this.#run = this.#make(true, options.checkpoint);
  }

  *[Symbol.iterator](): Generator<Step, void, void> {
    this.#turn(true);
    while (this.#run.running) {
      if (!this.#run.advance()) continue;
      if (this.#observer) observe(this.#run, this.#observer);
      yield stepOf(this.#run);
    }
  }

  /** The result so far; its status is "running" while the run is only paused. */
  get result(): Result<P> {
    return resultOf(this.#run, this.#context);
  }

  /** The run as plain JSON; `solve(problem, { checkpoint })` goes on from it bit for bit. */
  freeze(): Checkpoint {
    return this.#run.freeze();
  }

  /** What to evaluate next: nothing when the run has ended. Asking again lists what has not been told. */
  ask(): Asked<P>[] {
    this.#turn(false);
    const { layout } = this.#run.problem;
    return this.#items().map(({ id, oracle, x, v, sample, points }) => ({
      id,
      // a gradient that the library makes of the formula is not asked: only the value is
      oracle: this.#completes(oracle) ? "value" : oracle,
      x,
      params: layout.decode(x) as Shape<P>,
      ...(v && { v }),
      ...(sample !== undefined && { sample }),
      ...(points && { points }),
    }));
  }

  /**
   * Takes answers, in any order and any part of a batch.
   *
   * @throws InfimumError `nothing-asked`, `unknown-question`, `wrong-length`, `objective-threw`
   */
  tell(answers: readonly Told[]): void {
    this.#turn(false);
    const inOrder = answers.toSorted((a, b) => a.id - b.id);
    for (const { id, value, gradient, output, error } of inOrder) {
      const given = gradient ?? output;
      const ofSum = given && value === undefined ? this.#weighed(id, given) : undefined;
      const numbers = ofSum?.output ?? given ?? (error === undefined ? this.#gradientFor(id) : undefined);
      this.#run.tell(id, { value: ofSum?.value ?? value, output: numbers, error });
    }
    while (this.#run.running && !this.#run.waiting)
      if (this.#run.advance() && this.#observer) observe(this.#run, this.#observer);
  }

  /** What waits for answers from outside; products with a Hessian that the library makes of the formula do not. */
  #items(): Item[] {
    for (;;) {
      const items = this.#run.ask();
      const own = items.filter(({ oracle }) => this.#isDerived(oracle));
      if (own.length === 0) return items;
      for (const { id, oracle, x, v, out } of own) {
        const { functions } = this.#run.problem;
        if (oracle === "jacobian") functions.jacobian!(x, out as Vector);
        else functions.hessianVector!(x, v!, out as Vector);
        this.#run.tell(id, { output: out });
      }
    }
  }

  /** True for what is no function of the caller: a product or a Jacobian that was read. */
  #isDerived(oracle: string): boolean {
    return (oracle === "hessianVector" || oracle === "jacobian") && this.#run.problem.exact !== undefined;
  }

  #completes(oracle: string): boolean {
    return oracle === "gradient" && this.#run.problem.exact !== undefined;
  }

  /** Residuals with their sum of squares, or a Jacobian, as the problem weighs them; undefined where something else was asked. */
  #weighed(id: number, given: ArrayLike<number>): { output: Vector; value?: number } | undefined {
    const { residuals } = this.#run.problem;
    const oracle = residuals && this.#run.ask().find((asked) => asked.id === id)?.oracle;
    if (oracle !== "residuals" && oracle !== "jacobian") return undefined;
    const output = Float64Array.from(given);
    if (oracle === "residuals") return { output, value: residuals!.weigh(output) };
    residuals!.weighRows(output);
    return { output };
  }

  /** The gradient of the formula, where that is what was asked. */
  #gradientFor(id: number): Vector | undefined {
    const item = this.#run.ask().find((asked) => asked.id === id);
    if (item === undefined || !this.#completes(item.oracle)) return undefined;
    const out = item.out as Vector;
    this.#run.problem.functions.gradient!(item.x.slice(), out);
    return out;
  }

  /** Questions are answered at once, or left open: changed by freezing, so nothing is asked twice. */
  #turn(inline: boolean): void {
    if (this.#inline === inline) return;
    this.#inline = inline;
    if (this.#run.running) this.#run = this.#make(inline, this.#run.freeze());
  }
}
