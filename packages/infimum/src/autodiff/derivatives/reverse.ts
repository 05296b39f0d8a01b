/**
 * Reverse mode: the derivative of a weighted sum of the answers with respect to every entry of the point, for at most
 * about 4 times the operations of the program, whatever the dimension.
 *
 * A block is executed forward, then its steps are gone through backwards, each passing the derivative of the answer with
 * respect to what it made (its adjoint) on to what it was made from. Adjoints of memory are memory. A loop goes
 * backwards through its iterations and has each iteration's values computed again or taken from the tape
 * (`replay.ts`); a loop whose results only enter sums is differentiated in the same pass that computes it (`early.ts`).
 *
 * An arm that is not taken contributes nothing, not even 0 * Infinity: with an adjoint that some runs do not use goes the
 * condition under which they do, and where it does not hold the products are 0 too. What is stored and overwritten unread
 * neither: memory of what may have infinite derivatives has, beside its adjoints, marks of what is read.
 *
 * @reference S. Linnainmaa, 1976, Taylor expansion of the accumulated rounding error, 10.1007/BF01931367
 * @reference A. Griewank, A. Walther, 2008, Evaluating Derivatives, ch. 3 to 5, 10.1137/1.9780898717761
 */
import { ProgramBuilder } from "../program/builder.ts";
import { Copy } from "../program/copy.ts";
import type { Block, BranchStep, Buffer, LoopStep, Program, Step } from "../program/program.ts";
import { prune } from "../program/prune.ts";
import { blocksOf, writtenAfterEach } from "../program/uses.ts";
import type { Value } from "../program/value.ts";
import { both, usefulFor, variedBy } from "./activity.ts";
import { Adjoints } from "./adjoints.ts";
import { backwardIterations } from "./backward-iterations.ts";
import { earlyAdjoints } from "./early.ts";
import { Replay } from "./replay.ts";
import { partial } from "./rules.ts";
import { scaled } from "./scaled.ts";
import { Structure } from "./structure.ts";

/**
 * The program with the gradient of its first result as one more output, of the length of the point.
 *
 * @throws TypeError when the program has no result, or is one that reverse mode made with a tape: differentiate that forward
 */
export function gradient(program: Program): Program {
  if (program.results.length === 0) throw new TypeError("a program without a scalar result has no gradient");
  return prune(new Reverse(program, false).program);
}

/**
 * The program with one more input, weights, and one more output: the gradient of the sum of its answers (the scalars, or the
 * entries of `vector`) by these weights, a row vector times the Jacobian.
 *
 * @throws TypeError when the program is one that reverse mode made with a tape
 */
export function pullback(program: Program): Program {
  return prune(new Reverse(program, true).program);
}

class Reverse {
  readonly program: Program;
  readonly #build: ProgramBuilder;
  readonly #copy: Copy;
  readonly #replay: Replay;
  readonly #structure: Structure;
  readonly #adjoints: Adjoints;
  readonly #adjointBuffers: (Buffer | undefined)[] = [];
  /** Not 0 where what stands in the memory is read afterwards. */
  readonly #marks: (Buffer | undefined)[] = [];
  /** How many loops and arms surround what is being built. */
  #depth = 0;
  /** Entries of the gradient that have been written at a known place, and whether any has been at an unknown one. */
  readonly #written = new Set<number>();
  #anyWritten = false;

  constructor(program: Program, weighted: boolean) {
    if (usesTape(program.body)) {
      throw new TypeError("a program made by reverse mode is differentiated forward, not in reverse again");
    }
    const build = new ProgramBuilder(program.dimension);
    this.#build = build;
    this.#copy = new Copy(program, build);
    this.#replay = new Replay(this.#copy);
    const point = program.inputs[0];
    const answers = weighted ? program.results : program.results.slice(0, 1);
    const vector = weighted ? program.vector : undefined;
    const to = vector === undefined ? [] : [vector.id];
    const active = both(variedBy(program, [point.id]), usefulFor(program, answers, to));
    this.#structure = new Structure(program, active);
    this.#adjoints = new Adjoints(build, this.#structure);
    let adjoints: (Value | undefined)[] = [build.constant(1)];
    if (weighted) {
      const weights = build.direction(vector?.length ?? answers.length);
      if (vector !== undefined && this.#structure.isActiveBuffer(vector)) {
        this.#adjointBuffers[vector.id] = this.#copyOf(weights);
      }
      adjoints = answers.map((_, k) => build.load(weights, build.integer(k)));
    }
    this.#adjointBuffers[point.id] = build.output(program.dimension);
    for (const output of program.outputs) {
      if (output !== vector && this.#structure.isActiveBuffer(output)) {
        this.#adjointBuffers[output.id] = build.local(output.length);
      }
    }
    this.#direct(program.body, adjoints);
    const built = build.finish(this.#copy.list(program.results));
    this.program = { ...built, vector: program.vector && this.#copy.buffer(program.vector) };
  }

  #copyOf(buffer: Buffer): Buffer {
    const build = this.#build;
    const local = build.local(buffer.length);
    build.loop(build.integer(0), build.integer(buffer.length), 1, [], (i) => {
      build.store(local, i, build.load(buffer, i));
      return [];
    });
    return local;
  }

  /** Forward and backward through a block whose results have adjoints that are known beforehand. */
  #direct(block: Block, adjoints: readonly (Value | undefined)[]): void {
    const { steps } = block;
    const early = earlyAdjoints(block, adjoints, this.#structure, this.#copy);
    const writtenAfter = writtenAfterEach(steps);
    steps.forEach((step, k) => {
      if (step.step !== "loop" && step.step !== "branch") {
        this.#copy.plain(step);
        this.#makeAdjointBuffer(step);
        return;
      }
      const known = early.get(step);
      if (known !== undefined) this.#fused(step, known);
      else if (this.#structure.matters(step)) this.#replay.record(step, writtenAfter[k]);
      else this.#copy.step(step);
    });
    block.results.forEach((value, k) => this.#adjoints.add(value, adjoints[k], this.#adjoints.always));
    for (let k = steps.length - 1; k >= 0; k--) {
      const step = steps[k];
      if ((step.step === "loop" || step.step === "branch") && early.has(step)) this.#passInitial(step, early.get(step));
      else this.#backward(step);
    }
  }

  /** A fused loop carries only sums: what they start from has their adjoints. */
  #passInitial(step: Step, adjoints: readonly (Value | undefined)[] = []): void {
    if (step.step === "loop")
      step.initial.forEach((value, k) => this.#adjoints.add(value, adjoints[k], this.#adjoints.always));
  }

  #makeAdjointBuffer(step: Step): void {
    if (step.step !== "local" || !this.#structure.isActiveBuffer(step.buffer)) return;
    this.#adjointBuffers[step.buffer.id] = this.#build.local(step.buffer.length);
    if (this.#structure.mayBeUnread(step.buffer)) this.#marks[step.buffer.id] = this.#build.local(step.buffer.length);
  }

  /** A loop or branch forward and backward in one pass. */
  #fused(step: LoopStep | BranchStep, adjoints: readonly (Value | undefined)[]): void {
    const [build, copy] = [this.#build, this.#copy];
    const free = [...new Set(blocksOf(step).flatMap((block) => this.#structure.freeValues(block)))];
    const count = step.results.length;
    const before = this.#adjoints.stateOf(free);
    const inside = (block: Block, state: readonly Value[]): Value[] => {
      this.#adjoints.restore(free, state);
      this.#depth++;
      this.#direct(block, adjoints);
      this.#depth--;
      return [...copy.list(block.results), ...this.#adjoints.stateOf(free)];
    };
    let results: readonly Value[];
    if (step.step === "loop") {
      const initial = [...copy.list(step.initial), ...before];
      results = build.loop(copy.value(step.start), copy.value(step.end), step.stride, initial, (index, carried) => {
        copy.set(step.index, index);
        copy.setAll(step.carried, carried);
        return inside(step.body, carried.slice(count));
      });
    } else {
      const arm = (block: Block) => () => inside(block, before);
      results = build.branch(copy.value(step.condition), arm(step.whenTrue), arm(step.whenFalse));
    }
    copy.setAll(step.results, results);
    this.#leave(step, free, before, results.slice(count));
  }

  /** After a loop or branch: the values around it have the adjoints it left them. */
  #leave(step: LoopStep | BranchStep, free: readonly Value[], before: readonly Value[], after: readonly Value[]): void {
    this.#adjoints.restore(free, after);
    if (step.step === "branch" || this.#structure.hasChoice(step.body)) return;
    // in every iteration they are used: the condition is that there is one
    const build = this.#build;
    const iterates = build.compare(
      step.stride > 0 ? "lt" : "gt",
      this.#copy.value(step.start),
      this.#copy.value(step.end),
    );
    free.forEach((value, k) => this.#adjoints.setCondition(value, build.or(before[free.length + k], iterates)));
  }

  /** The reverse pass of a block within a loop or an arm. */
  #backwards({ steps }: Block): void {
    this.#depth++;
    for (let k = steps.length - 1; k >= 0; k--) this.#backward(steps[k]);
    this.#depth--;
  }

  #backward(step: Step): void {
    const build = this.#build;
    switch (step.step) {
      case "compute":
        this.#operation(step.value);
        return;
      case "load": {
        const adjoint = this.#adjoints.of(step.value);
        const adjoints = this.#adjointBuffers[step.buffer.id];
        if (adjoint === undefined || adjoints === undefined) return;
        const index = this.#copy.value(step.index);
        const first = this.#isFirst(step.buffer, step.index);
        const before = first ? undefined : build.load(adjoints, index, true);
        build.store(adjoints, index, before === undefined ? adjoint : build.binary("add", before, adjoint), true);
        const marks = this.#marks[step.buffer.id];
        if (marks === undefined) return;
        const mark = build.select(
          this.#adjoints.conditionOf(step.value),
          build.constant(1),
          build.load(marks, index, true),
        );
        build.store(marks, index, mark, true);
        return;
      }
      case "store": {
        if (!this.#structure.isActiveBuffer(step.buffer)) return;
        const adjoints = this.#adjointBuffers[step.buffer.id] as Buffer;
        const index = this.#copy.value(step.index);
        const marks = this.#marks[step.buffer.id];
        const zero = build.constant(0);
        const isRead = marks ? build.compare("ne", build.load(marks, index, true), zero) : this.#adjoints.always;
        this.#adjoints.add(step.value, build.load(adjoints, index, true), isRead);
        build.store(adjoints, index, zero, true);
        if (marks) build.store(marks, index, zero, true);
        return;
      }
      case "loop":
        if (!this.#structure.matters(step)) return;
        if (this.#replay.isRecorded(step.body)) this.#loop(step);
        else step.initial.forEach((value, k) => this.#adjoints.pass(step.results[k], value));
        return;
      case "branch":
        if (this.#structure.matters(step)) this.#branch(step);
        return;
      default:
    }
  }

  /** True where the adjoint of an entry of the point is written for the first time, so that there is nothing to add to. */
  #isFirst(buffer: Buffer, index: Value): boolean {
    if (buffer.role !== "input") return false;
    const known =
      index.constant !== undefined && this.#depth === 0 && !this.#anyWritten && !this.#written.has(index.constant);
    if (index.constant === undefined) this.#anyWritten = true;
    else this.#written.add(index.constant);
    return known;
  }

  #operation(value: Value): void {
    const adjoint = this.#adjoints.of(value);
    if (adjoint === undefined) return;
    const [build, copy] = [this.#build, this.#copy];
    const { operation, operands } = value;
    const pick = this.#adjoints.conditionOf(value);
    const zero = build.constant(0);
    const masked = (term: Value): Value => build.select(pick, term, zero);
    if (operation === "select") {
      const condition = copy.value(operands[0]);
      this.#adjoints.add(operands[1], build.select(condition, adjoint, zero), build.and(pick, condition));
      this.#adjoints.add(operands[2], build.select(condition, zero, adjoint), build.and(pick, build.not(condition)));
      return;
    }
    if (operation === "div") {
      const [a, b] = operands;
      const share = masked(build.binary("div", adjoint, copy.value(b)));
      this.#adjoints.add(a, share, pick);
      if (this.#structure.isActive(b)) {
        this.#adjoints.add(b, masked(build.unary("neg", build.binary("mul", share, copy.value(value)))), pick);
      }
      return;
    }
    operands.forEach((operand, k) => {
      if (!this.#structure.isActive(operand)) return;
      const derivative = partial(build, operation, k, copy.list(operands), copy.value(value));
      const product = scaled(build, adjoint, derivative);
      this.#adjoints.add(operand, derivative.constant === undefined ? masked(product) : product, pick);
    });
  }

  /** The iterations backwards, each carrying the adjoints of what it was given to the one before. */
  #loop(step: LoopStep): void {
    const { body, carried, initial, results } = step;
    const structure = this.#structure;
    const active = carried.flatMap((value, k) => (structure.isActive(value) ? [k] : []));
    const sums = active.filter((k) => structure.isAdditive(step, k));
    const passed = active.filter((k) => !sums.includes(k));
    const free = structure.freeValues(body);
    const before = this.#adjoints.stateOf(free);
    const sumAdjoints = sums.map(
      (k) => [this.#adjoints.of(results[k]), this.#adjoints.conditionOf(results[k])] as const,
    );
    const start = [...this.#adjoints.stateOf(passed.map((k) => results[k])), ...before];
    // without choices in the body the adjoints come from uses that are made
    const certain =
      !structure.hasChoice(body) &&
      passed.every((k) => structure.isUsed(step, k)) &&
      passed.every(
        (k) => this.#adjoints.of(results[k]) === undefined || this.#adjoints.conditionOf(results[k]).constant === 1,
      );
    const passedPick = (state: readonly Value[], at: number): Value =>
      certain ? this.#adjoints.always : state[passed.length + at];
    const after = backwardIterations(this.#build, this.#copy, step, start, (state) => {
      this.#replay.recall(body);
      for (const inner of body.steps) this.#makeAdjointBuffer(inner);
      for (const value of carried) this.#adjoints.clear(value);
      this.#adjoints.restore(free, state.slice(2 * passed.length));
      passed.forEach((k, at) => this.#adjoints.add(body.results[k], state[at], passedPick(state, at)));
      sums.forEach((k, at) => this.#adjoints.add(body.results[k], ...sumAdjoints[at]));
      this.#backwards(body);
      return [...this.#adjoints.stateOf(passed.map((k) => carried[k])), ...this.#adjoints.stateOf(free)];
    });
    this.#leave(step, free, before, after.slice(2 * passed.length));
    passed.forEach((k, at) => this.#adjoints.add(initial[k], after[at], passedPick(after, at)));
    sums.forEach((k, at) => this.#adjoints.add(initial[k], ...sumAdjoints[at]));
  }

  #branch(step: BranchStep): void {
    const structure = this.#structure;
    const free = [...new Set([step.whenTrue, step.whenFalse].flatMap((block) => structure.freeValues(block)))];
    const before = this.#adjoints.snapshot(free);
    const arm = (block: Block) => (): Value[] => {
      this.#adjoints.putBack(free, before);
      this.#replay.recall(block);
      for (const inner of block.steps) this.#makeAdjointBuffer(inner);
      block.results.forEach((value, k) => this.#adjoints.pass(step.results[k], value));
      this.#backwards(block);
      return this.#adjoints.stateOf(free);
    };
    const after = this.#build.branch(this.#copy.value(step.condition), arm(step.whenTrue), arm(step.whenFalse));
    this.#adjoints.restore(free, after);
  }
}

function usesTape({ steps }: Block): boolean {
  return steps.some((step) => step.step === "push" || blocksOf(step).some(usesTape));
}
