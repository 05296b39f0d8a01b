/** As much of the engine's WebAssembly as is used: not every library of types knows it. */
interface Engine {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => Module;
  readonly Instance: new (module: Module, imports: Imports) => { readonly exports: Readonly<Record<string, unknown>> };
  readonly CompileError: new (message?: string) => Error;
}

/** A compiled module: known to the engine only. */
export interface Module {
  readonly constructor: unknown;
}

type Imports = Readonly<Record<string, Readonly<Record<string, (...operands: number[]) => number>>>>;

/** Undefined where there is none. */
export function engine(): Engine | undefined {
  return (globalThis as unknown as { WebAssembly?: Engine }).WebAssembly;
}
