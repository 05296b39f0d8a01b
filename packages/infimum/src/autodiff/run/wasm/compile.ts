import { binaryOperations, isUnary, unaryOperations } from "../../program/operations.ts";
import type { Program } from "../../program/program.ts";
import { Bytes } from "./bytes.ts";
import { FunctionCompiler } from "./compile-function.ts";
import type { Context } from "./context.ts";
import { inlineValues } from "./inlining.ts";
import { Layout } from "./layout.ts";
import { type DefinedFunction, encodeModule } from "./module.ts";
import { op, type } from "./opcodes.ts";
import { Parts, stepsPerFunction } from "./parts.ts";

export interface CompiledModule {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly layout: Layout;
  /** Names of the operations it imports. */
  readonly imports: readonly string[];
}

const pageBytes = 65_536;

/** 4 GiB: what addresses of 32 bits reach. */
const mostPages = 65_536;

/** The globals: where the tape ends now (0), and where the memory does (1). */
const tapeLimit = 1;

/**
 * A program as a WebAssembly module: structured control flow stays as it is, values are locals, memory is memory. What the engine has no
 * instruction for is imported: the engine's own `Math` functions, so that the bits are those of JavaScript.
 *
 * Memory starts with the answers, inputs, outputs, locals, data and shared values; the tape has all that
 * follows, and the memory grows when it needs more.
 *
 * @param largest how many steps a function may have
 */
export function compile(program: Program, largest = stepsPerFunction): CompiledModule {
  const layout = new Layout(program);
  const parts = new Parts(program, largest);
  const imports = importsOf(program);
  const { shared } = parts;
  const first = imports.length;
  // places for what functions share have to be known before the tape can start after them
  if (parts.parts.length > 0) reserveShared(program, shared, layout);
  const tapeStart = layout.end;
  const pages = Math.ceil((tapeStart + pageBytes) / pageBytes);
  if (pages > mostPages) throw new RangeError("the memory of the program exceeds what WebAssembly can address");
  const context: Context = {
    layout,
    parts,
    shared,
    inline: inlineValues(program, shared),
    tapeStart,
    growFunction: first,
    importOf: (operation) => imports.indexOf(operation),
    functionOf: (part) => first + 1 + part,
  };
  const functions = [
    growTape(),
    new FunctionCompiler(context).main(program.body),
    ...parts.parts.map((part) => new FunctionCompiler(context).part(part.steps)),
  ];
  const bytes = encodeModule({
    imports: imports.map((name) => ({
      module: "math",
      name,
      type: { parameters: isUnary(name) ? [type.f64] : [type.f64, type.f64], results: [type.f64] },
    })),
    functions,
    globals: [tapeStart, pages * pageBytes],
    memory: { pages },
    exports: [{ name: "run", index: first + 1 }],
  });
  return { bytes, layout, imports };
}

/** The function behind an imported operation. Engines know their own `Math` functions and call them without a detour. */
export function importedFunction(name: string): (...operands: number[]) => number {
  const known = (Math as unknown as Record<string, (...operands: number[]) => number>)[name];
  return known ?? (isUnary(name) ? unaryOperations[name] : binaryOperations[name as "rem"]);
}

const instructed: ReadonlySet<string> = new Set(
  "neg abs sqrt floor ceil trunc round sign fround add sub mul div min max float select and or not lt le gt ge eq ne".split(
    " ",
  ),
);

function importsOf(program: Program): string[] {
  const found = new Set<string>();
  eachComputed(program.body, ({ operation, kind }) => {
    if (kind === "float" && !instructed.has(operation)) found.add(operation);
  });
  return [...found];
}

function eachComputed(block: Program["body"], visit: (value: Program["results"][number]) => void): void {
  for (const step of block.steps) {
    if (step.step === "compute") visit(step.value);
    if (step.step === "loop") eachComputed(step.body, visit);
    if (step.step === "branch") for (const arm of [step.whenTrue, step.whenFalse]) eachComputed(arm, visit);
  }
}

function reserveShared(program: Program, shared: Uint8Array, layout: Layout): void {
  for (let id = 0; id < program.valueCount; id++) if (shared[id] === 1) layout.spill({ id });
}

/** Doubles the memory, or asks for a page where that is refused; a trap where that is too. */
function growTape(): DefinedFunction {
  const code = new Bytes();
  code.byte(op.memorySize).byte(0).byte(op.memoryGrow).byte(0);
  code.byte(op.i32Const).signed(-1).byte(op.i32Eq).byte(op.if).byte(type.empty);
  code.byte(op.i32Const).signed(16).byte(op.memoryGrow).byte(0);
  code.byte(op.i32Const).signed(-1).byte(op.i32Eq).byte(op.if).byte(type.empty).byte(0x00).byte(op.end).byte(op.end);
  code.byte(op.memorySize).byte(0).byte(op.i32Const).signed(16).byte(op.i32Shl);
  code.byte(op.globalSet).unsigned(tapeLimit);
  return { type: { parameters: [], results: [] }, locals: [], code };
}
