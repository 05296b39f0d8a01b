import { InfimumError } from "../../error.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { DataArray, Program } from "../program/program.ts";
import { dataContents, type Evaluator } from "./evaluator.ts";
import { type CompiledModule, compile, importedFunction } from "./wasm/compile.ts";
import { engine, type Module } from "./wasm/engine.ts";

interface Exports {
  run(): number;
  memory: { readonly buffer: ArrayBuffer };
}

/** Below this length a loop copies faster than `set`. */
const shortVector = 48;

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
  /** All memory, seen as floats: made again when the memory has grown. */
  #floats: Float64Array;
  /** Where the inputs, the outputs and the scalars are among the floats. */
  readonly #inputs: readonly number[];
  readonly #outputs: readonly number[];
  readonly #results: number;
  readonly #run: () => number;

  /** @param largest how many steps a function of the module may have; by default what engines take well */
  constructor(program: Program, largest?: number) {
    this.program = program;
    const { compiled, module } = largest === undefined ? cached(program) : ready(program, largest);
    this.#compiled = compiled;
    const math = Object.fromEntries(compiled.imports.map((name) => [name, importedFunction(name)]));
    const Instance = (engine() as NonNullable<ReturnType<typeof engine>>).Instance;
    this.#exports = new Instance(module, { math }).exports as unknown as Exports;
    this.#floats = new Float64Array(this.#exports.memory.buffer);
    this.#inputs = program.inputs.map((buffer) => compiled.layout.addressOf(buffer) / 8);
    this.#outputs = program.outputs.map((buffer) => compiled.layout.addressOf(buffer) / 8);
    this.#run = this.#exports.run;
    this.#results = compiled.layout.results / 8;
    program.data.forEach((buffer, k) => this.bind(k, buffer.contents ?? []));
  }

  run(point?: Vector, second?: Vector, ...others: readonly (Vector | undefined)[]): number {
    if (point !== undefined) this.#write(this.#inputs[0], point);
    if (second !== undefined) this.#write(this.#inputs[1], second);
    for (let k = 0; k < others.length; k++) {
      const vector = others[k];
      if (vector !== undefined) this.#write(this.#inputs[2 + k], vector);
    }
    const status = this.#execute() - 1;
    if (this.#floats.length === 0) this.#floats = new Float64Array(this.#exports.memory.buffer);
    return status;
  }

  #execute(): number {
    try {
      return this.#run();
    } catch (error) {
      // the only trap there is in what is compiled
      throw new InfimumError(
        "out-of-memory",
        "the derivative needs more memory than there is to keep what its loops carry: use fewer iterations.",
        { cause: error },
      );
    }
  }

  #write(at: number, vector: Vector): void {
    const floats = this.#floats;
    const n = vector.length;
    if (n >= shortVector) floats.set(vector, at);
    else for (let k = 0; k < n; k++) floats[at + k] = vector[k];
  }

  result(k: number): number {
    return this.#floats[this.#results + k];
  }

  read(output: number, out: Vector): void {
    const floats = this.#floats;
    const at = this.#outputs[output];
    const n = out.length;
    if (n >= shortVector) out.set(floats.subarray(at, at + n));
    else for (let k = 0; k < n; k++) out[k] = floats[at + k];
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
