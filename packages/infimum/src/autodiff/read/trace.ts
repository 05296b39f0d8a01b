import {
  type BinaryOperation,
  binaryOperations,
  type Comparison,
  comparisons,
  type UnaryOperation,
  unaryOperations,
} from "../program/operations.ts";
import { Obstacle, type Place } from "./obstacle.ts";
import { Block, isIndex, type Memory, type Scalar, Traced } from "./traced.ts";

/** More recorded operations than this are no function that was meant to be unrolled. */
const largestTrace = 400_000;

/**
 * The record of one reading: what the function computes, as it is interpreted. Ordinary numbers are computed at once,
 * as JavaScript does; only what involves a traced value is recorded, together with what it is at the point of the reading
 * where that is known.
 */
export class Trace {
  readonly point: Memory;
  readonly root = new Block("function", undefined);
  current: Block = this.root;
  place: Place | undefined;
  readonly #x: Float64Array;
  #recorded = 0;

  constructor(x: Float64Array) {
    this.#x = x;
    this.point = { role: "point", length: x.length, fill: 0, contents: undefined, single: false };
  }

  open(kind: "loop" | "arm"): Block {
    this.current = new Block(kind, this.current);
    return this.current;
  }

  /** Leaves a block; what was recorded in it is part of the function only where an entry refers to it. */
  close(block: Block): void {
    this.current = block.parent as Block;
  }

  /** How much is recorded in the current block; `cut` forgets what came since. */
  get mark(): number {
    return this.current.entries.length;
  }

  cut(mark: number): void {
    this.current.entries.length = mark;
  }

  unary(operation: UnaryOperation, a: Scalar): Scalar {
    const compute = unaryOperations[operation];
    if (!(a instanceof Traced)) return compute(Number(a));
    const operand = this.number(a) as Traced;
    const value = operand.value === undefined ? undefined : compute(operand.value as number);
    const keeps = operation === "floor" || operation === "ceil" || operation === "round" || operation === "trunc";
    return this.record("number", operation, [operand], { value, integer: keeps && operand.integer });
  }

  binary(operation: BinaryOperation, a: Scalar, b: Scalar): Scalar {
    const compute = binaryOperations[operation];
    if (!(a instanceof Traced || b instanceof Traced)) return compute(Number(a), Number(b));
    const operands = [this.number(a), this.number(b)] as const;
    const integer = integerOperations.has(operation) && operands.every(isIndex);
    return this.record("number", operation, operands, { value: appliedTo(operands, compute), integer });
  }

  compare(operation: Comparison, a: Scalar, b: Scalar): Scalar {
    const compute = comparisons[operation];
    if (!(a instanceof Traced || b instanceof Traced)) return compute(Number(a), Number(b));
    const operands = [this.number(a), this.number(b)] as const;
    return this.record("condition", operation, operands, { value: appliedTo(operands, compute) });
  }

  not(a: Scalar): Scalar {
    if (!(a instanceof Traced)) return !a;
    const condition = this.condition(a) as Traced;
    if (condition.operation === "not") return condition.operands[0];
    return this.record("condition", "not", [condition], {
      value: condition.value === undefined ? undefined : !condition.value,
    });
  }

  /** Both operands have been computed. */
  both(operation: "and" | "or", a: Scalar, b: Scalar): Scalar {
    const left = this.condition(a);
    const right = this.condition(b);
    const decides = operation === "or";
    if (left === decides || right === decides) return decides;
    if (typeof left === "boolean") return right;
    if (typeof right === "boolean") return left;
    const value =
      left.value === undefined || right.value === undefined
        ? undefined
        : operation === "and"
          ? left.value && right.value
          : left.value || right.value;
    return this.record("condition", operation, [left, right], { value });
  }

  /** A scalar as a condition: a number is true unless it is 0 or NaN. */
  condition(a: Scalar): Traced | boolean {
    if (!(a instanceof Traced)) return Boolean(a);
    if (a.kind === "condition") return a;
    const nonzero = this.compare("ne", a, 0);
    // an integer is never NaN
    return (a.integer ? nonzero : this.both("and", nonzero, this.compare("eq", a, a))) as Traced;
  }

  /** A scalar as a number: a condition is 0 or 1. */
  number(a: Scalar): Traced | number {
    if (!(a instanceof Traced)) return Number(a);
    if (a.kind === "number") return a;
    const value = a.value === undefined ? undefined : Number(a.value);
    return this.record("number", "number", [a], { value, integer: false });
  }

  load(memory: Memory, index: Scalar): Traced {
    const position = typeof index === "number" ? index : undefined;
    let value: number | undefined;
    if (position !== undefined && memory.role === "point") value = this.#x[position];
    else if (position !== undefined && memory.contents) value = memory.contents[position];
    return this.record("number", "load", [index], { value, memory, integer: holdsIntegers(memory) });
  }

  store(memory: Memory, index: Scalar, value: Scalar): void {
    const stored = memory.single ? this.unary("fround", value) : this.number(value);
    this.#count();
    this.current.entries.push({ entry: "store", memory, index, value: stored, place: this.place });
  }

  local(length: number, fill: number, single = false): Memory {
    const memory: Memory = { role: "local", length, fill, contents: undefined, single };
    this.current.entries.push({ entry: "memory", memory });
    return memory;
  }

  /** The rest of the record holds only while the condition is as expected. */
  guard(condition: Traced, expected: boolean, note: string): void {
    this.current.entries.push({ entry: "guard", condition, expected, note, place: this.place });
  }

  /** A value that control flow defines: it stands in no entry of its own. */
  defined(
    operation: "parameter" | "result",
    like: { kind?: "number" | "condition"; integer?: boolean; value?: number | boolean },
  ): Traced {
    return new Traced(like.kind ?? "number", operation, [], { ...like, place: this.place });
  }

  record(
    kind: "number" | "condition",
    operation: Traced["operation"],
    operands: readonly Scalar[],
    known: { integer?: boolean; value?: number | boolean; memory?: Memory },
  ): Traced {
    this.#count();
    const traced = new Traced(kind, operation, operands, { ...known, place: this.place });
    this.current.entries.push({ entry: "value", traced });
    return traced;
  }

  #count(): void {
    if (++this.#recorded <= largestTrace) return;
    throw new Obstacle(
      `the function unrolls to more than ${largestTrace.toLocaleString("en")} operations`,
      "write long loops as for (let i = 0; i < n; i++) over typed arrays, without break and push",
      this.place,
    );
  }
}

const integerOperations: ReadonlySet<BinaryOperation> = new Set(["add", "sub", "mul", "rem", "min", "max"]);

/** What an operation gives at the point of the reading, where both operands are known. */
function appliedTo<T>(
  [a, b]: readonly [Traced | number, Traced | number],
  compute: (a: number, b: number) => T,
): T | undefined {
  const [left, right] = [valueOf(a), valueOf(b)];
  return left === undefined || right === undefined ? undefined : compute(left as number, right as number);
}

/** What a scalar is at the point of the reading, where known. */
function valueOf(scalar: Scalar): number | boolean | undefined {
  return scalar instanceof Traced ? scalar.value : scalar;
}

function holdsIntegers({ contents }: Memory): boolean {
  return (
    ArrayBuffer.isView(contents) &&
    !(contents instanceof Float64Array || contents instanceof Float32Array || contents instanceof Uint32Array)
  );
}
