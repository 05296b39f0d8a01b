import { describe, expect, it } from "vitest";
import { useFolder } from "./command.ts";

const folder = useFolder();

const sphere = `
import { problem } from "infimum";
export default problem({
  name: "sphere",
  objective: (x) => (x[0] - 1) ** 2 + 3 * (x[1] + 2) ** 2,
  x0: [4, 5],
});
`;

describe("infimum run", () => {
  it("runs TypeScript as written, with the TypeScript files it imports, in a folder that has no library", async () => {
    await folder.write("weights.ts", "export type Weights = number[];\nexport const weights: Weights = [1, 3];\n");
    await folder.write("center.ts", "export const center: readonly [number, number] = [1, -2];\n");
    const file = await folder.write(
      "typed.ts",
      `import type { Nothing } from "./nowhere";
import { problem } from "infimum";
import { center } from "./center";
import { type Weights, weights } from "./weights.js";
interface Options { readonly none?: Nothing }
const used = weights satisfies Weights as Weights;
export default problem({
  objective: (x: readonly number[], _options?: Options): number => used[0]! * (x[0] - center[0]) ** 2 + used[1]! * (x[1] - center[1]) ** 2,
  x0: [4, 5],
});
`,
    );
    const { status, stdout, stderr } = await folder.infimum("run", file, "--json");
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const { x } = JSON.parse(stdout);
    expect(x[0]).toBeCloseTo(1, 3);
    expect(x[1]).toBeCloseTo(-2, 3);
  });

  it("prints the summary on standard output and nothing else there", async () => {
    const file = await folder.write("sphere.js", sphere);
    const { status, stdout } = await folder.infimum("run", file);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^(converged|settled): .+\nvalue /);
    expect(stdout).toContain("certificate");
  });

  it("gives one JSON object whose numbers are those of the objective, bit for bit", async () => {
    const file = await folder.write("sphere.js", sphere);
    const { stdout } = await folder.infimum("run", file, "--json", "--method", "nelder-mead", "--evaluations", "37");
    const { x, value, evaluations, counts, status, names, method } = JSON.parse(stdout);
    expect(value).toBe((x[0] - 1) ** 2 + 3 * (x[1] + 2) ** 2);
    expect({ evaluations, status, names, method }).toEqual({
      evaluations: 37,
      status: "evaluations",
      names: ["x[0]", "x[1]"],
      method: "nelder-mead",
    });
    expect(counts.value).toBe(37);
  });

  it("writes NaN in JSON as a string", async () => {
    const file = await folder.write(
      "nan.js",
      'import { problem } from "infimum"; export default problem({ objective: () => NaN, x0: [1] });',
    );
    const { status, stdout } = await folder.infimum("run", file, "--json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ value: "NaN", status: "failed", ok: false });
  });

  it("stops at the target and counts the iterations it is given", async () => {
    const file = await folder.write("sphere.js", sphere);
    const target = JSON.parse((await folder.infimum("run", file, "--json", "--target", "0.5")).stdout);
    expect(target.status).toBe("target");
    expect(target.value).toBeLessThanOrEqual(0.5);
    const two = JSON.parse((await folder.infimum("run", file, "--json", "--iterations", "2")).stdout);
    expect(two).toMatchObject({ status: "iterations", counts: { iterations: 2 } });
  });

  it("finds with an asynchronous objective the same point as with a synchronous one, whatever overlaps", async () => {
    const plain = await folder.write("plain.js", sphere);
    const later = await folder.write(
      "later.js",
      `import { setTimeout } from "node:timers/promises";
${sphere.replace("objective: (x) => ", "objective: async ([...x]) => (await setTimeout(5 * Math.random()), 0) + ")}`,
    );
    const words = ["--json", "--method", "nelder-mead", "--evaluations", "60"];
    const [one, two, three] = await Promise.all([
      folder.infimum("run", plain, ...words),
      folder.infimum("run", later, ...words),
      folder.infimum("run", later, ...words, "--parallel", "5"),
    ]);
    const { x, value } = JSON.parse(one.stdout);
    expect(JSON.parse(two.stdout)).toMatchObject({ x, value, evaluations: 60 });
    expect(JSON.parse(three.stdout)).toMatchObject({ x, value, evaluations: 60 });
  });

  it("does not wait for an asynchronous answer beyond its time", async () => {
    const file = await folder.write(
      "never.js",
      'import { problem } from "infimum"; let n = 0; export default problem({ x0: [1], derivatives: "none", objective: async (x) => ++n > 2 ? new Promise(() => setInterval(() => {}, 1000)) : x[0] ** 2 });',
    );
    const { status, stdout } = await folder.infimum("run", file, "--json", "--seconds", "0.5");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ status: "time", evaluations: 2 });
  });

  it("keeps what a file prints out of the JSON", async () => {
    const file = await folder.write("chatty.js", `console.log("hello");${sphere}`);
    const { stdout, stderr } = await folder.infimum("run", file, "--json");
    expect(JSON.parse(stdout).name).toBe("sphere");
    expect(stderr).toContain("hello");
  });
});

describe("infimum run, used wrongly", () => {
  const wrong: readonly [what: string, content: string | undefined, words: string[], sentence: RegExp][] = [
    ["a missing file", undefined, ["run", "gone.ts"], /there is no file gone\.ts: give the path/],
    ["a folder", undefined, ["run", "."], /is a folder: give the file/],
    [
      "no default export",
      "export const a = 1;",
      ["run", "wrong.js"],
      /wrong\.js has no default export: write export default problem/,
    ],
    [
      "a plain record",
      "export default { objective: (x) => x[0], x0: [1] };",
      ["run", "wrong.js"],
      /no problem\(\) is around/,
    ],
    ["a number", "export default 3;", ["run", "wrong.js"], /is a number, not a problem, a study or a job/],
    ["a method that does not exist", sphere, ["run", "wrong.js", "--method", "nelder-meat"], /nelder-mead/],
    [
      "an unknown option",
      sphere,
      ["run", "wrong.js", "--sed", "1"],
      /unknown option '--sed'\n\(Did you mean --seed\?\)/,
    ],
    ["a number that is none", sphere, ["run", "wrong.js", "--evaluations", "few"], /Give a whole number of at least 1/],
    [
      "a checkpoint that does not exist",
      sphere,
      ["run", "wrong.js", "--resume", "gone.json"],
      /there is no checkpoint gone\.json|there is no checkpoint .*gone\.json/,
    ],
    ["a checkpoint that is none", sphere, ["run", "wrong.js", "--resume", "wrong.js"], /is no checkpoint/],
    [
      "a report in a folder that does not exist",
      sphere,
      ["run", "wrong.js", "--report", "gone/a.html"],
      /there is no folder/,
    ],
    ["an unknown command", undefined, ["rnu"], /unknown command 'rnu'\n\(Did you mean run\?\)/],
  ];
  it.each(wrong)("refuses %s in one sentence, with status 2", async (_, content, words, sentence) => {
    if (content !== undefined) await folder.write("wrong.js", content);
    const { status, stdout, stderr } = await folder.infimum(...words);
    expect(stderr).toMatch(sentence);
    expect(stdout).toBe("");
    expect(status).toBe(2);
  });
});

describe("infimum run, when a file fails", () => {
  const failing: readonly [what: string, name: string, content: string, sentence: RegExp][] = [
    [
      "an enum",
      "enum.ts",
      "const a: number = 1;\n// comment\n  enum Color { Red }\nexport default a;\n",
      /enum\.ts:3:3: an enum needs a compiler.*constant object/,
    ],
    [
      "a parameter property",
      "property.ts",
      "class A {\n  constructor(public b: number) {}\n}\nexport default new A(1);\n",
      /property\.ts:2:15: a parameter property/,
    ],
    [
      "a mistake in the grammar of TypeScript",
      "grammar.ts",
      "const a: number = (1;\nexport default a;\n",
      /grammar\.ts:1:21: '\)' expected/,
    ],
    [
      "a mistake in the grammar of JavaScript",
      "grammar.js",
      "\nconst a = (1;\nexport default a;\n",
      /grammar\.js:2:13: '\)' expected/,
    ],
    [
      "a type imported as a value",
      "value.ts",
      'import { A } from "./other.ts";\nexport default 1 as A;\n',
      /value\.ts:1:1: .*import type/,
    ],
    [
      "a file that is not there",
      "import.js",
      'import { a } from "./gone";\nexport default a;\n',
      /Cannot find module .*gone.* imported from .*import\.js/,
    ],
    [
      "a throw while it loads",
      "loads.ts",
      'interface A {}\nthrow new RangeError("too far");\n',
      /loads\.ts:2:7: RangeError: too far/,
    ],
    [
      "a mistake in the problem",
      "empty.js",
      'import { problem } from "infimum";\nexport default problem({ x0: [], objective: () => 1 });\n',
      /empty\.js:2:16: x0 has no entries/,
    ],
    [
      "an objective that throws at the start",
      "objective.ts",
      'import { problem } from "infimum";\nexport default problem({ x0: [1], objective: (x: number[]): number => {\n  return gone + x[0];\n} });\n',
      /objective\.ts:3:3: .*gone is not defined/,
    ],
    [
      "a job that throws",
      "job.js",
      'export default async () => {\n  await null;\n  throw new Error("no luck");\n};\n',
      /job\.js:3:9: no luck/,
    ],
    [
      "a file that ends the process",
      "exit.js",
      "process.exit(3);\n",
      /called process\.exit, or its thread died, with status 3/,
    ],
    [
      "a promise that never settles",
      "wait.js",
      "export default () => new Promise(() => {});\n",
      /waits for a promise that nothing can settle/,
    ],
  ];
  it.concurrent.each(failing)("says where: %s", async (_, name, content, sentence) => {
    await folder.write("other.ts", "export type A = number;\n");
    const { status, stdout, stderr } = await folder.infimum("run", await folder.write(name, content));
    expect(stderr).toMatch(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(stdout).toBe("");
    expect(status).toBe(1);
  });

  it("says it in JSON too", async () => {
    const file = await folder.write("thrown.ts", "const a: number = 1;\nthrow new Error(`no ${a}`);\n");
    const { status, stdout } = await folder.infimum("run", file, "--json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ status: "failed", error: { message: "no 1", line: 2, column: 7 } });
  });
});

describe("help", () => {
  it.each([
    [[]],
    [["run"]],
    [["methods"]],
    [["papers"]],
  ])("every command explains itself: infimum %s --help", async (words) => {
    const { status, stdout } = await folder.infimum(...words, "--help");
    expect(status).toBe(0);
    expect(stdout).toContain("Usage: infimum");
    if (words.length > 0) expect(stdout).toContain("--json");
  });
});
