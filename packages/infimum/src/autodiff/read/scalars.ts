import type { Comparison } from "../program/operations.ts";
import type { Reading } from "./reading.ts";
import { isScalar, isTraced, type Scalar, Traced } from "./traced.ts";
import {
  ArrayValue,
  ClassValue,
  Closure,
  CollectionValue,
  Intrinsic,
  RecordValue,
  RegularExpression,
  type Value,
} from "./values.ts";

/** A value where a number is needed. */
export function scalarOf(reading: Reading, value: Value, node: object): Scalar {
  if (isScalar(value)) return value;
  if (value === null) return 0;
  if (typeof value === "string") return Number(value);
  if (value === undefined) {
    throw reading.obstacle(
      node,
      "undefined is used as a number: an index is out of range, or a value or a return is missing",
      "mend the index, or say what stands for a missing value with ??",
    );
  }
  throw reading.obstacle(node, `${kindOf(value)} is used as a number`, "use one of its entries");
}

/** What a value is, in words. */
export function kindOf(value: Value): string {
  if (value instanceof ArrayValue) return "an array";
  if (value instanceof RecordValue) return "an object";
  if (value instanceof CollectionValue) return value.isSet ? "a Set" : "a Map";
  if (value instanceof ClassValue) return "a class";
  if (value instanceof RegularExpression) return "a regular expression";
  if (value instanceof Closure || value instanceof Intrinsic) return "a function";
  if (value === undefined || value === null) return String(value);
  if (isTraced(value)) return value.kind === "condition" ? "a boolean" : "a number";
  return `a ${typeof value}`;
}

/** A value where a condition is needed. */
export function conditionOf(reading: Reading, value: Value): Traced | boolean {
  return isTraced(value) ? reading.trace.condition(value) : Boolean(value);
}

const arithmetic = { "-": "sub", "*": "mul", "/": "div", "%": "rem", "**": "pow" } as const;
const comparisons = { "<": "lt", "<=": "le", ">": "gt", ">=": "ge" } as const;

export function binaryValue(reading: Reading, operator: string, a: Value, b: Value, node: object): Value {
  const { trace } = reading;
  if (operator === "===" || operator === "==") return equal(reading, operator === "==", a, b);
  if (operator === "!==" || operator === "!=") {
    const same = equal(reading, operator === "!=", a, b);
    return isScalar(same) ? trace.not(same) : undefined;
  }
  if (operator === "in" || operator === "instanceof") return membership(reading, operator, a, b, node);
  if (operator === "+" && (typeof a === "string" || typeof b === "string")) {
    return textOf(reading, a, node) + textOf(reading, b, node);
  }
  if (typeof a === "string" && typeof b === "string" && operator in comparisons) {
    return operator === "<" ? a < b : operator === "<=" ? a <= b : operator === ">" ? a > b : a >= b;
  }
  const left = scalarOf(reading, a, node);
  const right = scalarOf(reading, b, node);
  reading.at(node);
  if (operator === "+") return trace.binary("add", left, right);
  if (operator in arithmetic) return trace.binary(arithmetic[operator as keyof typeof arithmetic], left, right);
  if (operator in comparisons)
    return trace.compare(comparisons[operator as keyof typeof comparisons] as Comparison, left, right);
  return bits(reading, operator, left, right, node);
}

function equal(reading: Reading, loose: boolean, a: Value, b: Value): Scalar {
  if (isTraced(a) || isTraced(b)) {
    if (!isScalar(a) || !isScalar(b)) return false;
    if (!loose && isConditional(a) !== isConditional(b)) return false;
    return reading.trace.compare("eq", a, b);
  }
  if (loose && (a === null || a === undefined)) return b === null || b === undefined;
  // oxlint-disable-next-line eqeqeq -- it is the loose one that is asked for
  if (loose && (typeof a === "string" || isScalar(a)) && (typeof b === "string" || isScalar(b))) return a == b;
  return a === b;
}

function isConditional(a: Scalar): boolean {
  return typeof a === "boolean" || (isTraced(a) && a.kind === "condition");
}

function membership(reading: Reading, operator: string, a: Value, b: Value, node: object): boolean {
  if (operator === "in" && b instanceof RecordValue) {
    const name = textOf(reading, a, node);
    return prototypesOf(b).some(({ fields }) => fields.has(name));
  }
  if (operator === "instanceof" && b instanceof ClassValue)
    return a instanceof RecordValue && prototypesOf(a).includes(b.prototype);
  if (operator === "in" && b instanceof ArrayValue && typeof a === "number") return a >= 0 && a < b.length;
  if (operator === "instanceof" && b instanceof Intrinsic) {
    if (!(a instanceof ArrayValue)) return b.name === "Object" && a instanceof RecordValue;
    if (b.name === "Array") return a.typed === undefined;
    if (b.name === "Float64Array") return a.typed === "float64";
    if (b.name === "Float32Array") return a.typed === "float32";
  }
  throw reading.obstacle(node, `the operator ${operator} is not read here`, "write the test in another way");
}

/** A record and the classes it is of. */
function prototypesOf(record: RecordValue): RecordValue[] {
  return record.prototype ? [record, ...prototypesOf(record.prototype)] : [record];
}

/** 2 ** 31: what operators on bits keep is below. */
const bitRange = 2 ** 31;

/** The operators on bits: of traced numbers those that are divisions and remainders by powers of 2. */
function bits(reading: Reading, operator: string, a: Scalar, b: Scalar, node: object): Value {
  if (!isTraced(a) && !isTraced(b)) return bitsOf(operator, Number(a), Number(b));
  const { trace } = reading;
  if (typeof b === "number" && isTraced(a)) {
    const whole = integerPart(reading, a, node);
    if ((operator === "|" || operator === "^") && b === 0) return whole;
    if ((operator === ">>" || operator === "<<") && b >= 0 && b < 31) {
      const scaled = trace.binary("mul", whole, operator === ">>" ? 2 ** -b : 2 ** b);
      return operator === ">>" ? trace.unary("floor", scaled) : integerPart(reading, scaled, node);
    }
    if (operator === ">>>" && b >= 0 && b < 31) {
      reading.trace.guard(trace.compare("ge", whole, 0) as Traced, true, ">>> of a number below 0");
      return trace.unary("floor", trace.binary("mul", whole, 2 ** -b));
    }
    if (operator === "&" && b >= 0 && Number.isInteger(Math.log2(b + 1))) {
      const below = trace.binary("mul", trace.unary("floor", trace.binary("div", whole, b + 1)), b + 1);
      return trace.binary("sub", whole, below);
    }
  }
  return bitsOf(operator, reading.settle(a, node), reading.settle(b, node));
}

function bitsOf(operator: string, a: number, b: number): number {
  switch (operator) {
    case "|":
      return a | b;
    case "&":
      return a & b;
    case "^":
      return a ^ b;
    case "<<":
      return a << b;
    case ">>":
      return a >> b;
    default:
      return a >>> b;
  }
}

/** A number as the operators on bits see it: cut to an integer, of 32 bits. */
function integerPart(reading: Reading, a: Traced, node: object): Scalar;
function integerPart(reading: Reading, a: Scalar, node: object): Scalar;
function integerPart(reading: Reading, a: Scalar, node: object): Scalar {
  if (!isTraced(a)) return Number(a) | 0;
  if (a.integer) return a;
  const { trace } = reading;
  reading.at(node);
  trace.guard(trace.compare("lt", trace.unary("abs", a), bitRange) as Traced, true, "a number beyond 32 bits");
  // + 0, because bits know no -0
  return trace.binary("add", trace.unary("trunc", a), 0);
}

export function unaryValue(reading: Reading, operator: string, value: Value, node: object): Value {
  const { trace } = reading;
  switch (operator) {
    case "!": {
      const condition = conditionOf(reading, value);
      return trace.not(condition);
    }
    case "void":
      return undefined;
    case "typeof":
      return typeName(value);
    case "-":
      reading.at(node);
      return trace.unary("neg", scalarOf(reading, value, node));
    case "+":
      return trace.number(scalarOf(reading, value, node));
    case "~": {
      const whole = integerPart(reading, scalarOf(reading, value, node), node);
      return isTraced(whole) ? trace.binary("sub", -1, whole) : ~whole;
    }
    default:
      throw reading.obstacle(node, `the operator ${operator} is not read here`, "write it in another way");
  }
}

function typeName(value: Value): string {
  if (isTraced(value)) return value.kind === "condition" ? "boolean" : "number";
  if (value instanceof Closure || value instanceof Intrinsic || value instanceof ClassValue) return "function";
  return typeof value;
}

/** The text of a value that is known. */
export function textOf(reading: Reading, value: Value, node: object): string {
  if (isTraced(value)) {
    const settled = reading.settle(value, node);
    return value.kind === "condition" ? String(settled === 1) : String(settled);
  }
  if (typeof value === "object" && value !== null) {
    throw reading.obstacle(node, `${kindOf(value)} is used as a text`, "compute with numbers");
  }
  return String(value);
}
