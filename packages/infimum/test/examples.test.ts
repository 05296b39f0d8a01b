// Every @example of the library and every TypeScript block of the guides runs, and where a line ends in a comment that
// is a literal (`1 + 1; // 2`), the line gives it.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const sources = ["packages/infimum/src", "packages/study/src"].map((folder) => join(root, folder));
const built = join(root, "packages/infimum/dist");
/** Inside the workspace, so that "infimum" resolves to the build. */
const scratch = join(root, "node_modules/.infimum-examples");

/** Of names that several have, the last one's is meant. */
const entryPoints = [
  "infimum/arrays",
  "infimum",
  "infimum/rules",
  "infimum/terms",
  "infimum/losses",
  "infimum/calibrate",
  "infimum/numerics",
  "infimum/space",
  "@infimum/study",
  "@infimum/study/conformance",
];

interface Example {
  readonly where: string;
  readonly code: string;
}

function filesBelow(folder: string, ending: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending) && !file.includes("node_modules"))
    .map((file) => join(folder, file));
}

function docstringExamples(): Example[] {
  return sources
    .flatMap((source) => filesBelow(source, ".ts"))
    .filter((file) => !file.endsWith(".test.ts"))
    .flatMap((file) => {
      const comments = readFileSync(file, "utf8").match(/\/\*\*[\s\S]*?\*\//g) ?? [];
      return comments
        .flatMap((comment) => comment.split("@example").slice(1))
        .map((part, k) => ({
          where: `${relative(root, file)} example ${k + 1}`,
          code: part
            .replace(/\*\/\s*$/, "")
            .split(/\n\s*\* ?@/)[0]
            .replace(/^\s*\* ?/gm, "")
            .replace(/^```\w*$/gm, ""),
        }));
    });
}

function guideExamples(): Example[] {
  const guides = [join(root, "README.md"), join(root, "CONTRIBUTING.md"), ...filesBelow(join(root, "docs"), ".md")];
  return guides.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(/^( *)```ts\n([\s\S]*?)^\1```$/gm)].map((match, k) => ({
      where: `${relative(root, file)} block ${k + 1}`,
      // a block in a list is indented as the list is
      code: match[2].replaceAll(new RegExp(`^${match[1]}`, "gm"), ""),
    })),
  );
}

/** `expression; // literal` becomes an assertion. */
function withAssertions(code: string): string {
  return code.replace(
    /^(?!\s*(?:\/\/|const |let |import |export |return |for ))(.+?);\s*\/\/ (.+)$/gm,
    (line, expression, literal) => {
      try {
        JSON.parse(literal);
      } catch {
        return line;
      }
      return `assertSame((${expression}), ${literal});`;
    },
  );
}

async function run({ code }: Example, index: number): Promise<string> {
  const { default: stripTypes } = await import("ts-blank-space");
  const imports = code.match(/^import .*$/gm) ?? [];
  const body = stripTypes(withAssertions(code.replace(/^import .*$/gm, "")));
  const named = new Set(imports.flatMap((line) => line.match(/\w+(?=[ ,}])/g) ?? []));
  const prelude = entryPoints.map((entry, k) => `import * as entry${k} from "${entry}";`).join("\n");
  const names = new Set<string>();
  for (const entry of entryPoints)
    for (const name of Object.keys(await import(entry))) if (!named.has(name)) names.add(name);
  const used = [...names].filter(
    (name) => new RegExp(`\\b${name}\\b`).test(body) && !new RegExp(`(const|function|let) ${name}\\b`).test(body),
  );
  const file = join(scratch, `example-${index}.mjs`);
  writeFileSync(
    file,
    `import { deepStrictEqual as assertSame } from "node:assert";
${prelude}
${imports.join("\n")}
const { ${used.join(", ")} } = { ${entryPoints.map((_, k) => `...entry${k}`).join(", ")} };
${body.replace(/^export default /gm, "const exported = ")}`,
  );
  return execFileSync(process.execPath, [file], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 20_000,
  });
}

mkdirSync(scratch, { recursive: true });
const examples = [...docstringExamples(), ...guideExamples()];

describe("examples in the documentation", () => {
  test("there are some, and the library is built", () => {
    expect(examples.length).toBeGreaterThan(5);
    expect(readdirSync(built)).toContain("index.js");
  });
  test.each(
    examples.map((example, index) => [example.where, example, index] as const),
  )("%s runs", async (_where, example, index) => {
    await run(example, index);
  });
});
