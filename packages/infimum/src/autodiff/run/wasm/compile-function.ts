import type { Block, BranchStep, Buffer, LoopStep, Step } from "../../program/program.ts";
import type { Kind, Value } from "../../program/value.ts";
import { Bytes } from "./bytes.ts";
import type { Context } from "./compile.ts";
import { floatComparisons, floatInstructions, integerComparisons, integerInstructions } from "./instructions.ts";
import type { DefinedFunction } from "./module.ts";
import { i32TruncSatF64S, memoryFill, op, type } from "./opcodes.ts";
import type { Part } from "./parts.ts";

/** Fills of at most so many entries are written one by one. */
const shortFill = 16;

/**
 * One function of a compiled program. It returns 0 when all went well, else the number of the site where the run failed,
 * plus 1. A value has a local of its own, unless it is computed where it is used or shared with other functions, which find it in memory.
 */
export class FunctionCompiler {
  readonly #context: Context;
  readonly #code = new Bytes();
  readonly #locals: number[] = [];
  /** By the id of the value; values made in other functions have none here. */
  readonly #localOf: (number | undefined)[] = [];
  #status: number | undefined;

  constructor(context: Context) {
    this.#context = context;
  }

  /** The function that does these steps. */
  part(steps: readonly Step[]): DefinedFunction {
    for (const step of steps) this.#step(step);
    return this.#finish();
  }

  /** The function that runs the whole program. */
  main(body: Block): DefinedFunction {
    const { layout, tapeStart } = this.#context;
    const { start, end } = layout.outputs;
    this.#code.byte(op.i32Const).signed(tapeStart).byte(op.globalSet).unsigned(0);
    this.#fill(start, (end - start) / 8, 0);
    this.#block(body);
    body.results.forEach((value, k) => {
      this.#code.byte(op.i32Const).signed(0);
      this.#value(value);
      this.#access(op.f64Store, layout.results + 8 * k);
    });
    return this.#finish();
  }

  #finish(): DefinedFunction {
    this.#code.byte(op.i32Const).signed(0);
    return { type: { parameters: [], results: [type.i32] }, locals: this.#locals, code: this.#code };
  }

  #newLocal(kind: Kind): number {
    return this.#locals.push(kind === "float" ? type.f64 : type.i32) - 1;
  }

  /** Takes what is on the stack as the value: to its local, and to memory when others need it. */
  #define(value: Value): void {
    let local = this.#localOf[value.id];
    if (local === undefined) {
      local = this.#newLocal(value.kind);
      this.#localOf[value.id] = local;
    }
    this.#code.byte(op.localSet).unsigned(local);
    this.#share(value);
  }

  #share(value: Value): void {
    if (this.#context.shared[value.id] === 0) return;
    this.#code.byte(op.i32Const).signed(0);
    this.#code.byte(op.localGet).unsigned(this.#localOf[value.id] as number);
    this.#access(value.kind === "float" ? op.f64Store : op.i32Store, this.#context.layout.spill(value));
  }

  #access(instruction: number, offset: number): void {
    const alignment = instruction === op.f64Load || instruction === op.f64Store ? 3 : 2;
    this.#code.byte(instruction).unsigned(alignment).unsigned(offset);
  }

  #integer(value: number): Bytes {
    return this.#code.byte(op.i32Const).signed(value);
  }

  /** Puts a value on the stack. */
  #value(value: Value): void {
    const code = this.#code;
    const local = this.#localOf[value.id];
    if (value.constant !== undefined) {
      if (value.kind === "float") code.byte(op.f64Const).float(value.constant);
      else this.#integer(value.constant);
    } else if (local !== undefined) code.byte(op.localGet).unsigned(local);
    else if (this.#context.inline[value.id] === 1) this.#compute(value);
    else {
      this.#integer(0);
      this.#access(value.kind === "float" ? op.f64Load : op.i32Load, this.#context.layout.spill(value));
    }
  }

  #compute({ operation, operands, kind }: Value): void {
    const code = this.#code;
    const [a, b] = operands;
    switch (operation) {
      case "select":
        for (const operand of [operands[1], operands[2], a]) this.#value(operand);
        code.byte(op.select);
        return;
      case "not":
        this.#value(a);
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
          const locals = [this.#held(a), this.#held(b)];
          for (const local of [...locals, ...locals]) code.byte(op.localGet).unsigned(local);
          code.byte(operation === "min" ? op.i32LtS : op.i32GtS).byte(op.select);
          return;
        }
        break;
      default:
    }
    for (const operand of operands) this.#value(operand);
    if (operation === "float") code.byte(op.f64ConvertI32S);
    else if (operation === "fround") code.byte(op.f32DemoteF64).byte(op.f64PromoteF32);
    else if (operation === "and") code.byte(op.i32And);
    else if (operation === "or") code.byte(op.i32Or);
    else if (kind === "condition") {
      code.byte((a.kind === "float" ? floatComparisons : integerComparisons)[operation]);
    } else if (kind === "integer") code.byte(integerInstructions[operation]);
    else if (floatInstructions[operation] !== undefined) code.byte(floatInstructions[operation]);
    else code.byte(op.call).unsigned(this.#context.importOf(operation, operands.length));
  }

  /** A value in a local of its own, to be used more than once. */
  #held(value: Value): number {
    const known = this.#localOf[value.id];
    if (known !== undefined && value.constant === undefined) return known;
    this.#value(value);
    const local = this.#newLocal(value.kind);
    this.#code.byte(op.localSet).unsigned(local);
    return local;
  }

  /** a > 0 ? 1 : a < 0 ? -1 : a, which keeps zeros and NaN. */
  #sign(a: Value): void {
    const local = this.#held(a);
    const get = (): Bytes => this.#code.byte(op.localGet).unsigned(local);
    const constant = (value: number): Bytes => this.#code.byte(op.f64Const).float(value);
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
    const local = this.#held(a);
    const code = this.#code;
    const up = this.#newLocal("float");
    code.byte(op.localGet).unsigned(local).byte(op.f64Ceil).byte(op.localTee).unsigned(up);
    code.byte(op.f64Const).float(1).byte(op.f64Sub).byte(op.localGet).unsigned(up);
    code.byte(op.localGet).unsigned(up).byte(op.f64Const).float(0.5).byte(op.f64Sub);
    code.byte(op.localGet).unsigned(local).byte(op.f64Gt).byte(op.select);
  }

  #block(block: Block): void {
    for (const item of this.#context.parts.of(block)) {
      if ("step" in item) this.#step(item);
      else this.#callPart(item);
    }
  }

  #callPart({ number }: Part): void {
    this.#status ??= this.#newLocal("integer");
    const code = this.#code.byte(op.call).unsigned(this.#context.functionOf(number));
    code.byte(op.localTee).unsigned(this.#status).byte(op.if).byte(type.empty);
    code.byte(op.localGet).unsigned(this.#status).byte(op.return).byte(op.end);
  }

  /** Fails at the site when the condition on the stack holds. */
  #failIf(site: number): void {
    this.#code.byte(op.if).byte(type.empty);
    this.#integer(site + 1)
      .byte(op.return)
      .byte(op.end);
  }

  #step(step: Step): void {
    const code = this.#code;
    switch (step.step) {
      case "compute":
        if (this.#context.inline[step.value.id] === 1) return;
        this.#compute(step.value);
        this.#define(step.value);
        return;
      case "load": {
        this.#check(step.buffer, step.index, step.site);
        const offset = this.#address(step.buffer, step.index);
        this.#access(step.buffer.element === "float" ? op.f64Load : op.i32Load, offset);
        this.#define(step.value);
        return;
      }
      case "store": {
        this.#check(step.buffer, step.index, step.site);
        const offset = this.#address(step.buffer, step.index);
        this.#value(step.value);
        this.#access(step.buffer.element === "float" ? op.f64Store : op.i32Store, offset);
        return;
      }
      case "convert": {
        const float = this.#held(step.value.operands[0]);
        code.byte(op.localGet).unsigned(float).append(i32TruncSatF64S);
        this.#define(step.value);
        this.#value(step.value);
        code.byte(op.f64ConvertI32S).byte(op.localGet).unsigned(float).byte(op.f64Ne);
        this.#failIf(step.site);
        return;
      }
      case "local":
        if (step.buffer.element === "float") {
          this.#fill(this.#context.layout.addressOf(step.buffer), step.buffer.length, step.fill);
        } else this.#fillIntegers(step.buffer, step.fill);
        return;
      case "loop":
        this.#loop(step);
        return;
      case "branch":
        this.#branch(step);
        return;
      case "guard":
        this.#value(step.condition);
        if (step.expected) code.byte(op.i32Eqz);
        this.#failIf(step.site);
        return;
      case "push":
        this.#push(step.values);
        return;
      case "pop":
        this.#pop(step.values);
        return;
    }
  }

  #check(buffer: Buffer, index: Value, site: number): void {
    if (site < 0) return;
    this.#value(index);
    // a negative index is a huge one without sign
    this.#integer(buffer.length).byte(op.i32GeU);
    this.#failIf(site);
  }

  /** Puts the variable part of an address on the stack and returns the rest, which is the offset of the instruction. */
  #address(buffer: Buffer, index: Value): number {
    const shift = buffer.element === "float" ? 3 : 2;
    const base = this.#context.layout.addressOf(buffer);
    if (index.constant !== undefined) {
      this.#integer(0);
      return base + index.constant * 2 ** shift;
    }
    const [variable, constant] = this.#split(index);
    const offset = base + constant * 2 ** shift;
    const folded = offset >= 0 && constant !== 0;
    this.#value(folded ? variable : index);
    this.#integer(shift).byte(op.i32Shl);
    return folded ? offset : base;
  }

  /** index = variable + constant, with a variable that is not negative and at hand. */
  #split(index: Value): [variable: Value, constant: number] {
    const [a, b] = index.operands;
    const isAtHand = (value: Value): boolean =>
      value.low >= 0 && (this.#localOf[value.id] !== undefined || this.#localOf[index.id] === undefined);
    if (index.operation === "add" && b.constant !== undefined && isAtHand(a)) return [a, b.constant];
    if (index.operation === "add" && a.constant !== undefined && isAtHand(b)) return [b, a.constant];
    if (index.operation === "sub" && b.constant !== undefined && isAtHand(a)) return [a, -b.constant];
    return [index, 0];
  }

  #fill(address: number, length: number, fill: number): void {
    const code = this.#code;
    if (length <= shortFill) {
      for (let k = 0; k < length; k++) {
        this.#integer(0).byte(op.f64Const).float(fill);
        this.#access(op.f64Store, address + 8 * k);
      }
    } else if (Object.is(fill, 0)) {
      this.#integer(address);
      this.#integer(0);
      this.#integer(8 * length).append(memoryFill);
    } else {
      const at = this.#newLocal("integer");
      this.#integer(0).byte(op.localSet).unsigned(at).byte(op.loop).byte(type.empty);
      code.byte(op.localGet).unsigned(at).byte(op.f64Const).float(fill);
      this.#access(op.f64Store, address);
      code.byte(op.localGet).unsigned(at);
      this.#integer(8).byte(op.i32Add).byte(op.localTee).unsigned(at);
      this.#integer(8 * length)
        .byte(op.i32LtU)
        .byte(op.branchIf)
        .unsigned(0)
        .byte(op.end);
    }
  }

  #fillIntegers(buffer: Buffer, fill: number): void {
    const address = this.#context.layout.addressOf(buffer);
    if (fill === 0) {
      this.#integer(address);
      this.#integer(0);
      this.#integer(4 * buffer.length).append(memoryFill);
      return;
    }
    const at = this.#newLocal("integer");
    if (buffer.length === 0) return;
    this.#integer(0).byte(op.localSet).unsigned(at).byte(op.loop).byte(type.empty);
    this.#code.byte(op.localGet).unsigned(at);
    this.#integer(fill);
    this.#access(op.i32Store, address);
    this.#code.byte(op.localGet).unsigned(at);
    this.#integer(4).byte(op.i32Add).byte(op.localTee).unsigned(at);
    this.#integer(4 * buffer.length)
      .byte(op.i32LtU)
      .byte(op.branchIf)
      .unsigned(0)
      .byte(op.end);
  }

  /** if (more) do { body; carried = next; if (no more) break; index += stride } while (true), without overflow at the end. */
  #loop({ start, end, stride, index, initial, carried, body, results }: LoopStep): void {
    const code = this.#code;
    for (const value of initial) this.#value(value);
    for (const value of carried.toReversed()) {
      const local = this.#newLocal(value.kind);
      this.#localOf[value.id] = local;
      code.byte(op.localSet).unsigned(local);
    }
    // after the loop what it carried is its results
    results.forEach((result, k) => {
      this.#localOf[result.id] = this.#localOf[carried[k].id];
    });
    const last = end.constant === undefined ? this.#held(end) : undefined;
    const putEnd = (): void => {
      if (last === undefined) this.#integer(end.constant as number);
      else code.byte(op.localGet).unsigned(last);
    };
    this.#value(start);
    const counter = this.#newLocal("integer");
    this.#localOf[index.id] = counter;
    code.byte(op.localTee).unsigned(counter);
    putEnd();
    code
      .byte(stride > 0 ? op.i32LtS : op.i32GtS)
      .byte(op.if)
      .byte(type.empty)
      .byte(op.loop)
      .byte(type.empty);
    this.#share(index);
    for (const value of carried) this.#share(value);
    this.#block(body);
    for (const value of body.results) this.#value(value);
    for (const value of carried.toReversed()) code.byte(op.localSet).unsigned(this.#localOf[value.id] as number);
    this.#advance(counter, stride, putEnd);
    code.byte(op.branchIf).unsigned(0).byte(op.end).byte(op.end);
    for (const value of results) this.#share(value);
  }

  /** Moves the counter on and leaves on the stack whether the loop goes on. */
  #advance(counter: number, stride: number, putEnd: () => void): void {
    const code = this.#code;
    const step = (): Bytes => {
      code.byte(op.localGet).unsigned(counter);
      return this.#integer(stride).byte(op.i32Add);
    };
    if (stride === 1 || stride === -1) {
      step().byte(op.localTee).unsigned(counter);
      putEnd();
      code.byte(stride > 0 ? op.i32LtS : op.i32GtS);
      return;
    }
    // the distance to the end is positive, also as a number without sign where it is beyond 31 bits
    if (stride > 0) putEnd();
    code.byte(op.localGet).unsigned(counter);
    if (stride < 0) putEnd();
    code.byte(op.i32Sub);
    this.#integer(Math.abs(stride)).byte(op.i32GtU);
    step().byte(op.localSet).unsigned(counter);
  }

  #branch({ condition, whenTrue, whenFalse, results }: BranchStep): void {
    const code = this.#code;
    for (const result of results) this.#localOf[result.id] = this.#newLocal(result.kind);
    const arm = (block: Block): void => {
      this.#block(block);
      for (const value of block.results) this.#value(value);
      for (const result of results.toReversed()) code.byte(op.localSet).unsigned(this.#localOf[result.id] as number);
    };
    this.#value(condition);
    code.byte(op.if).byte(type.empty);
    arm(whenTrue);
    if (whenFalse.steps.length > 0 || results.length > 0) {
      code.byte(op.else);
      arm(whenFalse);
    }
    code.byte(op.end);
    for (const result of results) this.#share(result);
  }

  #push(values: readonly Value[]): void {
    const code = this.#code;
    const bytes = 8 * values.length;
    const top = this.#newLocal("integer");
    code.byte(op.globalGet).unsigned(0).byte(op.localTee).unsigned(top);
    this.#integer(bytes).byte(op.i32Add).byte(op.globalGet).unsigned(1).byte(op.i32GtU).byte(op.if).byte(type.empty);
    code.byte(op.call).unsigned(this.#context.growFunction).byte(op.end);
    values.forEach((value, k) => {
      code.byte(op.localGet).unsigned(top);
      this.#value(value);
      this.#access(value.kind === "float" ? op.f64Store : op.i32Store, 8 * k);
    });
    code.byte(op.localGet).unsigned(top);
    this.#integer(bytes).byte(op.i32Add).byte(op.globalSet).unsigned(0);
  }

  #pop(values: readonly Value[]): void {
    const code = this.#code;
    const top = this.#newLocal("integer");
    code.byte(op.globalGet).unsigned(0);
    this.#integer(8 * values.length)
      .byte(op.i32Sub)
      .byte(op.localTee)
      .unsigned(top)
      .byte(op.globalSet)
      .unsigned(0);
    values.forEach((value, k) => {
      code.byte(op.localGet).unsigned(top);
      this.#access(value.kind === "float" ? op.f64Load : op.i32Load, 8 * k);
      this.#define(value);
    });
  }
}
