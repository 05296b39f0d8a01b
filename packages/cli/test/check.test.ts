import { describe, expect, it } from "vitest";
import { useFolder } from "./command.ts";

const folder = useFolder();

const slip = `
import { problem } from "infimum";
export default problem({
  name: "a slip",
  objective: ({ a, b }) => (a - 1) ** 2 + 10 * (b - a ** 2) ** 2,
  gradient: ({ a, b }) => ({ a: 2 * (a - 1) - 40 * a * (b - a ** 2), b: -20 * (b - a ** 2) }),
  x0: { a: -1.2, b: 1 },
});
`;

describe("infimum check", () => {
  it("finds a gradient with the wrong sign, names it, and exits with 1", async () => {
    const file = await folder.write("slip.ts", slip);
    const { status, stdout, stderr } = await folder.infimum("check", file);
    expect(stdout).toMatch(/^a slip: 2 variables, looked at x0 and 3 points near it\n1 error, /);
    expect(stdout).toContain("error    the gradient is wrong in b: the sign is the other; at x0 it says 8.8 for b");
    expect(stderr).toBe("");
    expect(status).toBe(1);
  });

  it("exits with 0 where the gradient is right, and says what was compared", async () => {
    const file = await folder.write("right.ts", slip.replace("-20 * (b", "20 * (b"));
    const { status, stdout } = await folder.infimum("check", file, "--points", "5");
    expect(stdout).toContain("nothing is wrong");
    expect(stdout).toMatch(/of 12 entries 12 compared: 12 agree/);
    expect(status).toBe(0);
  });

  it("prints all of it as one JSON object, the same for the same seed but for the times", async () => {
    const file = await folder.write("slip.ts", slip);
    const read = async (...words: string[]) => {
      const { stdout } = await folder.infimum("check", file, "--json", ...words);
      const { seconds: _, cost: __, ...rest } = JSON.parse(stdout);
      return rest;
    };
    const report = await read("--seed", "4", "--points", "2");
    expect(report).toMatchObject({ kind: "problem", file, ok: false, problem: "a slip", names: ["a", "b"], seed: 4 });
    expect(report.points).toHaveLength(3);
    expect(report.derivatives.wrong).toHaveLength(3);
    expect(report.findings[0]).toMatchObject({ severity: "error", code: "gradient-wrong", variables: ["b"] });
    expect(await read("--seed", "4", "--points", "2")).toEqual(report);
  });

  it("checks an asynchronous objective", async () => {
    const file = await folder.write(
      "later.js",
      'import { problem } from "infimum"; export default problem({ objective: async ([x]) => (x - 1) ** 2, gradient: async ([x]) => [x - 1], x0: [3] });',
    );
    const { status, stdout } = await folder.infimum("check", file);
    expect(stdout).toContain("it is 1/2 of what the objective has");
    expect(status).toBe(1);
  });

  it("names the places of kinks in the file, types and all", async () => {
    const file = await folder.write(
      "kinks.ts",
      `import { problem } from "infimum";

type Point = readonly number[];
export default problem({
  x0: [1, 0],
  objective: (x: Point): number => Math.abs(x[0] - 3) +
    Math.max(x[1] as number, 0),
});
`,
    );
    const { stdout } = await folder.infimum("check", file);
    expect(stdout).toContain("x0 lies on a kink of the objective: max at kinks.ts:7:5;");
    expect(stdout).toContain("abs at kinks.ts:6:36, ");
  });

  it("runs one trial of a study and keeps it nowhere; a trial that fails is an error", async () => {
    const study = (body: string) => `
import { defineStudy, float, space } from "@infimum/study";
export default defineStudy({ name: "s", space: space({ rate: float(1, 2) }), trials: 50, store: "kept.db", objective: ({ rate }) => { ${body} } });`;
    const sound = await folder.infimum("check", await folder.write("study.ts", study("return rate;")));
    expect(sound.stdout).toMatch(
      /one trial was run, and is kept nowhere\nspace {3}rate\nparams {2}\{"rate":1\.\d+\}\ntrial {3}1 complete: 1\.\d+/,
    );
    expect(sound.status).toBe(0);
    const listed = await folder.infimum("studies", "--store", "kept.db");
    expect(`${listed.stdout}${listed.stderr}`).not.toContain("minimize");
    const broken = await folder.infimum("check", await folder.write("broken.ts", study("throw new Error('no data');")));
    expect(broken.stderr).toMatch(/broken\.ts:3:\d+: .*no data/);
    expect(broken.status).toBe(1);
    const nan = await folder.infimum("check", await folder.write("nan.ts", study("return NaN;")));
    expect([nan.stdout, nan.status]).toEqual([expect.stringContaining("trial   1 failed"), 1]);
  });

  it("refuses a job and a file that is not there in one sentence, with status 2", async () => {
    const file = await folder.write("job.js", "export default async () => 3;");
    const job = await folder.infimum("check", file);
    expect([job.status, job.stdout]).toEqual([2, ""]);
    expect(job.stderr).toMatch(/^infimum: a job may solve many problems, and none is checked: export one/);
    const gone = await folder.infimum("check", "gone.ts");
    expect([gone.status, gone.stderr]).toEqual([2, expect.stringContaining("there is no file gone.ts")]);
    const points = await folder.infimum("check", file, "--points", "-1");
    expect([points.status, points.stderr]).toEqual([2, expect.stringContaining("Give a whole number from 0 on")]);
  });

  it("says where a file fails", async () => {
    const file = await folder.write("fails.ts", "const a = 1;\nthrow new Error('nothing works');\n");
    const { status, stderr } = await folder.infimum("check", file);
    expect(status).toBe(1);
    expect(stderr).toMatch(/fails\.ts:2:7: nothing works/);
  });

  it("stops when it is interrupted", async () => {
    const file = await folder.write(
      "slow.js",
      'import { problem } from "infimum"; import { setTimeout } from "node:timers/promises"; export default problem({ objective: async ([x]) => { await setTimeout(100); console.log("asked"); return x ** 2; }, x0: [3] });',
    );
    const { child, ended, said } = folder.start("check", file);
    await said("asked");
    child.kill("SIGINT");
    expect((await ended).status).toBe(130);
  });

  it("has help that says what the exit status means", async () => {
    const { status, stdout } = await folder.infimum("check", "--help");
    expect(status).toBe(0);
    expect(stdout).toContain("Exit status: 0 no errors, 1 errors were found");
  });
});
