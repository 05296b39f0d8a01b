/**
 * Taylor mode: derivatives of any order along a curve through the point, in one pass. Costs about order^2 / 2 times the
 * program, where nesting forward mode would cost 2^order times.
 */
import { ProgramBuilder } from "../program/builder.ts";
import { Copy } from "../program/copy.ts";
import type { Block, BranchStep, Buffer, LoopStep, Program, Step } from "../program/program.ts";
import { prune } from "../program/prune.ts";
import type { Value } from "../program/value.ts";
import { type Activity, variedBy } from "./activity.ts";
import { type Series, TaylorCoefficients } from "./taylor-coefficients.ts";

/**
 * The program with the Taylor coefficients, up to an order, of its answers along a curve x(t) = x + x1 t + x2 t^2 + ...
 *
 * It has one more input: x1, x2, ... up to the order, one after the other. After the results come their coefficients of order 1, of order 2,
 * ... (k! times the coefficient of order k is the k-th derivative by t); after the outputs those of theirs.
 *
 * @throws TypeError when the order is not an integer of at least 1
 */
export function taylor(program: Program, order: number): Program {
  if (!(order >= 1) || !Number.isInteger(order)) throw new TypeError(`the order of a Taylor series cannot be ${order}`);
  return prune(new Taylor(program, order).program);
}

class Taylor {
  readonly program: Program;
  readonly #order: number;
  readonly #build: ProgramBuilder;
  readonly #copy: Copy;
  readonly #varied: Activity;
  readonly #coefficients: TaylorCoefficients;
  /** By the id of the buffer: its coefficients of orders 1, 2, ... */
  readonly #buffers: Buffer[][] = [];
  readonly #jet: Buffer;

  constructor(program: Program, order: number) {
    const build = new ProgramBuilder(program.dimension);
    this.#build = build;
    this.#order = order;
    this.#copy = new Copy(program, build);
    this.#coefficients = new TaylorCoefficients(build, order);
    this.#varied = variedBy(program, [program.inputs[0].id]);
    this.#jet = build.direction(order * program.dimension);
    // all of order 1 come first among the outputs, then all of order 2
    for (const { id } of program.outputs) this.#buffers[id] = [];
    for (let k = 0; k < order; k++) {
      for (const { id, length } of program.outputs) this.#buffers[id].push(build.output(length));
    }
    this.#steps(program.body);
    const results = this.#copy.list(program.results);
    for (let k = 1; k <= order; k++) results.push(...program.results.map((value) => this.#orZero(value, k)));
    const built = build.finish(results);
    this.program = { ...built, vector: program.vector && this.#copy.buffer(program.vector) };
  }

  #isVaried({ id }: Value): boolean {
    return this.#varied.values[id] === 1;
  }

  #orZero(value: Value, k: number): Value {
    return this.#coefficients.of(this.#copy.value(value))[k - 1] ?? this.#build.constant(0);
  }

  /** All coefficients of the values that have some, order by order. */
  #seriesOf(values: readonly Value[]): Value[] {
    return this.#orders.flatMap((k) => values.map((value) => this.#orZero(value, k)));
  }

  /** Gives new values of the program the series that `seriesOf` wrote. */
  #take(values: readonly Value[], made: readonly Value[]): void {
    values.forEach((value, at) => {
      const series = this.#orders.map((k) => made[(k - 1) * values.length + at]);
      this.#coefficients.set(this.#copy.value(value), series);
    });
  }

  get #orders(): number[] {
    return Array.from({ length: this.#order }, (_, k) => k + 1);
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
        copy.setGroup(step.group, build.push([...copy.list(step.values), ...this.#seriesOf(varied)]));
        return;
      }
      case "pop": {
        const popped = build.pop(copy.group(step.group));
        copy.setAll(step.values, popped);
        this.#take(
          step.values.filter((value) => this.#isVaried(value)),
          popped.slice(step.values.length),
        );
        return;
      }
      default:
    }
    copy.plain(step);
    if (step.step === "compute" && this.#isVaried(step.value)) this.#coefficients.compute(copy.value(step.value));
    else if (step.step === "load" && this.#isVaried(step.value)) {
      this.#coefficients.set(copy.value(step.value), this.#loaded(step.buffer, copy.value(step.index)));
    } else if (step.step === "store" && this.#varied.buffers[step.buffer.id] === 1) {
      this.#buffers[step.buffer.id].forEach((buffer, k) => {
        build.store(buffer, copy.value(step.index), this.#orZero(step.value, k + 1), true);
      });
    } else if (step.step === "local" && this.#varied.buffers[step.buffer.id] === 1) {
      this.#buffers[step.buffer.id] = this.#orders.map(() => build.local(step.buffer.length));
    }
  }

  #loaded(buffer: Buffer, index: Value): Series {
    const build = this.#build;
    if (buffer.role !== "input") return this.#buffers[buffer.id].map((memory) => build.load(memory, index, true));
    return this.#orders.map((k) => {
      const place = build.index(build.binary("add", index, build.integer((k - 1) * buffer.length)));
      return build.load(this.#jet, place, true);
    });
  }

  #loop(step: LoopStep): void {
    const [build, copy] = [this.#build, this.#copy];
    const count = step.carried.length;
    const varied = step.carried.flatMap((value, k) => (this.#isVaried(value) ? [k] : []));
    const pick = (values: readonly Value[]): Value[] => varied.map((k) => values[k]);
    const initial = [...copy.list(step.initial), ...this.#seriesOf(pick(step.initial))];
    const results = build.loop(copy.value(step.start), copy.value(step.end), step.stride, initial, (index, carried) => {
      copy.set(step.index, index);
      copy.setAll(step.carried, carried);
      return this.#coefficients.within(() => {
        this.#take(pick(step.carried), carried.slice(count));
        this.#steps(step.body);
        return [...copy.list(step.body.results), ...this.#seriesOf(pick(step.body.results))];
      });
    });
    copy.setAll(step.results, results);
    this.#take(pick(step.results), results.slice(count));
  }

  #branch(step: BranchStep): void {
    const [build, copy] = [this.#build, this.#copy];
    const count = step.results.length;
    const varied = step.results.flatMap((value, k) => (this.#isVaried(value) ? [k] : []));
    const pick = (values: readonly Value[]): Value[] => varied.map((k) => values[k]);
    const arm = (block: Block) => (): Value[] =>
      this.#coefficients.within(() => {
        this.#steps(block);
        return [...copy.list(block.results), ...this.#seriesOf(pick(block.results))];
      });
    const results = build.branch(copy.value(step.condition), arm(step.whenTrue), arm(step.whenFalse));
    copy.setAll(step.results, results);
    this.#take(pick(step.results), results.slice(count));
  }
}
