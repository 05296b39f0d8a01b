import { op } from "./opcodes.ts";

/** Operations that are one instruction, with the same bits as in JavaScript. */
export const floatInstructions: { readonly [operation: string]: number } = {
  neg: op.f64Neg,
  abs: op.f64Abs,
  sqrt: op.f64Sqrt,
  floor: op.f64Floor,
  ceil: op.f64Ceil,
  trunc: op.f64Trunc,
  add: op.f64Add,
  sub: op.f64Sub,
  mul: op.f64Mul,
  div: op.f64Div,
  min: op.f64Min,
  max: op.f64Max,
};

export const integerInstructions: { readonly [operation: string]: number } = {
  add: op.i32Add,
  sub: op.i32Sub,
  mul: op.i32Mul,
  // ranges show that neither operand is negative
  rem: op.i32RemU,
};

export const floatComparisons: { readonly [operation: string]: number } = {
  lt: op.f64Lt,
  le: op.f64Le,
  gt: op.f64Gt,
  ge: op.f64Ge,
  eq: op.f64Eq,
  ne: op.f64Ne,
};

export const integerComparisons: { readonly [operation: string]: number } = {
  lt: op.i32LtS,
  le: op.i32LeS,
  gt: op.i32GtS,
  ge: op.i32GeS,
  eq: op.i32Eq,
  ne: op.i32Ne,
};
