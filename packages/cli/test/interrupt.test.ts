import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useFolder } from "./command.ts";

const folder = useFolder();

/** Says when it is evaluated for the tenth time; every evaluation takes a while and never lets the event loop turn. */
const slow = `
import { writeSync } from "node:fs";
import { problem } from "infimum";
let count = 0;
export default problem({
  name: "slow",
  x0: [4, 5, 6],
  derivatives: "none",
  objective: (x) => {
    if (++count === 10) writeSync(2, "tenth evaluation\\n");
    const end = performance.now() + 20;
    while (performance.now() < end);
    return (x[0] - 1) ** 2 + (x[1] - 2) ** 2 + 3 * (x[2] - x[0]) ** 2;
  },
});
`;

describe("an interruption", () => {
  it("stops after the current evaluation, stores the run, and says how to go on: to the same end, bit for bit", async () => {
    const file = await folder.write("slow.js", slow);
    const words = ["--json", "--method", "nelder-mead", "--evaluations", "60"];
    const { child, ended, said } = folder.start("run", file, ...words);
    await said("tenth evaluation");
    child.kill("SIGINT");
    const interrupted = await ended;
    expect(interrupted.status).toBe(130);
    const stopped = JSON.parse(interrupted.stdout);
    expect(stopped).toMatchObject({ interrupted: true, status: "aborted", checkpoint: "slow.checkpoint.json" });
    expect(stopped.evaluations).toBeGreaterThanOrEqual(10);
    expect(stopped.evaluations).toBeLessThan(60);
    expect(interrupted.stderr).toContain(
      "To go on: infimum run slow.js --resume slow.checkpoint.json --evaluations 60 --json",
    );

    const resumed = await folder.infimum("run", file, "--resume", "slow.checkpoint.json", ...words);
    const whole = await folder.infimum("run", file, ...words);
    expect(resumed.status).toBe(0);
    const { x, value, evaluations, counts } = JSON.parse(whole.stdout);
    expect(JSON.parse(resumed.stdout)).toMatchObject({ x, value, evaluations, counts });
  });

  it("prints the best so far, and stores it where it was asked to", async () => {
    const file = await folder.write("slow.js", slow);
    const { child, ended, said } = folder.start("run", file, "--method", "nelder-mead", "--checkpoint", "my run.json");
    await said("tenth evaluation");
    child.kill("SIGTERM");
    const { status, stdout, stderr } = await ended;
    expect(status).toBe(130);
    expect(stdout).toMatch(/^aborted: .+\nvalue /);
    expect(stderr).toContain("--resume 'my run.json'");
    const checkpoint = JSON.parse(await readFile(join(folder.path, "my run.json"), "utf8"));
    expect(checkpoint).toMatchObject({ format: "infimum-run", method: "nelder-mead" });
  });

  it("does not wait for an asynchronous answer that may never come", async () => {
    const file = await folder.write(
      "stuck.js",
      'import { problem } from "infimum"; let n = 0; export default problem({ x0: [1], derivatives: "none", objective: (x) => { if (++n < 3) return Promise.resolve(x[0] ** 2); console.log("stuck"); return new Promise(() => setInterval(() => {}, 1000)); } });',
    );
    const { child, ended, said } = folder.start("run", file);
    await said("stuck");
    child.kill("SIGINT");
    const { status, stdout } = await ended;
    expect(status).toBe(130);
    expect(stdout).toContain("aborted");
    expect(existsSync(join(folder.path, "stuck.checkpoint.json"))).toBe(true);
  });

  it("ends at once the second time, even in an evaluation without end", async () => {
    const file = await folder.write(
      "endless.js",
      'import { writeSync } from "node:fs"; import { problem } from "infimum"; export default problem({ x0: [1], objective: () => { writeSync(2, "for ever\\n"); for (;;); } });',
    );
    const { child, ended, said } = folder.start("run", file);
    await said("for ever");
    child.kill("SIGINT");
    await said("once more ends at once");
    child.kill("SIGINT");
    expect((await ended).status).toBe(130);
  });
});

describe("a checkpoint", () => {
  it("is written at the end, and a larger budget goes on from it", async () => {
    const file = await folder.write("slow.js", slow);
    const words = ["run", file, "--json", "--method", "nelder-mead"];
    const first = await folder.infimum(...words, "--evaluations", "20", "--checkpoint", "end.json");
    expect(JSON.parse(first.stdout)).toMatchObject({ evaluations: 20, status: "evaluations", checkpoint: "end.json" });
    const second = await folder.infimum("run", file, "--json", "--resume", "end.json", "--evaluations", "30");
    const whole = await folder.infimum(...words, "--evaluations", "30");
    const { x, value } = JSON.parse(whole.stdout);
    expect(JSON.parse(second.stdout)).toMatchObject({ x, value, evaluations: 30, method: "nelder-mead" });
  });
});
