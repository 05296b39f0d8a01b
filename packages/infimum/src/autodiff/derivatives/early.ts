import type { ProgramBuilder } from "../program/builder.ts";
import type { Copy } from "../program/copy.ts";
import type { Block, BranchStep, LoopStep } from "../program/program.ts";
import { blocksOf, operandsOf, writtenBy } from "../program/uses.ts";
import type { Value } from "../program/value.ts";
import type { Structure } from "./structure.ts";

/** The adjoints of the results of a step, known before the step is executed. */
export type EarlyAdjoints = ReadonlyMap<LoopStep | BranchStep, readonly (Value | undefined)[]>;

/** The adjoint is known only after some values of the block are. */
const late = Symbol("late");

/**
 * The loops and branches of a block that can be differentiated in the same pass that computes them. In the body of
 *
 *     for (...) sum += f(x[i]);   return 0.5 * sum;
 *
 * the adjoint of `sum` is 0.5 before anything has been computed, and the same in every iteration: one loop adds up the
 * sum and the gradient. For that the results must go into the answer only through sums and multiples by what is known
 * already, the carried values must be sums, and memory that others read must be left alone.
 *
 * @param adjoints of the results of the block
 */
export function earlyAdjoints(
  block: Block,
  adjoints: readonly (Value | undefined)[],
  structure: Structure,
  copy: Copy,
): EarlyAdjoints {
  return new Early(block, structure, copy).from(adjoints);
}

class Early {
  readonly #block: Block;
  readonly #structure: Structure;
  readonly #copy: Copy;
  readonly #build: ProgramBuilder;
  readonly #adjoints = new Map<Value, Value | typeof late>();
  /** Values computed by this block: there are no copies of them yet. */
  readonly #own = new Set<Value>();
  readonly #found = new Map<LoopStep | BranchStep, readonly (Value | undefined)[]>();

  constructor(block: Block, structure: Structure, copy: Copy) {
    this.#block = block;
    this.#structure = structure;
    this.#copy = copy;
    this.#build = copy.build;
    for (const step of block.steps) {
      if ("value" in step && step.step !== "store") this.#own.add(step.value);
      if ("results" in step) for (const value of step.results) this.#own.add(value);
    }
  }

  from(adjoints: readonly (Value | undefined)[]): EarlyAdjoints {
    const { steps, results } = this.#block;
    if (!steps.some(({ step }) => step === "loop" || step === "branch")) return this.#found;
    results.forEach((value, k) => this.#add(value, adjoints[k]));
    const laterWritten = new Set<number>();
    for (let k = steps.length - 1; k >= 0; k--) {
      const step = steps[k];
      if (step.step === "compute") this.#through(step.value);
      else if (step.step === "loop" || step.step === "branch") this.#decide(step, laterWritten);
      else for (const value of operandsOf(step)) this.#add(value, late);
      writtenBy(step, laterWritten);
    }
    return this.#found;
  }

  #add(value: Value, adjoint: Value | typeof late | undefined): void {
    if (adjoint === undefined || !this.#structure.isActive(value)) return;
    const before = this.#adjoints.get(value);
    if (before === undefined || adjoint === late) this.#adjoints.set(value, adjoint);
    else if (before !== late) this.#adjoints.set(value, this.#build.binary("add", before, adjoint));
  }

  /** Passes the adjoint of an operation on to its operands. */
  #through(value: Value): void {
    const adjoint = this.#adjoints.get(value);
    const [a, b, c] = value.operands;
    if (adjoint === undefined) return;
    if (adjoint !== late) {
      switch (value.operation) {
        case "add":
          this.#add(a, adjoint);
          this.#add(b, adjoint);
          return;
        case "sub":
          this.#add(a, adjoint);
          this.#add(b, this.#build.unary("neg", adjoint));
          return;
        case "neg":
          this.#add(a, this.#build.unary("neg", adjoint));
          return;
        case "mul":
          if (this.#isKnown(b)) return this.#add(a, this.#build.binary("mul", adjoint, this.#copy.value(b)));
          if (this.#isKnown(a)) return this.#add(b, this.#build.binary("mul", adjoint, this.#copy.value(a)));
          break;
        case "div":
          if (this.#isKnown(b)) return this.#add(a, this.#build.binary("div", adjoint, this.#copy.value(b)));
          break;
        default:
      }
    }
    for (const operand of [a, b, c]) if (operand !== undefined) this.#add(operand, late);
  }

  /** True for constants and for what is computed before this block. */
  #isKnown(value: Value): boolean {
    return value.constant !== undefined || !this.#own.has(value);
  }

  #decide(step: LoopStep | BranchStep, laterWritten: ReadonlySet<number>): void {
    if (!this.#structure.matters(step)) return;
    const adjoints = step.results.map((value) => this.#adjoints.get(value));
    const fused = adjoints.every((adjoint) => adjoint !== late) && this.#isAlone(step, laterWritten);
    if (fused) this.#found.set(step, adjoints as (Value | undefined)[]);
    if (step.step === "loop") step.initial.forEach((value, k) => this.#add(value, fused ? adjoints[k] : late));
    for (const block of blocksOf(step)) for (const value of this.#structure.freeValues(block)) this.#add(value, late);
  }

  /** True when the step writes no memory of others that matters, reads none that is written later, and carries only sums. */
  #isAlone(step: LoopStep | BranchStep, laterWritten: ReadonlySet<number>): boolean {
    if (step.step === "loop") {
      const sums = step.carried.every(
        (value, k) => !this.#structure.isActive(value) || this.#structure.isAdditive(step, k),
      );
      if (!sums) return false;
    }
    const own = new Set<number>();
    return blocksOf(step).every((block) => this.#leavesAlone(block, laterWritten, own));
  }

  #leavesAlone(block: Block, laterWritten: ReadonlySet<number>, own: Set<number>): boolean {
    return block.steps.every((step) => {
      if (step.step === "local") own.add(step.buffer.id);
      if (step.step === "store") return own.has(step.buffer.id) || !this.#structure.isActiveBuffer(step.buffer);
      if (step.step === "load")
        return !laterWritten.has(step.buffer.id) || !this.#structure.isActiveBuffer(step.buffer);
      return blocksOf(step).every((inner) => this.#leavesAlone(inner, laterWritten, own));
    });
  }
}
