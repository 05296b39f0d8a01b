import { vectorOp } from "../../../autodiff/run/wasm/opcodes.ts";
import type { Precision } from "../../graph/node.ts";

type Instructions = { readonly [P in Precision]: { readonly [operation: string]: number } };

/** Operations that are one instruction on vectors, with the bits of the plain loops. */
export const vectorInstructions: Instructions = {
  float64: {
    neg: vectorOp.f64x2Neg,
    abs: vectorOp.f64x2Abs,
    sqrt: vectorOp.f64x2Sqrt,
    floor: vectorOp.f64x2Floor,
    ceil: vectorOp.f64x2Ceil,
    trunc: vectorOp.f64x2Trunc,
    add: vectorOp.f64x2Add,
    sub: vectorOp.f64x2Sub,
    mul: vectorOp.f64x2Mul,
    div: vectorOp.f64x2Div,
    min: vectorOp.f64x2Min,
    max: vectorOp.f64x2Max,
  },
  float32: {
    neg: vectorOp.f32x4Neg,
    abs: vectorOp.f32x4Abs,
    sqrt: vectorOp.f32x4Sqrt,
    floor: vectorOp.f32x4Floor,
    ceil: vectorOp.f32x4Ceil,
    trunc: vectorOp.f32x4Trunc,
    add: vectorOp.f32x4Add,
    sub: vectorOp.f32x4Sub,
    mul: vectorOp.f32x4Mul,
    div: vectorOp.f32x4Div,
    min: vectorOp.f32x4Min,
    max: vectorOp.f32x4Max,
  },
  int32: {
    neg: vectorOp.i32x4Neg,
    abs: vectorOp.i32x4Abs,
    add: vectorOp.i32x4Add,
    sub: vectorOp.i32x4Sub,
    min: vectorOp.i32x4MinS,
    max: vectorOp.i32x4MaxS,
  },
};

/** Comparisons: a lane of ones where they hold, else of zeros. */
export const vectorComparisons: Instructions = {
  float64: {
    lt: vectorOp.f64x2Lt,
    le: vectorOp.f64x2Le,
    gt: vectorOp.f64x2Gt,
    ge: vectorOp.f64x2Ge,
    eq: vectorOp.f64x2Eq,
    ne: vectorOp.f64x2Ne,
  },
  float32: {
    lt: vectorOp.f32x4Lt,
    le: vectorOp.f32x4Le,
    gt: vectorOp.f32x4Gt,
    ge: vectorOp.f32x4Ge,
    eq: vectorOp.f32x4Eq,
    ne: vectorOp.f32x4Ne,
  },
  int32: {
    lt: vectorOp.i32x4LtS,
    le: vectorOp.i32x4LeS,
    gt: vectorOp.i32x4GtS,
    ge: vectorOp.i32x4GeS,
    eq: vectorOp.i32x4Eq,
    ne: vectorOp.i32x4Ne,
  },
};
