import type { Floats } from "../kernel-choice.ts";
import { kernelModule } from "./kernel-module.ts";

/** Bytes of the matrix that are copied in at once: they are still in the second-level cache when they are used. */
const chunkBytes = 2 ** 17;

/**
 * out = A x in WebAssembly, to the bits of `multiplyVector` in ../dense and ../float32; false, and nothing done, where there
 * is no WebAssembly or no memory. Cost: 2 rows columns operations, and a copy of A.
 *
 * @param a A, rows x columns, column-major
 */
export function multiplyVector<V extends Floats>(a: V, rows: number, columns: number, x: V, out: V): boolean {
  const module = kernelModule();
  const wide = out.BYTES_PER_ELEMENT;
  const width = chunkWidth(rows * wide, columns);
  if (!module?.reserve(rows * width * wide, columns * wide, rows * wide)) return false;
  const chunk = module.take(rows * width * wide);
  const vector = module.take(columns * wide);
  const result = module.take(rows * wide);
  const add = wide === 8 ? module.exports.addVectorProduct64 : module.exports.addVectorProduct32;
  module.copyIn(x, 0, columns, 1, columns, vector);
  module.clear(out, result, rows);
  for (let j = 0; j < columns; j += width) {
    const count = Math.min(width, columns - j);
    module.copyIn(a, j * rows, rows, count, rows, chunk);
    add(chunk, rows, count, vector + j * wide, result);
  }
  module.copyOut(result, out, 0, rows, 1, rows);
  return true;
}

/** out = A^T x, to the bits of `multiplyTransposedVector`; otherwise as `multiplyVector`. */
export function multiplyTransposedVector<V extends Floats>(a: V, rows: number, columns: number, x: V, out: V): boolean {
  const module = kernelModule();
  const wide = out.BYTES_PER_ELEMENT;
  const width = chunkWidth(rows * wide, columns);
  if (!module?.reserve(rows * width * wide, rows * wide, columns * wide)) return false;
  const chunk = module.take(rows * width * wide);
  const vector = module.take(rows * wide);
  const result = module.take(columns * wide);
  const { multiplyTransposedVector64, multiplyTransposedVector32 } = module.exports;
  const multiply = wide === 8 ? multiplyTransposedVector64 : multiplyTransposedVector32;
  module.copyIn(x, 0, rows, 1, rows, vector);
  for (let j = 0; j < columns; j += width) {
    const count = Math.min(width, columns - j);
    module.copyIn(a, j * rows, rows, count, rows, chunk);
    multiply(chunk, rows, count, vector, result + j * wide);
  }
  module.copyOut(result, out, 0, columns, 1, columns);
  return true;
}

/** Columns of a chunk: whole passes of the kernels, which take four at a time. */
function chunkWidth(columnBytes: number, columns: number): number {
  const most = Math.floor(chunkBytes / Math.max(1, columnBytes));
  return Math.min(columns, Math.max(4, most - (most % 4)));
}
