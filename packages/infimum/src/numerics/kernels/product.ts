import type { MatrixView } from "../dense/matrix-view.ts";
import type { Floats } from "../kernel-choice.ts";
import { type KernelModule, kernelModule } from "./kernel-module.ts";

/** Rows and columns of what is copied in at once: three blocks of this size, 24 MB, are all the memory that is used. */
const largestBlock = 1024;

/**
 * out += sign * A B in WebAssembly, to the bits of `addProduct` in ../dense and ../float32; false, and nothing done, where
 * there is no WebAssembly or no memory. Cost: 2 rows inner columns operations, and copies of A, B and twice `out`.
 *
 * @param left A, rows x inner
 * @param right B, inner x columns
 * @param out rows x columns, entry (i, j) at `out[outOffset + i + j * outStride]`; apart from what is read of A and B
 */
export function addProduct<V extends Floats>(
  sign: 1 | -1,
  left: MatrixView<V>,
  right: MatrixView<V>,
  rows: number,
  inner: number,
  columns: number,
  out: V,
  outOffset: number,
  outStride: number,
): boolean {
  const module = kernelModule();
  if (!module) return false;
  const { exports } = module;
  const wide = out instanceof Float32Array ? 4 : 8;
  const [height, depth, width] = [rows, inner, columns].map((size) => Math.min(size, largestBlock));
  const workBytes = exports[wide === 8 ? "productWork64" : "productWork32"](depth, width);
  if (!module.reserve(workBytes, height * depth * wide, depth * width * wide, height * width * wide)) return false;
  const work = module.take(workBytes);
  const a = module.take(height * depth * wide);
  const b = module.take(depth * width * wide);
  const c = module.take(height * width * wide);
  const add = wide === 8 ? exports.addProduct64 : exports.addProduct32;
  for (let j = 0; j < columns; j += width) {
    const blockColumns = Math.min(width, columns - j);
    for (let i = 0; i < rows; i += height) {
      const blockRows = Math.min(height, rows - i);
      const corner = outOffset + i + j * outStride;
      module.copyIn(out, corner, blockRows, blockColumns, outStride, c);
      for (let l = 0; l < inner; l += depth) {
        const blockInner = Math.min(depth, inner - l);
        const [aRow, aColumn] = copyBlock(module, left, i, l, blockRows, blockInner, a);
        const [bRow, bColumn] = copyBlock(module, right, l, j, blockInner, blockColumns, b);
        add(sign, a, aRow, aColumn, b, bRow, bColumn, blockRows, blockInner, blockColumns, c, blockRows * wide, work);
      }
      module.copyOut(c, out, corner, blockRows, blockColumns, outStride);
    }
  }
  return true;
}

/** Copies a block as it stands where its columns or its rows are contiguous; returns the strides of the copy in bytes. */
function copyBlock(
  module: KernelModule,
  { values, offset, rowStride, columnStride }: MatrixView<Floats>,
  row: number,
  column: number,
  rows: number,
  columns: number,
  address: number,
): [rowStride: number, columnStride: number] {
  const corner = offset + row * rowStride + column * columnStride;
  const wide = values.BYTES_PER_ELEMENT;
  if (columnStride === 1 && rowStride !== 1) {
    module.copyIn(values, corner, columns, rows, rowStride, address);
    return [columns * wide, wide];
  }
  if (rowStride === 1) module.copyIn(values, corner, rows, columns, columnStride, address);
  else module.gather(values, corner, rowStride, rows, columns, columnStride, address);
  return [wide, rows * wide];
}
