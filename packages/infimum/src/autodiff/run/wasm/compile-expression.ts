import type { Kind, Value } from "../../program/value.ts";
import { Bytes } from "./bytes.ts";
import type { Context } from "./context.ts";
import { floatComparisons, floatInstructions, integerComparisons, integerInstructions } from "./instructions.ts";
import { op, type } from "./opcodes.ts";

/**
 * The part of a function compiler that puts values on the stack. A value has a local of its own, unless it is computed where it is used, or
 * made in another function: then it is found in memory.
 */
export class ExpressionCompiler {
  protected readonly context: Context;

  protected readonly code = new Bytes();
  protected readonly locals: number[] = [];

  /** By the id of the value; values made in other functions have none here. */
  protected readonly localOf: (number | undefined)[] = [];

  constructor(context: Context) {
    this.context = context;
  }

  protected newLocal(kind: Kind): number {
    return this.locals.push(kind === "float" ? type.f64 : type.i32) - 1;
  }

  /** Takes what is on the stack as the value: to its local, and to memory when others need it. */
  protected define(value: Value): void {
    let local = this.localOf[value.id];
    if (local === undefined) {
      local = this.newLocal(value.kind);
      this.localOf[value.id] = local;
    }
    this.code.byte(op.localSet).unsigned(local);
    this.share(value);
  }

  protected share(value: Value): void {
    if (this.context.shared[value.id] === 0) return;
    this.code.byte(op.i32Const).signed(0);
    this.code.byte(op.localGet).unsigned(this.localOf[value.id] as number);
    this.access(value.kind === "float" ? op.f64Store : op.i32Store, this.context.layout.spill(value));
  }

  protected access(instruction: number, offset: number): void {
    const alignment = instruction === op.f64Load || instruction === op.f64Store ? 3 : 2;
    this.code.byte(instruction).unsigned(alignment).unsigned(offset);
  }

  protected integer(value: number): Bytes {
    return this.code.byte(op.i32Const).signed(value);
  }

  /** Puts a value on the stack. */
  protected value(value: Value): void {
    const code = this.code;
    const local = this.localOf[value.id];
    if (value.constant !== undefined) {
      if (value.kind === "float") code.byte(op.f64Const).float(value.constant);
      else this.integer(value.constant);
    } else if (local !== undefined) code.byte(op.localGet).unsigned(local);
    else if (this.context.inline[value.id] === 1) this.compute(value);
    else {
      this.integer(0);
      this.access(value.kind === "float" ? op.f64Load : op.i32Load, this.context.layout.spill(value));
    }
  }

  protected compute({ operation, operands, kind }: Value): void {
    const code = this.code;
    const [a, b] = operands;
    switch (operation) {
      case "select":
        for (const operand of [operands[1], operands[2], a]) this.value(operand);
        code.byte(op.select);
        return;
      case "not":
        this.value(a);
        code.byte(op.i32Eqz);
        return;
      case "sign":
        this.#sign(a);
        return;
      case "round":
        this.#round(a);
        return;
      case "min":
      case "max":
        if (kind === "integer") {
          const locals = [this.held(a), this.held(b)];
          for (const local of [...locals, ...locals]) code.byte(op.localGet).unsigned(local);
          code.byte(operation === "min" ? op.i32LtS : op.i32GtS).byte(op.select);
          return;
        }
        break;
      default:
    }
    for (const operand of operands) this.value(operand);
    if (operation === "float") code.byte(op.f64ConvertI32S);
    else if (operation === "fround") code.byte(op.f32DemoteF64).byte(op.f64PromoteF32);
    else if (operation === "and") code.byte(op.i32And);
    else if (operation === "or") code.byte(op.i32Or);
    else if (kind === "condition") {
      code.byte((a.kind === "float" ? floatComparisons : integerComparisons)[operation]);
    } else if (kind === "integer") code.byte(integerInstructions[operation]);
    else if (floatInstructions[operation] !== undefined) code.byte(floatInstructions[operation]);
    else code.byte(op.call).unsigned(this.context.importOf(operation, operands.length));
  }

  /** A value in a local of its own, to be used more than once. */
  protected held(value: Value): number {
    const known = this.localOf[value.id];
    if (known !== undefined && value.constant === undefined) return known;
    this.value(value);
    const local = this.newLocal(value.kind);
    this.code.byte(op.localSet).unsigned(local);
    return local;
  }

  /** a > 0 ? 1 : a < 0 ? -1 : a, which keeps zeros and NaN. */
  #sign(a: Value): void {
    const local = this.held(a);
    const get = (): Bytes => this.code.byte(op.localGet).unsigned(local);
    const constant = (value: number): Bytes => this.code.byte(op.f64Const).float(value);
    constant(1);
    constant(-1);
    get();
    get();
    constant(0).byte(op.f64Lt).byte(op.select);
    get();
    constant(0).byte(op.f64Gt).byte(op.select);
  }

  /** Halves go up, as in Math.round: ceil(a), less 1 where that is more than a half above. */
  #round(a: Value): void {
    const local = this.held(a);
    const code = this.code;
    const up = this.newLocal("float");
    code.byte(op.localGet).unsigned(local).byte(op.f64Ceil).byte(op.localTee).unsigned(up);
    code.byte(op.f64Const).float(1).byte(op.f64Sub).byte(op.localGet).unsigned(up);
    code.byte(op.localGet).unsigned(up).byte(op.f64Const).float(0.5).byte(op.f64Sub);
    code.byte(op.localGet).unsigned(local).byte(op.f64Gt).byte(op.select);
  }
}
