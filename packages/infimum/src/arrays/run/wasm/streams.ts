import { op, vectorOp } from "../../../autodiff/run/wasm/opcodes.ts";
import type { VectorCode } from "./vector-code.ts";

/** Where the next entry of an array stands: at its row, and from there at an offset that goes on with the entries. */
export interface Place {
  /** Of the first row, in bytes. */
  readonly address: number;
  /** The local with the address of the row; undefined when there is only one row. */
  readonly pointer: number | undefined;
  /** The local with the offset; undefined when that stays 0. */
  readonly offset: number | undefined;
  /** Bytes from entry to entry; 0 for one number. */
  readonly step: number;
  readonly width: 4 | 8;
}

/**
 * Puts `lanes` entries on the stack, of a vector that holds `fullLanes`: 2 or 4, and then entries of 4 bytes may fill half a
 * vector. A single number fills all lanes.
 */
export function loadEntries(code: VectorCode, place: Place, lanes: number, fullLanes: number): VectorCode {
  const { step, width } = place;
  if (step === 0) {
    return code.access(width === 8 ? vectorOp.load64Splat : vectorOp.load32Splat, pushAddress(code, place));
  }
  const zero = width === 8 ? vectorOp.load64Zero : vectorOp.load32Zero;
  if (lanes === 1) return code.access(zero, pushAddress(code, place));
  if (step === width) {
    const isHalf = width * fullLanes === 8;
    return code.access(isHalf ? vectorOp.load64Zero : vectorOp.load, pushAddress(code, place));
  }
  let vector = code.access(zero, pushAddress(code, place)).held();
  for (let lane = 1; lane < lanes; lane++) {
    const offset = pushAddress(code, place, lane);
    code.get(vector).accessLane(width === 8 ? vectorOp.load64Lane : vectorOp.load32Lane, lane, offset);
    vector = code.held();
  }
  return code.get(vector);
}

/** Writes `lanes` entries of the vector in a local. */
export function storeEntries(code: VectorCode, place: Place, value: number, lanes: number, fullLanes: number): void {
  const { step, width } = place;
  const one = width === 8 ? vectorOp.store64Lane : vectorOp.store32Lane;
  if (lanes > 1 && step === width) {
    const offset = pushAddress(code, place);
    code.get(value);
    if (width * fullLanes === 8) code.accessLane(vectorOp.store64Lane, 0, offset);
    else code.access(vectorOp.store, offset);
    return;
  }
  for (let lane = 0; lane < lanes; lane++) {
    const offset = pushAddress(code, place, lane);
    code.get(value).accessLane(one, lane, offset);
  }
}

/** Puts the variable part of the address of a lane on the stack and returns the rest, which is the offset of the instruction. */
function pushAddress(code: VectorCode, { pointer, offset, address, step }: Place, lane = 0): number {
  if (pointer === undefined) {
    if (offset === undefined) code.integer(0);
    else code.get(offset);
    return address + lane * step;
  }
  code.get(pointer);
  if (offset !== undefined) {
    code.get(offset);
    code.code.byte(op.i32Add);
  }
  if (lane === 0 || step > 0) return lane * step;
  code.integer(lane * step).code.byte(op.i32Add);
  return 0;
}
