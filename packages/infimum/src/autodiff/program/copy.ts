import type { ProgramBuilder } from "./builder.ts";
import type { Block, BranchStep, Buffer, LoopStep, Program, Step } from "./program.ts";
import type { Value } from "./value.ts";

/** Steps without blocks of their own. */
export type PlainStep = Exclude<Step, { step: "loop" | "branch" }>;

/** What the values and buffers of one program are in another one that is being built. */
export class Copy {
  readonly build: ProgramBuilder;
  readonly #program: Program;
  readonly #values: Value[] = [];
  readonly #buffers: Buffer[] = [];
  readonly #groups: number[] = [];

  /** Starts with the inputs, the data and the outputs of the program, in their order. */
  constructor(program: Program, build: ProgramBuilder) {
    this.#program = program;
    this.build = build;
    program.inputs.forEach((buffer, k) => {
      this.#buffers[buffer.id] = k === 0 ? build.input : build.direction(buffer.length);
    });
    for (const buffer of program.data) this.#buffers[buffer.id] = build.data(buffer.contents ?? []);
    for (const buffer of program.outputs) this.#buffers[buffer.id] = build.output(buffer.length);
  }

  value(value: Value): Value {
    if (value.constant === undefined) return this.#values[value.id];
    if (value.kind === "float") return this.build.constant(value.constant);
    return value.kind === "integer" ? this.build.integer(value.constant) : this.build.condition(value.constant === 1);
  }

  list(values: readonly Value[]): Value[] {
    return values.map((value) => this.value(value));
  }

  buffer(buffer: Buffer): Buffer {
    return this.#buffers[buffer.id];
  }

  set(value: Value, made: Value): void {
    this.#values[value.id] = made;
  }

  setAll(values: readonly Value[], made: readonly Value[]): void {
    values.forEach((value, k) => this.set(value, made[k]));
  }

  group(group: number): number {
    return this.#groups[group];
  }

  setGroup(group: number, made: number): void {
    this.#groups[group] = made;
  }

  /** Failures of what is built next are reported as those of that site. */
  at(site: number): void {
    const position = site < 0 ? undefined : this.#program.sites[site].position;
    if (position !== undefined) this.build.position(position);
  }

  /** Does in the new program what the step does; its accesses have already succeeded when `checked`. */
  plain(step: PlainStep, checked = false): void {
    const { build } = this;
    switch (step.step) {
      case "compute":
        this.set(step.value, this.#compute(step.value));
        return;
      case "load":
        this.at(step.site);
        this.set(step.value, build.load(this.buffer(step.buffer), this.value(step.index), checked || step.site < 0));
        return;
      case "store":
        this.at(step.site);
        build.store(this.buffer(step.buffer), this.value(step.index), this.value(step.value), checked || step.site < 0);
        return;
      case "convert":
        this.at(step.site);
        this.set(step.value, build.index(this.value(step.value.operands[0])));
        return;
      case "local":
        this.#buffers[step.buffer.id] = build.local(step.buffer.length, step.fill, step.buffer.element);
        return;
      case "guard":
        this.at(step.site);
        build.guard(this.value(step.condition), step.expected, this.#program.sites[step.site].note);
        return;
      case "push":
        this.setGroup(step.group, build.push(this.list(step.values)));
        return;
      case "pop":
        this.setAll(step.values, build.pop(this.group(step.group)));
        return;
    }
  }

  /** Does a step in the new program, and what is within it. */
  step(step: Step): void {
    if (step.step === "loop") this.#loop(step);
    else if (step.step === "branch") this.#branch(step);
    else this.plain(step);
  }

  #steps({ steps }: Block): void {
    for (const step of steps) this.step(step);
  }

  #loop({ start, end, stride, index, initial, carried, body, results }: LoopStep): void {
    const after = this.build.loop(this.value(start), this.value(end), stride, this.list(initial), (i, values) => {
      this.set(index, i);
      this.setAll(carried, values);
      this.#steps(body);
      return this.list(body.results);
    });
    this.setAll(results, after);
  }

  #branch({ condition, whenTrue, whenFalse, results }: BranchStep): void {
    const arm = (block: Block) => (): Value[] => {
      this.#steps(block);
      return this.list(block.results);
    };
    this.setAll(results, this.build.branch(this.value(condition), arm(whenTrue), arm(whenFalse)));
  }

  /** An integer stays one, also where less is known of the ranges it is computed from. */
  #compute({ operation, operands, kind }: Value): Value {
    const made = this.build.apply(operation, this.list(operands));
    return kind === "integer" ? this.build.index(made) : made;
  }
}
