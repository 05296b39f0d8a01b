import { Bytes } from "../../../autodiff/run/wasm/bytes.ts";
import { op, type, vectorOp } from "../../../autodiff/run/wasm/opcodes.ts";
import type { Precision } from "../../graph/node.ts";

/** Functions that the module imports, each once. */
export interface Imported {
  /** The index of a function of the kernels from vectors to a vector. */
  ofVectors(name: string): number;
  /** The index of a function of numbers. */
  ofNumbers(name: string, arity: number): number;
}

/** The code of one function, with its locals: what all of it is made of. */
export class VectorCode {
  readonly code = new Bytes();
  readonly locals: number[] = [];

  newLocal(kind: number): number {
    return this.locals.push(kind) - 1;
  }

  get(local: number): this {
    this.code.byte(op.localGet).unsigned(local);
    return this;
  }

  set(local: number): this {
    this.code.byte(op.localSet).unsigned(local);
    return this;
  }

  integer(value: number): this {
    this.code.byte(op.i32Const).signed(value);
    return this;
  }

  vector(instruction: number): this {
    this.code.vector(instruction);
    return this;
  }

  /** A vector to or from memory. */
  access(instruction: number, offset = 0): this {
    this.code.vector(instruction).unsigned(0).unsigned(offset);
    return this;
  }

  /** One lane of a vector to or from memory. */
  accessLane(instruction: number, lane: number, offset = 0): this {
    this.access(instruction, offset);
    this.code.byte(lane);
    return this;
  }

  /** The same number in all lanes. */
  splat(value: number, precision: Precision): this {
    const bytes = new Uint8Array(16);
    if (precision === "float64") new Float64Array(bytes.buffer).fill(value);
    else if (precision === "float32") new Float32Array(bytes.buffer).fill(value);
    else new Int32Array(bytes.buffer).fill(value);
    this.code.vector(vectorOp.const).append([...bytes]);
    return this;
  }

  /** The value on the stack in a local of its own. */
  held(kind: number = type.v128): number {
    const local = this.newLocal(kind);
    this.set(local);
    return local;
  }

  /** Calls a function of numbers for so many lanes of the operands. */
  callByLane(index: number, operands: readonly number[], precision: Precision, lanes: number): this {
    const { code } = this;
    const isWide = precision === "float64";
    for (let lane = 0; lane < lanes; lane++) {
      for (const operand of operands) {
        this.get(operand).vector(isWide ? vectorOp.f64x2ExtractLane : vectorOp.f32x4ExtractLane);
        code.byte(lane);
        if (!isWide) code.byte(op.f64PromoteF32);
      }
      code.byte(op.call).unsigned(index);
      if (!isWide) code.byte(op.f32DemoteF64);
      if (lane === 0) this.vector(isWide ? vectorOp.f64x2Splat : vectorOp.f32x4Splat);
      else {
        this.vector(isWide ? vectorOp.f64x2ReplaceLane : vectorOp.f32x4ReplaceLane);
        code.byte(lane);
      }
    }
    return this;
  }
}
