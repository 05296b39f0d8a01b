import { Bytes } from "./bytes.ts";
import { op, type } from "./opcodes.ts";

export interface FunctionType {
  readonly parameters: readonly number[];
  readonly results: readonly number[];
}

export interface ImportedFunction {
  readonly module: string;
  readonly name: string;
  readonly type: FunctionType;
}

export interface DefinedFunction {
  readonly type: FunctionType;
  /** The types of the locals that follow the parameters. */
  readonly locals: readonly number[];
  readonly code: Bytes;
}

export interface ModuleParts {
  readonly imports: readonly ImportedFunction[];
  readonly functions: readonly DefinedFunction[];
  /** Initial values of the mutable i32 globals. */
  readonly globals: readonly number[];
  /** Pages of a memory of its own, which is exported as `memory`; or the module that it takes `memory` from. */
  readonly memory: { readonly pages: number } | { readonly from: string };
  /** Exported functions: their index, imports included. */
  readonly exports: readonly { readonly name: string; readonly index: number }[];
}

/** The module as bytes. */
export function encodeModule({ imports, functions, globals, memory, exports }: ModuleParts): Uint8Array<ArrayBuffer> {
  const types: FunctionType[] = [];
  const typeIndex = (wanted: FunctionType): number => {
    const same = (known: FunctionType): boolean =>
      String(known.parameters) === String(wanted.parameters) && String(known.results) === String(wanted.results);
    const index = types.findIndex(same);
    return index >= 0 ? index : types.push(wanted) - 1;
  };
  const importTypes = imports.map((imported) => typeIndex(imported.type));
  const functionTypes = functions.map((defined) => typeIndex(defined.type));
  const module = new Bytes().append([0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]);
  const section = (id: number, write: (bytes: Bytes) => void): void => {
    const content = new Bytes();
    write(content);
    module.byte(id).unsigned(content.length).append(content);
  };
  section(1, (bytes) =>
    bytes.list(types, ({ parameters, results }) => {
      bytes.byte(type.function);
      bytes.list(parameters, (parameter) => bytes.byte(parameter));
      bytes.list(results, (result) => bytes.byte(result));
    }),
  );
  section(2, (bytes) => {
    bytes.unsigned(imports.length + ("from" in memory ? 1 : 0));
    imports.forEach((imported, k) => {
      bytes.name(imported.module).name(imported.name).byte(0x00).unsigned(importTypes[k]);
    });
    if ("from" in memory) bytes.name(memory.from).name("memory").byte(0x02).byte(0x00).unsigned(0);
  });
  section(3, (bytes) => bytes.list(functionTypes, (index) => bytes.unsigned(index)));
  if ("pages" in memory) section(5, (bytes) => bytes.unsigned(1).byte(0x00).unsigned(memory.pages));
  section(6, (bytes) =>
    bytes.list(globals, (value) => bytes.byte(type.i32).byte(0x01).byte(op.i32Const).signed(value).byte(op.end)),
  );
  section(7, (bytes) => {
    bytes.unsigned(exports.length + ("pages" in memory ? 1 : 0));
    for (const { name, index } of exports) bytes.name(name).byte(0x00).unsigned(index);
    if ("pages" in memory) bytes.name("memory").byte(0x02).unsigned(0);
  });
  section(10, (bytes) =>
    bytes.list(functions, ({ locals, code }) => {
      const body = new Bytes();
      body.list(runsOf(locals), ([count, local]) => body.unsigned(count).byte(local));
      body.append(code).byte(op.end);
      bytes.unsigned(body.length).append(body);
    }),
  );
  return module.finish();
}

/** Equal neighbours, as how many of what. */
function runsOf(types: readonly number[]): [count: number, type: number][] {
  const runs: [number, number][] = [];
  for (const local of types) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === local) last[0]++;
    else runs.push([1, local]);
  }
  return runs;
}
