import type { Command } from "commander";
import type { Method } from "infimum";
import { exactJson } from "../output/exact-json.ts";

export function addMethods(program: Command): void {
  program
    .command("methods")
    .argument("[word]", "only methods in whose name, title, needs or papers this occurs")
    .summary("list the methods: what each needs, handles, and its papers")
    .description("Lists the methods of the library: what each asks of a problem, what it can handle, and its papers.")
    .option("--json", "print a JSON array")
    .action(async (word: string | undefined, { json }: { json?: boolean }) => {
      const { methods } = await import("infimum");
      const found = [...methods.values()].map(described).filter((method) => matches(method, word));
      process.stdout.write(json ? `${exactJson(found)}\n` : `${found.map(entry).join("\n\n") || none(word)}\n`);
    });
}

/** What a method says of itself, without its code. */
function described({ name, title, needs, handles, settles, options, papers, rows }: Method) {
  return { name, title, needs, handles, settles, options: options as Readonly<Record<string, unknown>>, papers, rows };
}

type Described = ReturnType<typeof described>;

function matches({ name, title, needs, handles, papers, rows }: Described, word = ""): boolean {
  const text = [name, title, ...needs, ...handles, ...rows, ...papers.flatMap((paper) => Object.values(paper))].join(
    "\n",
  );
  return text.toLowerCase().includes(word.toLowerCase());
}

function entry({ name, title, needs, handles, options, papers }: Described): string {
  const lines = [`${name}  ${title}`, `  needs    ${needs.join(", ")}`];
  if (handles.length > 0) lines.push(`  handles  ${handles.join(", ")}`);
  const defaults = Object.entries(options).map(([option, value]) => `${option} ${exactJson(value) ?? "none"}`);
  if (defaults.length > 0) lines.push(`  options  ${defaults.join(", ")}`);
  for (const { authors, year, title: paper, source } of papers) {
    lines.push(`  paper    ${authors} (${year}). ${paper}${source ? `. ${source}` : ""}`);
  }
  return lines.join("\n");
}

function none(word: string | undefined): string {
  return `No method matches "${word}": infimum methods lists them all.`;
}
