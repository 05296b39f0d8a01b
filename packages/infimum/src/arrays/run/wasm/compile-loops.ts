import { type DefinedFunction, encodeModule, type ImportedFunction } from "../../../autodiff/run/wasm/module.ts";
import { type } from "../../../autodiff/run/wasm/opcodes.ts";
import type { Plan } from "../plan/plan.ts";
import { LoopCompiler, type LoopContext } from "./loop-compiler.ts";
import type { Imported } from "./vector-code.ts";

/** The loops of a plan as a module, which works in the memory of the kernels. */
export interface CompiledLoops {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Operations that it imports from "math". */
  readonly math: readonly string[];
}

/** @param parts where parts of sums are kept, in bytes */
export function compileLoops(plan: Plan, parts: number): CompiledLoops {
  const known = new ImportList();
  const functions = defineLoops(plan, parts, known);
  const first = known.functions.length;
  const bytes = encodeModule({
    imports: known.functions,
    functions,
    globals: [],
    memory: { from: "kernels" },
    exports: functions.map((_, k) => ({ name: `loop${k}`, index: first + k })),
  });
  return { bytes, math: known.functions.flatMap(({ module, name }) => (module === "math" ? [name] : [])) };
}

function defineLoops(plan: Plan, parts: number, imported: Imported): DefinedFunction[] {
  const context: LoopContext = {
    reads: plan.reads,
    imported,
    addressOf: (source) => plan.arena.addresses.get(source) as number,
    parts,
  };
  return [...plan.nests].map(([step, nest]) => new LoopCompiler(step, nest, context).compile());
}

class ImportList implements Imported {
  readonly functions: ImportedFunction[] = [];

  ofVectors(name: string): number {
    return this.#of({ module: "kernels", name, type: { parameters: [type.v128], results: [type.v128] } });
  }

  ofNumbers(name: string, arity: number): number {
    const parameters = Array.from({ length: arity }, () => type.f64);
    return this.#of({ module: "math", name, type: { parameters, results: [type.f64] } });
  }

  #of(wanted: ImportedFunction): number {
    const index = this.functions.findIndex(({ module, name }) => module === wanted.module && name === wanted.name);
    return index >= 0 ? index : this.functions.push(wanted) - 1;
  }
}
