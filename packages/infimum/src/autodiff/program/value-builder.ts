import { expectKind } from "./expect-kind.ts";
import { keyOf } from "./key.ts";
import {
  type BinaryOperation,
  binaryOperations,
  type Comparison,
  commutative,
  comparisons,
  isBinary,
  isComparison,
  isUnary,
  type UnaryOperation,
  unaryOperations,
} from "./operations.ts";
import type { Site } from "./program.ts";
import { decideByRange, integerRange, type Range } from "./ranges.ts";
import { rewriteBinary, rewriteUnary } from "./rewrite.ts";
import { Scope } from "./scope.ts";
import { highestInteger, type Kind, lowestInteger, type Position, type Value } from "./value.ts";

/**
 * The part of a program builder that makes values of values. What is built is shared (the same operation on the same operands
 * is the same value, where the first one has surely been computed), folded and simplified (`rewrite.ts` says what
 * that may change), and moved out of the loops it does not depend on.
 */
export class ValueBuilder {
  protected scope = new Scope(undefined, "program");
  protected readonly sites: Site[] = [];
  #nextValue = 0;
  readonly #constants = new Map<number, Value>();
  readonly #integers = new Map<number, Value>();
  #negativeZero: Value | undefined;
  #true: Value | undefined;
  #false: Value | undefined;
  #position: Position | undefined;

  /** Ids of values are below this. */
  protected get valueCount(): number {
    return this.#nextValue;
  }

  /** The source position of what is built next: failures of the running program name it. */
  position(position: Position): void {
    this.#position = position;
  }

  /** A float. */
  constant(value: number): Value {
    if (Object.is(value, -0)) {
      this.#negativeZero ??= this.make("float", "constant", [], { constant: -0, level: 0 });
      return this.#negativeZero;
    }
    let known = this.#constants.get(value);
    if (known === undefined) {
      known = this.make("float", "constant", [], { constant: value, level: 0 });
      this.#constants.set(value, known);
    }
    return known;
  }

  /** @throws TypeError when the number is no integer of 32 bits */
  integer(value: number): Value {
    if (value !== (value | 0)) throw new TypeError(`${value} is no integer of 32 bits`);
    let known = this.#integers.get(value);
    if (known === undefined) {
      known = this.make("integer", "constant", [], { constant: value | 0, level: 0, low: value | 0, high: value | 0 });
      this.#integers.set(value, known);
    }
    return known;
  }

  /** An integer or a condition (0 or 1) as a float. */
  float(value: Value): Value {
    if (value.kind === "float") return value;
    if (value.kind === "condition") return this.select(value, this.constant(1), this.constant(0));
    if (value.constant !== undefined) return this.constant(value.constant);
    return this.#compute("float", "float", [value]);
  }

  /** A float as an integer: a run in which it is none (a fraction, NaN, beyond 32 bits) has no result. */
  index(value: Value): Value {
    if (value.kind === "integer") return value;
    expectKind("an index", value, "float");
    if (value.operation === "float" && value.operands[0].kind === "integer") return value.operands[0];
    if (value.constant !== undefined && value.constant === (value.constant | 0))
      return this.integer(value.constant | 0);
    const key = keyOf("index", value.id);
    const known = this.scope.find(key);
    if (known !== undefined) return known;
    const made = this.make("integer", "index", [value], { level: this.scope.level });
    this.scope.steps.push({ step: "convert", value: made, site: this.site("integer", "") });
    this.scope.remember(key, made);
    return made;
  }

  unary(operation: UnaryOperation, a: Value): Value {
    if (a.kind === "integer") {
      if (operation === "floor" || operation === "ceil" || operation === "round" || operation === "trunc") return a;
      if (operation === "abs" && a.low >= 0) return a;
    }
    const operand = this.float(a);
    if (operand.constant !== undefined) return this.constant(unaryOperations[operation](operand.constant));
    return rewriteUnary(operation, operand, this) ?? this.#compute("float", operation, [operand]);
  }

  binary(operation: BinaryOperation, a: Value, b: Value): Value {
    if (a.kind === "integer" && b.kind === "integer") {
      const range = integerRange(operation, a, b);
      if (range !== undefined) return this.#integerBinary(operation, a, b, range);
    }
    const [left, right] = [this.float(a), this.float(b)];
    if (left.constant !== undefined && right.constant !== undefined) {
      return this.constant(binaryOperations[operation](left.constant, right.constant));
    }
    return rewriteBinary(operation, left, right, this) ?? this.#compute("float", operation, [left, right]);
  }

  compare(operation: Comparison, a: Value, b: Value): Value {
    const integers = a.kind === "integer" && b.kind === "integer";
    const [left, right] = integers ? [a, b] : [this.float(a), this.float(b)];
    if (left.constant !== undefined && right.constant !== undefined) {
      return this.condition(comparisons[operation](left.constant, right.constant));
    }
    const decided = integers ? decideByRange(operation, a, b) : undefined;
    return decided !== undefined ? this.condition(decided) : this.#compute("condition", operation, [left, right]);
  }

  and(a: Value, b: Value): Value {
    expectKind("an operand of and", a, "condition");
    expectKind("an operand of and", b, "condition");
    if (a === b || b.constant === 1) return a;
    if (a.constant === 1) return b;
    if (a.constant === 0 || b.constant === 0) return this.condition(false);
    return this.#compute("condition", "and", [a, b]);
  }

  or(a: Value, b: Value): Value {
    expectKind("an operand of or", a, "condition");
    expectKind("an operand of or", b, "condition");
    if (a === b || b.constant === 0) return a;
    if (a.constant === 0) return b;
    if (a.constant === 1 || b.constant === 1) return this.condition(true);
    return this.#compute("condition", "or", [a, b]);
  }

  not(a: Value): Value {
    expectKind("the operand of not", a, "condition");
    if (a.constant !== undefined) return this.condition(a.constant === 0);
    if (a.operation === "not") return a.operands[0];
    return this.#compute("condition", "not", [a]);
  }

  /** `a` where the condition holds, else `b`: both have been computed. Where an arm may be invalid, `branch`. */
  select(condition: Value, a: Value, b: Value): Value {
    expectKind("what selects", condition, "condition");
    if (condition.constant !== undefined) return condition.constant === 1 ? a : b;
    if (a === b) return a;
    if (a.kind === "condition" && b.kind === "condition") {
      if (a.constant === 1) return this.or(condition, b);
      if (a.constant === 0) return this.and(this.not(condition), b);
      if (b.constant !== undefined) return b.constant === 1 ? this.or(this.not(condition), a) : this.and(condition, a);
    }
    const same = a.kind === b.kind;
    const [then, otherwise] = same ? [a, b] : [this.float(a), this.float(b)];
    if (condition.operation === "not") return this.select(condition.operands[0], otherwise, then);
    const range = { low: Math.min(then.low, otherwise.low), high: Math.max(then.high, otherwise.high) };
    return this.#compute(then.kind, "select", [condition, then, otherwise], range);
  }

  /** The value of an operation by its name, as `Value.operation` says it; a conversion to an index is `index`. */
  apply(operation: string, operands: readonly Value[]): Value {
    const [a, b, c] = operands;
    if (isUnary(operation)) return this.unary(operation, a);
    if (isBinary(operation)) return this.binary(operation, a, b);
    if (isComparison(operation)) return this.compare(operation, a, b);
    switch (operation) {
      case "float":
        return this.float(a);
      case "select":
        return this.select(a, b, c);
      case "and":
        return this.and(a, b);
      case "or":
        return this.or(a, b);
      case "not":
        return this.not(a);
      default:
        throw new TypeError(`there is no operation ${operation}`);
    }
  }

  condition(value: boolean): Value {
    const known = value ? this.#true : this.#false;
    if (known !== undefined) return known;
    const made = this.make("condition", "constant", [], { constant: Number(value), level: 0 });
    if (value) this.#true = made;
    else this.#false = made;
    return made;
  }

  #integerBinary(operation: BinaryOperation, a: Value, b: Value, range: Range): Value {
    if (range.low === range.high) return this.integer(range.low);
    if (operation === "add" && b.constant === 0) return a;
    if (operation === "add" && a.constant === 0) return b;
    if (operation === "sub" && b.constant === 0) return a;
    if (operation === "mul" && b.constant === 1) return a;
    if (operation === "mul" && a.constant === 1) return b;
    return this.#compute("integer", operation, [a, b], range);
  }

  /** The value of an operation, placed in the outermost loop body where its operands exist, or the one already there. */
  #compute(kind: Kind, operation: string, operands: readonly Value[], range?: Range): Value {
    const ordered =
      operands.length === 2 && commutative.has(operation) && operands[0].id > operands[1].id
        ? [operands[1], operands[0]]
        : operands;
    const key = keyOf(operation, ordered[0].id, ordered[1]?.id, ordered[2]?.id);
    const known = this.scope.find(key);
    if (known !== undefined) return known;
    let level = 0;
    for (const operand of ordered) level = Math.max(level, operand.level);
    const scope = this.scope.home(level);
    const value = this.make(kind, operation, ordered, { level: scope.level, ...range });
    scope.steps.push({ step: "compute", value });
    scope.remember(key, value);
    return value;
  }

  protected as(kind: Kind, value: Value): Value {
    if (kind === value.kind) return value;
    if (kind === "float") return this.float(value);
    if (kind === "integer") return this.index(value);
    throw new TypeError(`a ${value.kind} cannot become a condition`);
  }

  protected result(kind: Kind, range: Partial<Range>): Value {
    return this.make(kind, "result", [], { level: this.scope.level, ...range });
  }

  protected make(
    kind: Kind,
    operation: string,
    operands: readonly Value[],
    known: { constant?: number; level: number; low?: number; high?: number },
  ): Value {
    const { constant, level, low = lowestInteger, high = highestInteger } = known;
    return { id: this.#nextValue++, kind, operation, operands, constant, low, high, level };
  }

  protected site(what: Site["what"], note: string): number {
    this.sites.push({ what, position: this.#position, note });
    return this.sites.length - 1;
  }
}
