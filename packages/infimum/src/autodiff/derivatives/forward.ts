/**
 * Forward mode: beside every value its derivative along a direction, in one pass. Costs at most about 3 times the
 * program, 2 for sums and products, whatever the number of results.
 *
 * @reference R. E. Wengert, 1964, A simple automatic derivative evaluation program, 10.1145/355586.364791
 * @reference A. Griewank, A. Walther, 2008, Evaluating Derivatives, ch. 3, 10.1137/1.9780898717761
 */
import { ProgramBuilder } from "../program/builder.ts";
import { Copy } from "../program/copy.ts";
import type { Block, BranchStep, Buffer, LoopStep, Program, Step } from "../program/program.ts";
import { prune } from "../program/prune.ts";
import type { Value } from "../program/value.ts";
import { type Activity, variedBy } from "./activity.ts";
import { partial } from "./rules.ts";
import { scaled } from "./scaled.ts";

/**
 * The program and its derivative along a direction of the point. The result has one more input, the direction (length
 * of the point), after the others; after the results and outputs of the program come their derivatives, in the
 * same order. `prune` takes away what is not wanted.
 */
export function forward(program: Program): Program {
  return prune(new Forward(program).program);
}

class Forward {
  readonly program: Program;
  readonly #build: ProgramBuilder;
  readonly #copy: Copy;
  readonly #varied: Activity;
  /** By the id of the value of the program; undefined where it does not depend on the point. */
  readonly #tangents: (Value | undefined)[] = [];
  readonly #tangentBuffers: (Buffer | undefined)[] = [];

  constructor(program: Program) {
    this.#build = new ProgramBuilder(program.dimension);
    this.#copy = new Copy(program, this.#build);
    const point = program.inputs[0];
    this.#varied = variedBy(program, [point.id]);
    this.#tangentBuffers[point.id] = this.#build.direction(program.dimension);
    for (const output of program.outputs) this.#tangentBuffers[output.id] = this.#build.output(output.length);
    this.#steps(program.body);
    const tangents = program.results.map((value) => this.#tangentOrZero(value));
    const built = this.#build.finish([...this.#copy.list(program.results), ...tangents]);
    this.program = { ...built, vector: program.vector && this.#copy.buffer(program.vector) };
  }

  #isVaried({ id }: Value): boolean {
    return this.#varied.values[id] === 1;
  }

  #tangent(value: Value): Value | undefined {
    return value.constant === undefined ? this.#tangents[value.id] : undefined;
  }

  #tangentOrZero(value: Value): Value {
    return this.#tangent(value) ?? this.#build.constant(0);
  }

  #steps({ steps }: Block): void {
    for (const step of steps) this.#step(step);
  }

  #step(step: Step): void {
    const [build, copy] = [this.#build, this.#copy];
    switch (step.step) {
      case "loop":
        this.#loop(step);
        return;
      case "branch":
        this.#branch(step);
        return;
      case "push": {
        const varied = step.values.filter((value) => this.#isVaried(value));
        copy.setGroup(
          step.group,
          build.push([...copy.list(step.values), ...varied.map((v) => this.#tangentOrZero(v))]),
        );
        return;
      }
      case "pop": {
        const popped = build.pop(copy.group(step.group));
        copy.setAll(step.values, popped);
        const varied = step.values.filter((value) => this.#isVaried(value));
        varied.forEach((value, k) => {
          this.#tangents[value.id] = popped[step.values.length + k];
        });
        return;
      }
      default:
    }
    copy.plain(step);
    if (step.step === "compute" && this.#isVaried(step.value)) {
      this.#tangents[step.value.id] = this.#derivative(step.value);
    } else if (step.step === "load" && this.#isVaried(step.value)) {
      const tangents = this.#tangentBuffers[step.buffer.id] as Buffer;
      this.#tangents[step.value.id] = build.load(tangents, copy.value(step.index), true);
    } else if (step.step === "store" && this.#varied.buffers[step.buffer.id] === 1) {
      const tangents = this.#tangentBuffers[step.buffer.id] as Buffer;
      build.store(tangents, copy.value(step.index), this.#tangentOrZero(step.value), true);
    } else if (step.step === "local" && this.#varied.buffers[step.buffer.id] === 1) {
      this.#tangentBuffers[step.buffer.id] = build.local(step.buffer.length);
    }
  }

  #derivative(value: Value): Value | undefined {
    const [build, copy] = [this.#build, this.#copy];
    const { operation, operands } = value;
    if (operation === "select") {
      const [condition, a, b] = operands;
      return build.select(copy.value(condition), this.#tangentOrZero(a), this.#tangentOrZero(b));
    }
    if (operation === "div") {
      const [da, db] = operands.map((operand) => this.#tangent(operand));
      const change = db && build.binary("mul", copy.value(value), db);
      const numerator = da && change ? build.binary("sub", da, change) : (da ?? (change && build.unary("neg", change)));
      return numerator && build.binary("div", numerator, copy.value(operands[1]));
    }
    let sum: Value | undefined;
    operands.forEach((operand, k) => {
      const tangent = this.#tangent(operand);
      if (tangent === undefined) return;
      const term = scaled(build, tangent, partial(build, operation, k, copy.list(operands), copy.value(value)));
      sum = sum === undefined ? term : build.binary("add", sum, term);
    });
    return sum;
  }

  #loop(step: LoopStep): void {
    const [build, copy] = [this.#build, this.#copy];
    const count = step.carried.length;
    const varied = step.carried.flatMap((value, k) => (this.#isVaried(value) ? [k] : []));
    const tangentsOf = (values: readonly Value[]): Value[] => varied.map((k) => this.#tangentOrZero(values[k]));
    const take = (values: readonly Value[], made: readonly Value[]): void => {
      copy.setAll(values, made);
      varied.forEach((k, at) => {
        this.#tangents[values[k].id] = made[count + at];
      });
    };
    const initial = [...copy.list(step.initial), ...tangentsOf(step.initial)];
    const results = build.loop(copy.value(step.start), copy.value(step.end), step.stride, initial, (index, carried) => {
      copy.set(step.index, index);
      take(step.carried, carried);
      this.#steps(step.body);
      return [...copy.list(step.body.results), ...tangentsOf(step.body.results)];
    });
    take(step.results, results);
  }

  #branch(step: BranchStep): void {
    const [build, copy] = [this.#build, this.#copy];
    const varied = step.results.flatMap((value, k) => (this.#isVaried(value) ? [k] : []));
    const arm = (block: Block) => (): Value[] => {
      this.#steps(block);
      return [...copy.list(block.results), ...varied.map((k) => this.#tangentOrZero(block.results[k]))];
    };
    const results = build.branch(copy.value(step.condition), arm(step.whenTrue), arm(step.whenFalse));
    copy.setAll(step.results, results);
    varied.forEach((k, at) => {
      this.#tangents[step.results[k].id] = results[step.results.length + at];
    });
  }
}
