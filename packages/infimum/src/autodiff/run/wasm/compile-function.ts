import type { Block, BranchStep, Buffer, LoopStep, Step } from "../../program/program.ts";
import type { Value } from "../../program/value.ts";
import type { Bytes } from "./bytes.ts";
import { ExpressionCompiler } from "./compile-expression.ts";
import type { DefinedFunction } from "./module.ts";
import { i32TruncSatF64S, memoryFill, op, type } from "./opcodes.ts";
import type { Part } from "./parts.ts";

/** Fills of at most so many entries are written one by one. */
const shortFill = 16;

/**
 * One function of a compiled program. It returns 0 when all went well, else the number of the site where the run failed,
 * plus 1.
 */
export class FunctionCompiler extends ExpressionCompiler {
  #status: number | undefined;

  /** The function that does these steps. */
  part(steps: readonly Step[]): DefinedFunction {
    for (const step of steps) this.#step(step);
    return this.#finish();
  }

  /** The function that runs the whole program. */
  main(body: Block): DefinedFunction {
    const { layout, tapeStart } = this.context;
    const { start, end } = layout.outputs;
    this.code.byte(op.i32Const).signed(tapeStart).byte(op.globalSet).unsigned(0);
    this.#fill(start, (end - start) / 8, 0);
    this.#block(body);
    body.results.forEach((value, k) => {
      this.code.byte(op.i32Const).signed(0);
      this.value(value);
      this.access(op.f64Store, layout.results + 8 * k);
    });
    return this.#finish();
  }

  #finish(): DefinedFunction {
    this.code.byte(op.i32Const).signed(0);
    return { type: { parameters: [], results: [type.i32] }, locals: this.locals, code: this.code };
  }

  #block(block: Block): void {
    for (const item of this.context.parts.of(block)) {
      if ("step" in item) this.#step(item);
      else this.#callPart(item);
    }
  }

  #callPart({ number }: Part): void {
    this.#status ??= this.newLocal("integer");
    const code = this.code.byte(op.call).unsigned(this.context.functionOf(number));
    code.byte(op.localTee).unsigned(this.#status).byte(op.if).byte(type.empty);
    code.byte(op.localGet).unsigned(this.#status).byte(op.return).byte(op.end);
  }

  /** Fails at the site when the condition on the stack holds. */
  #failIf(site: number): void {
    this.code.byte(op.if).byte(type.empty);
    this.integer(site + 1)
      .byte(op.return)
      .byte(op.end);
  }

  #step(step: Step): void {
    const code = this.code;
    switch (step.step) {
      case "compute":
        if (this.context.inline[step.value.id] === 1) return;
        this.compute(step.value);
        this.define(step.value);
        return;
      case "load": {
        this.#check(step.buffer, step.index, step.site);
        const offset = this.#address(step.buffer, step.index);
        this.access(step.buffer.element === "float" ? op.f64Load : op.i32Load, offset);
        this.define(step.value);
        return;
      }
      case "store": {
        this.#check(step.buffer, step.index, step.site);
        const offset = this.#address(step.buffer, step.index);
        this.value(step.value);
        this.access(step.buffer.element === "float" ? op.f64Store : op.i32Store, offset);
        return;
      }
      case "convert": {
        const float = this.held(step.value.operands[0]);
        code.byte(op.localGet).unsigned(float).append(i32TruncSatF64S);
        this.define(step.value);
        this.value(step.value);
        code.byte(op.f64ConvertI32S).byte(op.localGet).unsigned(float).byte(op.f64Ne);
        this.#failIf(step.site);
        return;
      }
      case "local":
        if (step.buffer.element === "float") {
          this.#fill(this.context.layout.addressOf(step.buffer), step.buffer.length, step.fill);
        } else this.#fillIntegers(step.buffer, step.fill);
        return;
      case "loop":
        this.#loop(step);
        return;
      case "branch":
        this.#branch(step);
        return;
      case "guard":
        this.value(step.condition);
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
    this.value(index);
    // a negative index is a huge one without sign
    this.integer(buffer.length).byte(op.i32GeU);
    this.#failIf(site);
  }

  /** Puts the variable part of an address on the stack and returns the rest, which is the offset of the instruction. */
  #address(buffer: Buffer, index: Value): number {
    const shift = buffer.element === "float" ? 3 : 2;
    const base = this.context.layout.addressOf(buffer);
    if (index.constant !== undefined) {
      this.integer(0);
      return base + index.constant * 2 ** shift;
    }
    const [variable, constant] = this.#split(index);
    const offset = base + constant * 2 ** shift;
    const folded = offset >= 0 && constant !== 0;
    this.value(folded ? variable : index);
    this.integer(shift).byte(op.i32Shl);
    return folded ? offset : base;
  }

  /** index = variable + constant, with a variable that is not negative and at hand. */
  #split(index: Value): [variable: Value, constant: number] {
    const [a, b] = index.operands;
    const isAtHand = (value: Value): boolean =>
      value.low >= 0 && (this.localOf[value.id] !== undefined || this.localOf[index.id] === undefined);
    if (index.operation === "add" && b.constant !== undefined && isAtHand(a)) return [a, b.constant];
    if (index.operation === "add" && a.constant !== undefined && isAtHand(b)) return [b, a.constant];
    if (index.operation === "sub" && b.constant !== undefined && isAtHand(a)) return [a, -b.constant];
    return [index, 0];
  }

  #fill(address: number, length: number, fill: number): void {
    const code = this.code;
    if (length <= shortFill) {
      for (let k = 0; k < length; k++) {
        this.integer(0).byte(op.f64Const).float(fill);
        this.access(op.f64Store, address + 8 * k);
      }
    } else if (Object.is(fill, 0)) {
      this.integer(address);
      this.integer(0);
      this.integer(8 * length).append(memoryFill);
    } else {
      const at = this.newLocal("integer");
      this.integer(0).byte(op.localSet).unsigned(at).byte(op.loop).byte(type.empty);
      code.byte(op.localGet).unsigned(at).byte(op.f64Const).float(fill);
      this.access(op.f64Store, address);
      code.byte(op.localGet).unsigned(at);
      this.integer(8).byte(op.i32Add).byte(op.localTee).unsigned(at);
      this.integer(8 * length)
        .byte(op.i32LtU)
        .byte(op.branchIf)
        .unsigned(0)
        .byte(op.end);
    }
  }

  #fillIntegers(buffer: Buffer, fill: number): void {
    const address = this.context.layout.addressOf(buffer);
    if (fill === 0) {
      this.integer(address);
      this.integer(0);
      this.integer(4 * buffer.length).append(memoryFill);
      return;
    }
    const at = this.newLocal("integer");
    if (buffer.length === 0) return;
    this.integer(0).byte(op.localSet).unsigned(at).byte(op.loop).byte(type.empty);
    this.code.byte(op.localGet).unsigned(at);
    this.integer(fill);
    this.access(op.i32Store, address);
    this.code.byte(op.localGet).unsigned(at);
    this.integer(4).byte(op.i32Add).byte(op.localTee).unsigned(at);
    this.integer(4 * buffer.length)
      .byte(op.i32LtU)
      .byte(op.branchIf)
      .unsigned(0)
      .byte(op.end);
  }

  /** if (more) do { body; carried = next; if (no more) break; index += stride } while (true), without overflow at the end. */
  #loop({ start, end, stride, index, initial, carried, body, results }: LoopStep): void {
    const code = this.code;
    for (const value of initial) this.value(value);
    for (const value of carried.toReversed()) {
      const local = this.newLocal(value.kind);
      this.localOf[value.id] = local;
      code.byte(op.localSet).unsigned(local);
    }
    // after the loop what it carried is its results
    results.forEach((result, k) => {
      this.localOf[result.id] = this.localOf[carried[k].id];
    });
    const last = end.constant === undefined ? this.held(end) : undefined;
    const putEnd = (): void => {
      if (last === undefined) this.integer(end.constant as number);
      else code.byte(op.localGet).unsigned(last);
    };
    this.value(start);
    const counter = this.newLocal("integer");
    this.localOf[index.id] = counter;
    code.byte(op.localTee).unsigned(counter);
    putEnd();
    code
      .byte(stride > 0 ? op.i32LtS : op.i32GtS)
      .byte(op.if)
      .byte(type.empty)
      .byte(op.loop)
      .byte(type.empty);
    this.share(index);
    for (const value of carried) this.share(value);
    this.#block(body);
    for (const value of body.results) this.value(value);
    for (const value of carried.toReversed()) code.byte(op.localSet).unsigned(this.localOf[value.id] as number);
    this.#advance(counter, stride, putEnd);
    code.byte(op.branchIf).unsigned(0).byte(op.end).byte(op.end);
    for (const value of results) this.share(value);
  }

  /** Moves the counter on and leaves on the stack whether the loop goes on. */
  #advance(counter: number, stride: number, putEnd: () => void): void {
    const code = this.code;
    const step = (): Bytes => {
      code.byte(op.localGet).unsigned(counter);
      return this.integer(stride).byte(op.i32Add);
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
    this.integer(Math.abs(stride)).byte(op.i32GtU);
    step().byte(op.localSet).unsigned(counter);
  }

  #branch({ condition, whenTrue, whenFalse, results }: BranchStep): void {
    const code = this.code;
    for (const result of results) this.localOf[result.id] = this.newLocal(result.kind);
    const arm = (block: Block): void => {
      this.#block(block);
      for (const value of block.results) this.value(value);
      for (const result of results.toReversed()) code.byte(op.localSet).unsigned(this.localOf[result.id] as number);
    };
    this.value(condition);
    code.byte(op.if).byte(type.empty);
    arm(whenTrue);
    if (whenFalse.steps.length > 0 || results.length > 0) {
      code.byte(op.else);
      arm(whenFalse);
    }
    code.byte(op.end);
    for (const result of results) this.share(result);
  }

  #push(values: readonly Value[]): void {
    const code = this.code;
    const bytes = 8 * values.length;
    const top = this.newLocal("integer");
    code.byte(op.globalGet).unsigned(0).byte(op.localTee).unsigned(top);
    this.integer(bytes).byte(op.i32Add).byte(op.globalGet).unsigned(1).byte(op.i32GtU).byte(op.if).byte(type.empty);
    code.byte(op.call).unsigned(this.context.growFunction).byte(op.end);
    values.forEach((value, k) => {
      code.byte(op.localGet).unsigned(top);
      this.value(value);
      this.access(value.kind === "float" ? op.f64Store : op.i32Store, 8 * k);
    });
    code.byte(op.localGet).unsigned(top);
    this.integer(bytes).byte(op.i32Add).byte(op.globalSet).unsigned(0);
  }

  #pop(values: readonly Value[]): void {
    const code = this.code;
    const top = this.newLocal("integer");
    code.byte(op.globalGet).unsigned(0);
    this.integer(8 * values.length)
      .byte(op.i32Sub)
      .byte(op.localTee)
      .unsigned(top)
      .byte(op.globalSet)
      .unsigned(0);
    values.forEach((value, k) => {
      code.byte(op.localGet).unsigned(top);
      this.access(value.kind === "float" ? op.f64Load : op.i32Load, 8 * k);
      this.define(value);
    });
  }
}
