/**
 * Taylor coefficients of values: with x(t) = x0 + x1 t + x2 t^2 + ..., those of what is computed from x(t).
 *
 * Sums, products and quotients have recurrences of their own. For every other operation r = u(a) the derivative g = u'(a) is
 * known as an expression (`rules.ts`), and r' = g a' gives
 *
 *     r_k = (1/k) sum_{j=1..k} j a_j g_{k-j}
 *
 * where the coefficients of g come from the same rules: only lower ones of r are needed.
 *
 * @reference A. Griewank, A. Walther, 2008, Evaluating Derivatives, ch. 13, 10.1137/1.9780898717761
 */
import type { ProgramBuilder } from "../program/builder.ts";
import type { Value } from "../program/value.ts";
import { isFlat, partial } from "./rules.ts";
import { scaled } from "./scaled.ts";

/** The coefficients of orders 1, 2, ...; undefined is 0. The coefficient of order 0 is the value itself. */
export type Series = readonly (Value | undefined)[];

export class TaylorCoefficients {
  readonly #build: ProgramBuilder;
  readonly #order: number;
  /** The series of values that were computed from the point, by the ids of the values. */
  readonly #known: (Series | undefined)[] = [];
  /** Their order of becoming known. */
  readonly #recent: Value[] = [];

  constructor(build: ProgramBuilder, order: number) {
    this.#build = build;
    this.#order = order;
  }

  set(value: Value, series: Series): void {
    if (value.constant !== undefined || this.#known[value.id] !== undefined) return;
    this.#known[value.id] = series;
    this.#recent.push(value);
  }

  /**
   * Builds a block of its own. What becomes known within is forgotten after it, also of values from around it: their coefficients
   * were computed in the block, and may not have been when it is not executed.
   */
  within<Result>(block: () => Result): Result {
    const before = this.#recent.length;
    const result = block();
    for (const { id } of this.#recent.splice(before)) this.#known[id] = undefined;
    return result;
  }

  /** The series of a value; of one that does not depend on the point, nothing. */
  of(value: Value): Series {
    return this.#known[value.id] ?? [];
  }

  /** Computes the series of a new value from those of its operands. */
  compute(value: Value): void {
    if (value.constant !== undefined || this.#known[value.id] !== undefined) return;
    const memo: Memo = new Map();
    const series: (Value | undefined)[] = [];
    // known from the start: each coefficient is computed from those before
    this.set(value, series);
    for (let k = 1; k <= this.#order; k++) series.push(this.#derive(value, k, memo));
  }

  #coefficient(value: Value, k: number, memo: Memo): Value | undefined {
    if (k === 0) return value;
    if (value.constant !== undefined || value.kind !== "float") return undefined;
    const known = this.#known[value.id];
    if (known !== undefined) return known[k - 1];
    let own = memo.get(value);
    if (own === undefined) {
      own = new Map();
      memo.set(value, own);
    }
    if (!own.has(k)) own.set(k, this.#derive(value, k, memo));
    return own.get(k);
  }

  #derive(value: Value, k: number, memo: Memo): Value | undefined {
    const { operation, operands } = value;
    const [a, b, c] = operands;
    const build = this.#build;
    const at = (of: Value, order: number): Value | undefined => this.#coefficient(of, order, memo);
    if (operands.length === 0 || isFlat(operation)) return undefined;
    switch (operation) {
      case "neg":
        return this.#negative(at(a, k));
      case "add":
        return this.#sum(at(a, k), at(b, k));
      case "sub":
        return this.#sum(at(a, k), this.#negative(at(b, k)));
      case "mul":
        return this.#convolution(
          k,
          (j) => at(a, j),
          (j) => at(b, j),
        );
      case "div": {
        // r b = a
        const rest = this.#convolution(
          k,
          (j) => (j === 0 ? undefined : at(b, j)),
          (j) => (j === k ? undefined : at(value, j)),
        );
        const numerator = this.#sum(at(a, k), this.#negative(rest));
        return numerator && build.binary("div", numerator, b);
      }
      case "select": {
        const [then, otherwise] = [at(b, k), at(c, k)];
        if (then === undefined && otherwise === undefined) return undefined;
        const zero = build.constant(0);
        return build.select(a, then ?? zero, otherwise ?? zero);
      }
      default:
    }
    let sum: Value | undefined;
    operands.forEach((operand, side) => {
      let derivative: Value | undefined;
      for (let j = 1; j <= k; j++) {
        const own = at(operand, j);
        if (own === undefined) continue;
        derivative ??= partial(build, operation, side, operands, value);
        const weighted = build.binary("mul", own, build.constant(j / k));
        sum = this.#sum(
          sum,
          j === k ? scaled(build, weighted, derivative) : this.#product(weighted, at(derivative, k - j)),
        );
      }
    });
    return sum;
  }

  /** sum over i + j = k of left(i) right(j) */
  #convolution(
    k: number,
    left: (order: number) => Value | undefined,
    right: (order: number) => Value | undefined,
  ): Value | undefined {
    let sum: Value | undefined;
    for (let j = 0; j <= k; j++) {
      const factor = left(j);
      // what is 0 need not be multiplied, nor what it is multiplied with be computed
      if (factor !== undefined) sum = this.#sum(sum, this.#product(factor, right(k - j)));
    }
    return sum;
  }

  #sum(a: Value | undefined, b: Value | undefined): Value | undefined {
    if (a === undefined) return b;
    return b === undefined ? a : this.#build.binary("add", a, b);
  }

  #product(a: Value, b: Value | undefined): Value | undefined {
    return b && this.#build.binary("mul", a, b);
  }

  #negative(a: Value | undefined): Value | undefined {
    return a && this.#build.unary("neg", a);
  }
}

/** Coefficients of expressions that only a rule has made, by order. */
type Memo = Map<Value, Map<number, Value | undefined>>;
