import { InfimumError } from "../../error.ts";
import { copy, type Vector } from "../../numerics/vector.ts";
import type { Buffer, DataArray, Program } from "../program/program.ts";
import { dataContents, type Evaluator } from "./evaluator.ts";
import { type CompiledModule, compile, importedFunction } from "./wasm/compile.ts";
import { engine, type Module } from "./wasm/engine.ts";

interface Exports {
  run(): number;
  memory: { readonly buffer: ArrayBuffer };
}

/** Compiled once for each program, however many evaluators run it. */
const modules = new WeakMap<Program, Ready>();

interface Ready {
  readonly compiled: CompiledModule;
  readonly module: Module;
}

/**
 * Runs a program as WebAssembly.
 *
 * @throws TypeError without WebAssembly; what the engine throws where compiling is forbidden
 */
export class Compiled implements Evaluator {
  readonly how = "compiled";
  readonly program: Program;
  readonly #compiled: CompiledModule;
  readonly #exports: Exports;
  /** The inputs, outputs and scalars in the memory: seen again when the memory has grown, never handed out. */
  #inputs: readonly Float64Array[] = [];
  #outputs: readonly Float64Array[] = [];
  #results = new Float64Array(0);
  readonly #run: () => number;

  /** @param largest how many steps a function of the module may have; by default what engines take well */
  constructor(program: Program, largest?: number) {
    this.program = program;
    const { compiled, module } = largest === undefined ? cached(program) : ready(program, largest);
    this.#compiled = compiled;
    const math = Object.fromEntries(compiled.imports.map((name) => [name, importedFunction(name)]));
    const Instance = (engine() as NonNullable<ReturnType<typeof engine>>).Instance;
    this.#exports = new Instance(module, { math }).exports as unknown as Exports;
    this.#run = this.#exports.run;
    this.#see();
    program.data.forEach((buffer, k) => this.bind(k, buffer.contents ?? []));
  }

  #see(): void {
    const { layout } = this.#compiled;
    const { buffer: memory } = this.#exports.memory;
    const view = (buffer: Buffer): Float64Array => new Float64Array(memory, layout.addressOf(buffer), buffer.length);
    this.#inputs = this.program.inputs.map(view);
    this.#outputs = this.program.outputs.map(view);
    // one more than there are, so that it is only empty when the memory has been replaced by a larger one
    this.#results = new Float64Array(memory, layout.results, this.program.results.length + 1);
  }

  run(point?: Vector, second?: Vector, third?: Vector, fourth?: Vector): number {
    if (point !== undefined) copy(point, this.#inputs[0]);
    if (second !== undefined) copy(second, this.#inputs[1]);
    if (third !== undefined) copy(third, this.#inputs[2]);
    if (fourth !== undefined) copy(fourth, this.#inputs[3]);
    const status = this.#execute() - 1;
    if (this.#results.length === 0) this.#see();
    return status;
  }

  #execute(): number {
    try {
      return this.#run();
    } catch (error) {
      this.#see();
      // the only trap there is in what is compiled
      throw new InfimumError(
        "out-of-memory",
        "the derivative needs more memory than there is to keep what its loops carry: use fewer iterations.",
        { cause: error },
      );
    }
  }

  result(k: number): number {
    return this.#results[k];
  }

  read(output: number, out: Vector): void {
    copy(this.#outputs[output], out);
  }

  bind(data: number, array: DataArray): void {
    const buffer = this.program.data[data];
    const contents = dataContents(buffer, array);
    const memory = this.#exports.memory.buffer;
    const address = this.#compiled.layout.addressOf(buffer);
    if (contents instanceof Float64Array) new Float64Array(memory, address, buffer.length).set(contents);
    else new Int32Array(memory, address, buffer.length).set(contents);
  }
}

function cached(program: Program): Ready {
  let known = modules.get(program);
  if (known === undefined) {
    known = ready(program);
    modules.set(program, known);
  }
  return known;
}

function ready(program: Program, largest?: number): Ready {
  const wasm = engine();
  if (wasm === undefined) throw new TypeError("the engine has no WebAssembly");
  const compiled = compile(program, largest);
  return { compiled, module: new wasm.Module(compiled.bytes) };
}
