import { op, type, vectorOp } from "../../../autodiff/run/wasm/opcodes.ts";
import { largestAngle } from "../../../numerics/elementary/circular.ts";
import type { ArrayNode, Precision } from "../../graph/node.ts";
import { isElementwise, takesOperand } from "../plan/kinds.ts";
import type { Branches } from "./branches.ts";
import { type Imported, VectorCode } from "./vector-code.ts";
import { vectorFunctions } from "./vector-functions.ts";
import { vectorComparisons, vectorInstructions } from "./vector-instructions.ts";

/**
 * Computes the nodes of a loop for some entries at once: as many as the lanes of a vector, or the first lane alone. Each
 * node is computed when it is first asked for, and kept in a local.
 */
export class EntryCompiler {
  readonly #code: VectorCode;
  readonly #imported: Imported;
  readonly #lanes: number;
  /** Puts an array of the memory, or a fill, on the stack. */
  readonly #load: (node: ArrayNode) => void;
  readonly #inside: ReadonlySet<ArrayNode>;
  readonly #branches: Branches;
  #values = new Map<ArrayNode, number>();
  #masks = new Map<ArrayNode, number>();

  constructor(
    code: VectorCode,
    imported: Imported,
    lanes: number,
    branches: Branches,
    load: (node: ArrayNode) => void,
  ) {
    this.#code = code;
    this.#imported = imported;
    this.#lanes = lanes;
    this.#branches = branches;
    this.#inside = branches.inside;
    this.#load = load;
  }

  /** The local that holds the entries of a node; of a reduction those that are reduced, and of a pad those that are put. */
  valueOf(node: ArrayNode): number {
    if (takesOperand(node) && this.#inside.has(node)) return this.valueOf(node.operands[0]);
    let local = this.#values.get(node);
    if (local === undefined) {
      if (this.#inside.has(node) && isElementwise(node)) this.#compute(node);
      else this.#load(node);
      local = this.#code.held();
      this.#values.set(node, local);
    }
    return local;
  }

  #value(node: ArrayNode): VectorCode {
    return this.#code.get(this.valueOf(node));
  }

  #compute(node: ArrayNode): void {
    const { operation, operands, precision } = node;
    const code = this.#code;
    switch (operation.name) {
      case "unary":
        this.#unary(operation.function, operands[0]);
        return;
      case "binary": {
        const instruction = vectorInstructions[precision][operation.function];
        if (instruction !== undefined) this.#apply(instruction, operands);
        else this.#call(operation.function, operands);
        return;
      }
      case "compare":
        code.get(this.#maskOf(node)).splat(1, precision).vector(vectorOp.and);
        return;
      case "select": {
        const mask = this.#maskOf(operands[0]);
        const [, whenTrue, whenFalse] = operands.map((_, k) => (k === 0 ? mask : this.#branch(node, k, mask)));
        code.get(whenTrue).get(whenFalse).get(mask).vector(vectorOp.bitselect);
        return;
      }
      case "convert":
        this.#value(operands[0]);
        this.#convert(operands[0].precision, precision);
        return;
      default:
        throw new TypeError(`no vectors for ${operation.name}`);
    }
  }

  /** What a select takes where the mask is as it has to be: passed over when it is so in no lane and that saves a call. */
  #branch(select: ArrayNode, operand: number, mask: number): number {
    const value = select.operands[operand];
    const own = this.#branches.ownNodes(select, operand);
    if (own.size === 0) return this.valueOf(value);
    for (const node of own) for (const read of node.operands) if (!own.has(read)) this.valueOf(read);
    const result = this.#code.newLocal(type.v128);
    const { code } = this.#code.get(mask);
    if (operand === 2) code.vector(vectorOp.not);
    code.vector(vectorOp.anyTrue).byte(op.if).byte(type.empty);
    // what is computed inside is not there outside
    const [values, masks] = [this.#values, this.#masks];
    [this.#values, this.#masks] = [new Map(values), new Map(masks)];
    this.#value(value).set(result);
    [this.#values, this.#masks] = [values, masks];
    code.byte(op.end);
    return result;
  }

  /** Ones in the lanes where a node is not 0. */
  #maskOf(node: ArrayNode): number {
    let local = this.#masks.get(node);
    if (local === undefined) {
      const { operation, operands, precision } = node;
      if (operation.name === "compare" && this.#inside.has(node)) {
        this.#apply(vectorComparisons[operands[0].precision][operation.comparison], operands);
      } else this.#value(node).splat(0, precision).vector(vectorComparisons[precision].ne);
      local = this.#code.held();
      this.#masks.set(node, local);
    }
    return local;
  }

  #apply(instruction: number, operands: readonly ArrayNode[]): void {
    const locals = operands.map((operand) => this.valueOf(operand));
    for (const local of locals) this.#code.get(local);
    this.#code.vector(instruction);
  }

  #unary(name: string, a: ArrayNode): void {
    const { precision } = a;
    const instruction = vectorInstructions[precision][name];
    const own = vectorFunctions[precision]?.[name];
    if (instruction !== undefined) this.#apply(instruction, [a]);
    else if (own !== undefined) {
      this.#value(a).code.byte(op.call).unsigned(this.#imported.ofVectors(own));
      if (name === "sin" || name === "cos") this.#largeAngles(name, a);
    } else if (name === "sign") this.#sign(a);
    else if (name === "round") this.#round(a);
    else if (name === "fround") {
      this.#value(a);
      if (precision === "float64") {
        this.#code.vector(vectorOp.f32x4DemoteF64x2Zero).vector(vectorOp.f64x2PromoteLowF32x4);
      }
    } else this.#call(name, [a]);
  }

  /** Replaces the function on the stack in the lanes of angles that are too large for it. */
  #largeAngles(name: string, a: ArrayNode): void {
    const code = this.#code;
    const result = code.held();
    const { abs } = vectorInstructions[a.precision];
    code.get(this.valueOf(a)).vector(abs).splat(largestAngle, a.precision).vector(vectorComparisons[a.precision].gt);
    const isLarge = code.held();
    code.get(isLarge).vector(vectorOp.anyTrue).code.byte(op.if).byte(type.empty);
    this.#call(name, [a]);
    code.get(result).get(isLarge).vector(vectorOp.bitselect).set(result).code.byte(op.end);
    code.get(result);
  }

  #call(name: string, operands: readonly ArrayNode[]): void {
    const index = this.#imported.ofNumbers(name, operands.length);
    const locals = operands.map((operand) => this.valueOf(operand));
    this.#code.callByLane(index, locals, operands[0].precision, this.#lanes);
  }

  /** a > 0 ? 1 : a < 0 ? -1 : a, which keeps zeros and NaN. */
  #sign(a: ArrayNode): void {
    const { precision } = a;
    const { lt, gt } = vectorComparisons[precision];
    const value = this.valueOf(a);
    const code = this.#code.splat(1, precision).splat(-1, precision).get(value);
    code.get(value).splat(0, precision).vector(lt).vector(vectorOp.bitselect);
    code.get(value).splat(0, precision).vector(gt).vector(vectorOp.bitselect);
  }

  /** Halves go up, as in Math.round: ceil(a), less 1 where that is more than a half above. */
  #round(a: ArrayNode): void {
    const { precision } = a;
    const { ceil, sub } = vectorInstructions[precision];
    const value = this.valueOf(a);
    const up = this.#code.get(value).vector(ceil).held();
    const code = this.#code.get(up).splat(1, precision).vector(sub).get(up);
    code.get(up).splat(0.5, precision).vector(sub).get(value).vector(vectorComparisons[precision].gt);
    code.vector(vectorOp.bitselect);
  }

  #convert(from: Precision, to: Precision): void {
    if (from === to) return;
    if (to === "float32") {
      this.#code.vector(from === "float64" ? vectorOp.f32x4DemoteF64x2Zero : vectorOp.f32x4ConvertI32x4S);
    } else this.#code.vector(from === "float32" ? vectorOp.f64x2PromoteLowF32x4 : vectorOp.f64x2ConvertLowI32x4S);
  }
}
