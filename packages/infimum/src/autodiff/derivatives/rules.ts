/**
 * The derivative of every operation with respect to each of its operands, as something the builder builds. They are
 * written to be accurate wherever the operation is, not only correct: 1 - tanh(a)^2 has no correct digit left where
 * tanh is nearly 1, e^a - 1 + 1 none where e^a is small, a^2 overflows long before 1 / a vanishes.
 *
 * At kinks: |x|, max and hypot have the derivative of one of their sides or 0 (|x| at 0: 0; max and min of equals: that of
 * the first; hypot at 0: 0); floor, ceil, round, trunc and sign have derivative 0.
 */
import type { BinaryOperation, Comparison, UnaryOperation } from "../program/operations.ts";

/** What rules build with: the builder of a program, or one that makes arrays. */
export interface RuleBuilder<V> {
  constant(value: number): V;
  unary(operation: UnaryOperation, a: V): V;
  binary(operation: BinaryOperation, a: V, b: V): V;
  compare(comparison: Comparison, a: V, b: V): V;
  not(condition: V): V;
  select(condition: V, a: V, b: V): V;
}

/** What a rule is given: the operands (b of binary operations only) and the result. */
type Rule = <V>(build: RuleBuilder<V>, a: V, r: V) => V;
type BinaryRule = <V>(build: RuleBuilder<V>, a: V, b: V, r: V) => V;

const flat: ReadonlySet<string> = new Set(["sign", "floor", "ceil", "round", "trunc", "float"]);

/** True for operations whose derivative is 0 wherever they have one. */
export function isFlat(operation: string): boolean {
  return flat.has(operation);
}

const log2e = Math.LOG2E;
const log10e = Math.LOG10E;

const unaryRules: { readonly [operation: string]: Rule } = {
  neg: (build) => build.constant(-1),
  abs: (build, a) => build.unary("sign", a),
  sqrt: (build, _a, r) => build.binary("div", build.constant(0.5), r),
  cbrt: (build, _a, r) => build.binary("div", build.constant(1 / 3), square(build, r)),
  exp: (_build, _a, r) => r,
  expm1: (build, a) => build.unary("exp", a),
  log: (build, a) => reciprocal(build, a),
  log1p: (build, a) => reciprocal(build, build.binary("add", build.constant(1), a)),
  log2: (build, a) => build.binary("div", build.constant(log2e), a),
  log10: (build, a) => build.binary("div", build.constant(log10e), a),
  sin: (build, a) => build.unary("cos", a),
  cos: (build, a) => build.unary("neg", build.unary("sin", a)),
  tan: (build, _a, r) => build.binary("add", build.constant(1), square(build, r)),
  asin: (build, a) => reciprocal(build, build.unary("sqrt", oneMinusSquare(build, a))),
  acos: (build, a) => build.binary("div", build.constant(-1), build.unary("sqrt", oneMinusSquare(build, a))),
  atan: (build, a) => reciprocal(build, build.binary("add", build.constant(1), square(build, a))),
  sinh: (build, a) => build.unary("cosh", a),
  cosh: (build, a) => build.unary("sinh", a),
  tanh: squaredSech,
  asinh: (build, a) => reciprocal(build, build.binary("hypot", build.constant(1), a)),
  acosh: (build, a) =>
    reciprocal(
      build,
      build.binary(
        "mul",
        build.unary("sqrt", build.binary("sub", a, build.constant(1))),
        build.unary("sqrt", build.binary("add", a, build.constant(1))),
      ),
    ),
  atanh: (build, a) => reciprocal(build, oneMinusSquare(build, a)),
  fround: (build) => build.constant(1),
};

/** With respect to the first operand, and to the second. */
const binaryRules: { readonly [operation: string]: readonly [BinaryRule, BinaryRule] } = {
  add: [(build) => build.constant(1), (build) => build.constant(1)],
  sub: [(build) => build.constant(1), (build) => build.constant(-1)],
  mul: [(_build, _a, b) => b, (_build, a) => a],
  div: [(build, _a, b) => reciprocal(build, b), (build, _a, b, r) => build.unary("neg", build.binary("div", r, b))],
  rem: [
    (build) => build.constant(1),
    // a - r is a whole multiple of b but for rounding
    (build, a, b, r) => build.unary("neg", build.unary("round", build.binary("div", build.binary("sub", a, r), b))),
  ],
  pow: [powerByBase, powerByExponent],
  atan2: [
    (build, a, b) => overSquares(build, b, a, b),
    (build, a, b) => build.unary("neg", overSquares(build, a, a, b)),
  ],
  min: [
    (build, a, b) => indicator(build, build.compare("le", a, b)),
    (build, a, b) => indicator(build, build.not(build.compare("le", a, b))),
  ],
  max: [
    (build, a, b) => indicator(build, build.compare("ge", a, b)),
    (build, a, b) => indicator(build, build.not(build.compare("ge", a, b))),
  ],
  hypot: [(build, a, _b, r) => shareOf(build, a, r), (build, _a, b, r) => shareOf(build, b, r)],
};

/** The derivative of an operation with respect to its k-th operand. */
export function partial<V>(build: RuleBuilder<V>, operation: string, k: number, operands: readonly V[], r: V): V {
  const [a, b] = operands;
  if (b === undefined) return unaryRules[operation](build, a, r);
  return binaryRules[operation][k](build, a, b, r);
}

function reciprocal<V>(build: RuleBuilder<V>, a: V): V {
  return build.binary("div", build.constant(1), a);
}

function square<V>(build: RuleBuilder<V>, a: V): V {
  return build.binary("mul", a, a);
}

/** 1 - a^2: as (1 - a) (1 + a) where a^2 is nearly 1, as it stands where its own derivative, -2 a, is small. */
function oneMinusSquare<V>(build: RuleBuilder<V>, a: V): V {
  const one = build.constant(1);
  const product = build.binary("mul", build.binary("sub", one, a), build.binary("add", one, a));
  const small = build.compare("lt", build.unary("abs", a), build.constant(0.5));
  return build.select(small, build.binary("sub", one, square(build, a)), product);
}

/** 1 / cosh(a)^2: 1 - r^2 for small a; else 4 e / (1 + e)^2 with e = exp(-2 |a|), which neither cancels nor overflows. */
function squaredSech<V>(build: RuleBuilder<V>, a: V, r: V): V {
  const one = build.constant(1);
  const size = build.unary("abs", a);
  const e = build.unary("exp", build.binary("mul", build.constant(-2), size));
  const half = build.binary("div", build.constant(2), build.binary("add", one, e));
  const far = build.binary("mul", square(build, half), e);
  return build.select(build.compare("lt", size, one), build.binary("sub", one, square(build, r)), far);
}

/** b a^(b - 1); where b is 0 the function is 1 everywhere. */
function powerByBase<V>(build: RuleBuilder<V>, a: V, b: V): V {
  const power = build.binary("pow", a, build.binary("sub", b, build.constant(1)));
  const product = build.binary("mul", b, power);
  return build.select(build.compare("eq", b, build.constant(0)), build.constant(0), product);
}

/** r log a; at a = 0 the function of b > 0 is 0 everywhere. */
function powerByExponent<V>(build: RuleBuilder<V>, a: V, _b: V, r: V): V {
  const product = build.binary("mul", r, build.unary("log", a));
  return build.select(build.compare("eq", r, build.constant(0)), build.constant(0), product);
}

/** c / (a^2 + b^2) without overflow. */
function overSquares<V>(build: RuleBuilder<V>, c: V, a: V, b: V): V {
  const radius = build.binary("hypot", a, b);
  return build.binary("div", build.binary("div", c, radius), radius);
}

/** a / r, and 0 at the kink. */
function shareOf<V>(build: RuleBuilder<V>, a: V, r: V): V {
  const zero = build.constant(0);
  return build.select(build.compare("eq", r, zero), zero, build.binary("div", a, r));
}

function indicator<V>(build: RuleBuilder<V>, condition: V): V {
  return build.select(condition, build.constant(1), build.constant(0));
}
