import { createRequire } from "node:module";
import tsBlankSpace from "ts-blank-space";
import type TypeScript from "typescript";

/**
 * TypeScript without its types, every other character where it was: positions in errors are those of the file, and a
 * function's source is as its author wrote it.
 *
 * @throws SyntaxError whose message starts with path:line:column, for what is no TypeScript, and for what would need a
 * compiler (an enum, a namespace, a parameter property)
 */
export function stripTypes(source: string, path: string): string {
  const wrong = firstSyntaxError(source, path);
  if (wrong) throw new SyntaxError(wrong);
  let refused: string | undefined;
  const stripped = tsBlankSpace(source, ({ pos }) => {
    refused ??= refusal(source, pos, path);
  });
  if (refused) throw new SyntaxError(refused);
  return stripped;
}

/** The first mistake in the grammar of TypeScript or JavaScript as "path:line:column: what", if there is one. */
export function firstSyntaxError(source: string, path: string): string | undefined {
  const typescript = typescriptOfBlankSpace();
  const { diagnostics = [] } = typescript.transpileModule(source, {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: { target: typescript.ScriptTarget.ESNext, module: typescript.ModuleKind.ESNext, allowJs: true },
  });
  const [first] = diagnostics;
  if (first === undefined) return undefined;
  const text = typescript.flattenDiagnosticMessageText(first.messageText, " ");
  return `${place(source, first.start ?? 0, path)}: ${text}`;
}

/** What needs a compiler, by how it starts, and what to write instead. */
const needingCompiler: readonly (readonly [start: RegExp, what: string, instead: string])[] = [
  [/^(?:export\s+|const\s+)*enum\b/, "an enum", "a constant object, const Color = { red: 0, green: 1 } as const"],
  [/^(?:export\s+)*(?:namespace|module)\b/, "a namespace", "a module of its own, or plain exports"],
  [
    /^(?:public|private|protected|readonly|override)\b/,
    "a parameter property",
    "a field, and assign it in the constructor",
  ],
  [/^(?:export\s+)?import\b/, "import ... = require(...)", "import ... from ..."],
  [/^export\s*=/, "export =", "export default"],
  [/^</, "a type assertion with angle brackets", "value as Type"],
];

function refusal(source: string, from: number, path: string): string {
  const start = from + skippedLength(source, from);
  const found = needingCompiler.find(([pattern]) => pattern.test(source.slice(start, start + 200)));
  const advice = found
    ? `${found[1]} needs a compiler, and files run as they are written: write ${found[2]}.`
    : "this needs a compiler, and files run as they are written: write it in plain JavaScript with types.";
  return `${place(source, start, path)}: ${advice}`;
}

/** White space and comments before a piece of syntax belong to it in the tree. */
function skippedLength(source: string, from: number): number {
  return /^(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/.exec(source.slice(from))?.[0].length ?? 0;
}

function place(source: string, offset: number, path: string): string {
  const before = source.slice(0, offset).split("\n");
  return `${path}:${before.length}:${before[before.length - 1].length + 1}`;
}

/** The TypeScript that ts-blank-space brings: its parser, the same one that strips. */
function typescriptOfBlankSpace(): typeof TypeScript {
  const require = createRequire(import.meta.url);
  return createRequire(require.resolve("ts-blank-space"))("typescript") as typeof TypeScript;
}
