import { importedFunction } from "../../../autodiff/run/wasm/compile.ts";
import { engine, type Module } from "../../../autodiff/run/wasm/engine.ts";
import type { KernelExports } from "../../../numerics/kernels/kernel-exports.ts";
import { kernelInstance } from "../../../numerics/kernels/kernel-module.ts";
import { type ArrayNode, type Entries, sizeOf } from "../../graph/node.ts";
import { type ArrayEvaluator, type ArrayProgram, setInput } from "../array-evaluator.ts";
import type { Access } from "../plan/access.ts";
import { written } from "../plan/arena.ts";
import { isProduct, widthOf } from "../plan/kinds.ts";
import { givenEntries, type Plan, planOf } from "../plan/plan.ts";
import type { LoopStep } from "../plan/schedule.ts";
import { kernelOf } from "../reference/kernels.ts";
import { type CompiledLoops, compileLoops } from "./compile-loops.ts";
import { fillBefore } from "./loop-compiler.ts";
import { partBytes } from "./parts.ts";
import { productStep, workBytes } from "./product-step.ts";

const pageBytes = 65_536;

/** Compiled once for each program, however many evaluators run it. */
const modules = new WeakMap<ArrayProgram, Ready>();

interface Ready {
  readonly plan: Plan;
  readonly loops: CompiledLoops;
  readonly module: Module;
  /** Where the work space of kernels begins, and what is needed in all. */
  readonly work: number;
  readonly bytes: number;
}

/**
 * Runs an array program in WebAssembly: fused loops over the arrays, and kernels, all in the one memory of an instance of the
 * kernels. What neither does is done by the plain loops of the reference on the same memory.
 *
 * @throws whatever the engine throws where WebAssembly or its vectors are absent or forbidden, or the memory is refused
 */
export class CompiledEvaluator implements ArrayEvaluator {
  readonly how = "compiled";
  readonly why = undefined;
  readonly #ready: Ready;
  readonly #kernels: KernelExports;
  readonly #steps: (() => void)[];
  readonly #inputs: readonly Entries[];
  readonly #outputs: readonly Entries[];

  constructor(program: ArrayProgram) {
    this.#kernels = kernelInstance();
    this.#ready = readyFor(program, this.#kernels);
    const { plan, bytes } = this.#ready;
    const { memory } = this.#kernels;
    // the memory never grows again, so that views of it stay good; none is handed out
    memory.grow(Math.ceil(Math.max(0, bytes - memory.buffer.byteLength) / pageBytes));
    for (const node of plan.permanent) {
      const given = givenEntries(node);
      if (given !== undefined) this.#view({ source: node, offset: 0 }, node).set(given);
    }
    this.#inputs = program.inputs.map((node) => this.#view({ source: node, offset: 0 }, node));
    this.#outputs = plan.outputs.map((node) => this.#view(plan.reads.of(node), node));
    this.#steps = this.#makeSteps();
  }

  set(k: number, entries: Entries): void {
    setInput(this.#inputs[k], k, entries);
  }

  run(): void {
    for (const step of this.#steps) step();
  }

  get(k: number, out: Entries): void {
    out.set(this.#outputs[k]);
  }

  /** The entries of a node that stands row after row in memory. */
  #view({ source, offset }: Pick<Access, "source" | "offset">, { precision, shape }: ArrayNode): Entries {
    const address = (this.#ready.plan.arena.addresses.get(source) as number) + offset * widthOf(precision);
    const Kind = precision === "float64" ? Float64Array : precision === "float32" ? Float32Array : Int32Array;
    return new Kind(this.#kernels.memory.buffer, address, sizeOf(shape));
  }

  #makeSteps(): (() => void)[] {
    const { plan, loops, module, work } = this.#ready;
    const { Instance } = engine() as NonNullable<ReturnType<typeof engine>>;
    const math = Object.fromEntries(loops.math.map((name) => [name, importedFunction(name)]));
    const { exports } = new Instance(module, { math, kernels: this.#kernels as never });
    let loop = 0;
    return plan.steps.flatMap((step): (() => void)[] => {
      if (step.step === "loop") return this.#loopSteps(step, exports[`loop${loop++}`] as () => void);
      const { node } = step;
      const [out] = written(step).map((result) => this.#view({ source: result, offset: 0 }, result));
      if (isProduct(node)) {
        return [productStep(node, plan, this.#kernels, work, out)];
      }
      const kernel = kernelOf(node);
      const operands = node.operands.map((operand) => this.#view(plan.reads.of(operand), operand));
      return kernel === undefined ? [] : [() => kernel(node.operation, node, operands, out)];
    });
  }

  #loopSteps(step: LoopStep, run: () => void): (() => void)[] {
    const nest = this.#ready.plan.nests.get(step) as NonNullable<ReturnType<Plan["nests"]["get"]>>;
    const fills = step.stored.flatMap((node) => {
      const before = fillBefore(node, nest);
      const out = this.#view({ source: node, offset: 0 }, node);
      return before === undefined ? [] : [() => void out.fill(before)];
    });
    return [...fills, run];
  }
}

function readyFor(program: ArrayProgram, kernels: KernelExports): Ready {
  let known = modules.get(program);
  if (known === undefined) {
    const wasm = engine();
    if (wasm === undefined) throw new TypeError("the engine has no WebAssembly");
    const plan = planOf(program, kernels.firstFree());
    const parts = plan.arena.end;
    const work = parts + plan.mostReductions * partBytes;
    const loops = compileLoops(plan, parts);
    const bytes = work + workBytes(plan, kernels);
    known = { plan, loops, module: new wasm.Module(loops.bytes), work, bytes };
    modules.set(program, known);
  }
  return known;
}
