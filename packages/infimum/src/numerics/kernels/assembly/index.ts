import { cholesky } from "./cholesky";
import { cos, cosSingle, sin, sinSingle } from "./circular";
import { exp, expm1, tanh } from "./exponential";
import { log, log1p } from "./logarithm";
import { dot, maxNorm, move, scale, sum } from "./loops";
import { addProduct, productWork } from "./product";
import { solveForward, triangularWork } from "./triangular";
import { solveLowerTransposed } from "./triangular-transposed";
import { solveByColumns } from "./triangular-vector";
import { addVectorProduct, multiplyTransposedVector } from "./vector-product";

// What the module exports: each kernel for f64 and for f32. Addresses and strides are in bytes.

/** The first address that is free, aligned to 16. */
export function firstFree(): usize {
  return (__heap_base + 15) & ~15;
}
export function productWork64(inner: i32, columns: i32): usize {
  return productWork<f64>(inner, columns);
}
export function productWork32(inner: i32, columns: i32): usize {
  return productWork<f32>(inner, columns);
}

export function addProduct64(
  sign: f64,
  a: usize,
  aRowStride: usize,
  aColumnStride: usize,
  b: usize,
  bRowStride: usize,
  bColumnStride: usize,
  rows: i32,
  inner: i32,
  columns: i32,
  out: usize,
  outStride: usize,
  work: usize,
): void {
  addProduct<f64>(
    sign,
    a,
    aRowStride,
    aColumnStride,
    b,
    bRowStride,
    bColumnStride,
    rows,
    inner,
    columns,
    out,
    outStride,
    work,
  );
}
export function addProduct32(
  sign: f32,
  a: usize,
  aRowStride: usize,
  aColumnStride: usize,
  b: usize,
  bRowStride: usize,
  bColumnStride: usize,
  rows: i32,
  inner: i32,
  columns: i32,
  out: usize,
  outStride: usize,
  work: usize,
): void {
  addProduct<f32>(
    sign,
    a,
    aRowStride,
    aColumnStride,
    b,
    bRowStride,
    bColumnStride,
    rows,
    inner,
    columns,
    out,
    outStride,
    work,
  );
}

export function cholesky64(l: usize, n: i32, work: usize): bool {
  return cholesky<f64>(l, n, work);
}
export function cholesky32(l: usize, n: i32, work: usize): bool {
  return cholesky<f32>(l, n, work);
}

export function triangularWork64(n: i32, columns: i32): usize {
  return triangularWork<f64>(n, columns);
}
export function triangularWork32(n: i32, columns: i32): usize {
  return triangularWork<f32>(n, columns);
}

export function solveForward64(
  t: usize,
  rowStride: usize,
  columnStride: usize,
  n: i32,
  x: usize,
  xRowStride: usize,
  xColumnStride: usize,
  columns: i32,
  work: usize,
): void {
  solveForward<f64>(t, rowStride, columnStride, n, x, xRowStride, xColumnStride, columns, work);
}
export function solveForward32(
  t: usize,
  rowStride: usize,
  columnStride: usize,
  n: i32,
  x: usize,
  xRowStride: usize,
  xColumnStride: usize,
  columns: i32,
  work: usize,
): void {
  solveForward<f32>(t, rowStride, columnStride, n, x, xRowStride, xColumnStride, columns, work);
}

export function solveLowerTransposed64(l: usize, stride: usize, n: i32, x: usize, columns: i32, work: usize): void {
  solveLowerTransposed<f64>(l, stride, n, x, columns, work);
}
export function solveLowerTransposed32(l: usize, stride: usize, n: i32, x: usize, columns: i32, work: usize): void {
  solveLowerTransposed<f32>(l, stride, n, x, columns, work);
}

export function solveByColumns64(t: usize, stride: usize, n: i32, x: usize, descending: bool): void {
  solveByColumns<f64>(t, stride, n, x, descending);
}
export function solveByColumns32(t: usize, stride: usize, n: i32, x: usize, descending: bool): void {
  solveByColumns<f32>(t, stride, n, x, descending);
}

export function addVectorProduct64(a: usize, rows: i32, columns: i32, x: usize, out: usize): void {
  addVectorProduct<f64>(a, rows, columns, x, out);
}
export function addVectorProduct32(a: usize, rows: i32, columns: i32, x: usize, out: usize): void {
  addVectorProduct<f32>(a, rows, columns, x, out);
}

export function multiplyTransposedVector64(a: usize, rows: i32, columns: i32, x: usize, out: usize): void {
  multiplyTransposedVector<f64>(a, rows, columns, x, out);
}
export function multiplyTransposedVector32(a: usize, rows: i32, columns: i32, x: usize, out: usize): void {
  multiplyTransposedVector<f32>(a, rows, columns, x, out);
}

export function move64(x: usize, t: f64, d: usize, out: usize, count: i32): void {
  move<f64>(x, t, d, out, count);
}
export function move32(x: usize, t: f32, d: usize, out: usize, count: i32): void {
  move<f32>(x, t, d, out, count);
}

export function scale64(x: usize, t: f64, out: usize, count: i32): void {
  scale<f64>(x, t, out, count);
}
export function scale32(x: usize, t: f32, out: usize, count: i32): void {
  scale<f32>(x, t, out, count);
}

export function dot64(a: usize, b: usize, count: i32, work: usize): f64 {
  return dot<f64>(a, b, count, work);
}
export function dot32(a: usize, b: usize, count: i32, work: usize): f32 {
  return dot<f32>(a, b, count, work);
}

export function sum64(a: usize, count: i32, work: usize): f64 {
  return sum<f64>(a, count, work);
}
export function sum32(a: usize, count: i32, work: usize): f32 {
  return sum<f32>(a, count, work);
}

export function maxNorm64(a: usize, count: i32): f64 {
  return maxNorm<f64>(a, count);
}
export function maxNorm32(a: usize, count: i32): f32 {
  return maxNorm<f32>(a, count);
}

// functions of all lanes of a vector, for other modules: JavaScript has no vectors to call them with
export function expF64x2(x: v128): v128 {
  return exp<f64>(x);
}
export function expF32x4(x: v128): v128 {
  return exp<f32>(x);
}
export function expm1F64x2(x: v128): v128 {
  return expm1<f64>(x);
}
export function expm1F32x4(x: v128): v128 {
  return expm1<f32>(x);
}
export function tanhF64x2(x: v128): v128 {
  return tanh<f64>(x);
}
export function tanhF32x4(x: v128): v128 {
  return tanh<f32>(x);
}
export function logF64x2(x: v128): v128 {
  return log<f64>(x);
}
export function logF32x4(x: v128): v128 {
  return log<f32>(x);
}
export function log1pF64x2(x: v128): v128 {
  return log1p<f64>(x);
}
export function log1pF32x4(x: v128): v128 {
  return log1p<f32>(x);
}
export function sinF64x2(x: v128): v128 {
  return sin(x);
}
export function sinF32x4(x: v128): v128 {
  return sinSingle(x);
}
export function cosF64x2(x: v128): v128 {
  return cos(x);
}
export function cosF32x4(x: v128): v128 {
  return cosSingle(x);
}
