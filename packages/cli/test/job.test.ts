import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useFolder } from "./command.ts";
import { readPage } from "./page.ts";

const folder = useFolder();

const twoRuns = `
import { job } from "@infimum/cli";
import { problem } from "infimum";
const square = problem({ name: "square", objective: (x: readonly number[]): number => { console.log("asked"); return x[0] ** 2; }, x0: [3], derivatives: "none" });
export default job(async ({ solve, report, log, progress, signal }) => {
  log("two runs");
  const first = await solve(square, { method: "nelder-mead", budget: { evaluations: 8 } });
  progress("between", 0.5);
  if (process.env.WAIT) {
    log("waiting");
    await new Promise((_, reject) => { const timer = setInterval(() => {}, 1000); signal.addEventListener("abort", () => { clearInterval(timer); reject(signal.reason); }); });
  }
  const second = await solve(square, { name: "other", method: "nelder-mead" });
  report.section("Both <runs>");
  report.table({ columns: ["run", "value"], rows: [["first", first.value], ["second", second.value]] });
  report.figure({ kind: "lines", title: "Line", x: { label: "step" }, y: { label: "loss", scale: "log" }, series: [{ name: "a", points: [[0, 1], [1, 0.1]] }] });
  return { first: first.evaluations, second: second.evaluations, nothing: NaN };
});
`;

describe("a job", () => {
  it("runs several problems, with what the command line asks where it says nothing itself", async () => {
    const file = await folder.write("two.ts", twoRuns);
    const { status, stdout, stderr } = await folder.infimum("run", file, "--json", "--evaluations", "12");
    expect(stderr).toContain("two runs");
    expect(status).toBe(0);
    const { output, runs } = JSON.parse(stdout);
    expect(output).toEqual({ first: 8, second: 12, nothing: "NaN" });
    expect(runs.map((run: { name: string; evaluations: number }) => [run.name, run.evaluations])).toEqual([
      ["square", 8],
      ["other", 12],
    ]);
  });

  it("prints what it returns", async () => {
    const file = await folder.write("text.js", 'export default () => "all is well";');
    const { status, stdout } = await folder.infimum("run", file);
    expect([status, stdout]).toEqual([0, "all is well\n"]);
  });

  it("adds to the report what it likes, and its runs", async () => {
    const file = await folder.write("two.ts", twoRuns);
    await folder.infimum("run", file, "--evaluations", "12", "--report", "two.html");
    const page = readPage(await readFile(join(folder.path, "two.html"), "utf8"));
    expect(page.texts("h2")).toEqual(["Both <runs>", "Runs", "square", "other"]);
    expect(page.count("figure svg")).toBeGreaterThanOrEqual(3);
  });

  it("goes on after an interruption without running again what had ended", async () => {
    const file = await folder.write("two.ts", twoRuns);
    const words = ["run", file, "--json", "--evaluations", "12"];
    process.env.WAIT = "1";
    const { child, ended, said } = folder.start(...words);
    delete process.env.WAIT;
    await said("waiting");
    child.kill("SIGINT");
    const interrupted = await ended;
    expect(interrupted.status).toBe(130);
    expect(JSON.parse(interrupted.stdout)).toMatchObject({
      interrupted: true,
      runs: [{ name: "square", evaluations: 8 }],
    });

    const resumed = await folder.infimum(...words, "--resume", "two.checkpoint.json");
    expect(resumed.status).toBe(0);
    expect(JSON.parse(resumed.stdout).output).toMatchObject({ first: 8, second: 12 });
    // the objective says each time that it is asked: only the second run asks it again
    expect(resumed.stderr.match(/asked/g)).toHaveLength(12);
  });

  it("cannot go on from the checkpoint of a problem", async () => {
    const file = await folder.write("text.js", 'export default () => "all is well";');
    const one = await folder.write(
      "one.js",
      'import { problem } from "infimum"; export default problem({ objective: (x) => x[0] ** 2, x0: [1] });',
    );
    await folder.infimum("run", one, "--checkpoint", "one.json");
    const { status, stderr } = await folder.infimum("run", file, "--resume", "one.json");
    expect(status).toBe(2);
    expect(stderr).toContain("the checkpoint is of one problem, and the file exports a job");
  });
});
