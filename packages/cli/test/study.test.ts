import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { useFolder } from "./command.ts";

const folder = useFolder();

/** TypeScript, so that the threads need the loader's hooks too. */
const study = `
import { choice, defineStudy, float, int, space, when } from "@infimum/study";

export default defineStudy({
  name: "bowl",
  space: space({
    rate: float(1e-4, 1, { log: true }),
    layers: int(1, 3),
    kind: choice("plain", "bent"),
    bend: when({ kind: "bent" }, float(0, 1)),
  }),
  trials: 24,
  sampler: "random",
  pruner: "median",
  objective: async ({ rate, layers, kind, bend }, trial) => {
    const value: number = (Math.log10(rate) + 2) ** 2 + layers + (kind === "bent" ? bend! : 0.5);
    for (let step = 1; step <= 4; step++) {
      if (await trial.report(step, value + 1 / step)) return trial.prune();
    }
    return value;
  },
});
`;

beforeAll(() => folder.write("bowl.ts", study));

describe("infimum run of a study", () => {
  it("prints the best trial and writes its trials into the store", async () => {
    const { status, stdout, stderr } = await folder.infimum("run", "bowl.ts", "--store", "one.db");
    expect(stderr).not.toContain("Error");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^trials: the study has 24 finished trials\.\nbest {4}\d/);
    expect(stdout).toMatch(/\n {2}rate +\d/);
    const shown = await folder.infimum("show", "bowl", "--store", "one.db", "--json");
    const { name, goal, best, trials } = JSON.parse(shown.stdout);
    expect({ name, goal }).toEqual({ name: "bowl", goal: "minimize" });
    expect(trials.map(({ number }: { number: number }) => number)).toEqual(Array.from({ length: 24 }, (_, i) => i));
    const values = trials.flatMap(({ value }: { value: number | null }) => (value === null ? [] : [value]));
    expect(best.value).toBe(Math.min(...values));
    expect(Object.keys(best)).toEqual(
      expect.arrayContaining(["number", "state", "value", "params", "started", "finished"]),
    );
  });

  it("goes on until the study has as many trials as are asked for", async () => {
    await folder.infimum("run", "bowl.ts", "--store", "two.db", "--trials", "5");
    const more = await folder.infimum("run", "bowl.ts", "--store", "two.db", "--trials", "9", "--json");
    const { trials, finished } = JSON.parse(more.stdout);
    expect([trials.length, finished]).toEqual([9, 9]);
    const whole = await folder.infimum("run", "bowl.ts", "--store", "whole.db", "--trials", "9", "--json");
    const params = (list: { params: unknown }[]) => list.map((trial) => trial.params);
    expect(params(trials)).toEqual(params(JSON.parse(whole.stdout).trials));
  });

  it("runs trials in threads", async () => {
    const { status, stdout } = await folder.infimum(
      "run",
      "bowl.ts",
      "--store",
      "threads.db",
      "--workers",
      "2",
      "--json",
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout).trials).toHaveLength(24);
  });

  it("ends with the mistake of its file, and where it is", async () => {
    await folder.write("wrong.ts", study.replace("const value: number =", "const value: number = missing +"));
    const { status, stderr } = await folder.infimum("run", "wrong.ts", "--store", "wrong.db");
    expect(status).toBe(1);
    expect(stderr).toContain("wrong.ts:16:");
    expect(stderr).toContain("missing is not defined");
  });

  it("names a sampler, a store or a space that does not fit", async () => {
    const sampler = await folder.infimum("run", "bowl.ts", "--sampler", "randm", "--store", "x.db");
    expect(sampler).toMatchObject({ status: 2, stderr: expect.stringContaining('did you mean "random"?') });
    await folder.write("other.ts", study.replace("layers: int(1, 3)", "layers: int(1, 4)"));
    const other = await folder.infimum("run", "other.ts", "--store", "one.db");
    expect(other.status).not.toBe(0);
    expect(other.stderr).toContain("layers has changed");
  });
});

/** Each trial takes a while; the fifth says that it has begun. */
const slow = `
import { writeSync } from "node:fs";
import { defineStudy, float, space } from "@infimum/study";

export default defineStudy({
  name: "slow",
  space: space({ x: float(0, 1) }),
  trials: 12,
  objective: async ({ x }, { number }) => {
    if (number === 4) writeSync(2, "fifth trial\\n");
    await new Promise((resolve) => setTimeout(resolve, 30));
    return x;
  },
});
`;

describe("an interruption of a study", () => {
  it("stops after the current trial, and the same command goes on to the same end", async () => {
    await folder.write("slow.js", slow);
    const { child, ended, said } = folder.start("run", "slow.js", "--store", "slow.db", "--json");
    await said("fifth trial");
    child.kill("SIGINT");
    const { status, stdout, stderr } = await ended;
    expect(status).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ interrupted: true, status: "aborted" });
    expect(stderr).toContain("To go on: infimum run slow.js --store slow.db --json");
    const resumed = JSON.parse((await folder.infimum("run", "slow.js", "--store", "slow.db", "--json")).stdout);
    const whole = JSON.parse((await folder.infimum("run", "slow.js", "--store", "never.db", "--json")).stdout);
    expect(resumed.trials.map((trial: { value: number }) => trial.value)).toEqual(
      whole.trials.map((trial: { value: number }) => trial.value),
    );
  });

  it("by SIGKILL loses no finished trial", async () => {
    const { child, ended, said } = folder.start("run", "slow.js", "--store", "killed.db");
    await said("fifth trial");
    child.kill("SIGKILL");
    await ended;
    const { trials } = JSON.parse((await folder.infimum("show", "slow", "--store", "killed.db", "--json")).stdout);
    expect(trials.slice(0, 4).map(({ state }: { state: string }) => state)).toEqual(Array(4).fill("complete"));
    const resumed = await folder.infimum("run", "slow.js", "--store", "killed.db", "--json");
    expect(JSON.parse(resumed.stdout).finished).toBe(12);
  });
});

describe("over a store", () => {
  it("lists the studies", async () => {
    const text = await folder.infimum("studies", "--store", "one.db");
    expect(text.stdout).toMatch(/^bowl {2}minimize {2}best \d/);
    const [listed] = JSON.parse((await folder.infimum("studies", "--store", "one.db", "--json")).stdout);
    expect(listed).toMatchObject({ name: "bowl", goals: ["minimize"], trials: 24 });
  });

  it("exports the trials as a table, what is not there as empty fields", async () => {
    const { stdout } = await folder.infimum("export", "bowl", "--store", "one.db", "--csv");
    const [header, ...rows] = stdout.trimEnd().split("\r\n");
    expect(header).toBe("number,state,value,rate,layers,kind,bend,feasible,started,finished,failure");
    expect(rows).toHaveLength(24);
    for (const row of rows) {
      const [, , , , , kind, bend] = row.split(",");
      expect(bend === "").toBe(kind === "plain");
    }
    const json = JSON.parse((await folder.infimum("export", "bowl", "--store", "one.db", "--json")).stdout);
    expect(json).toHaveLength(24);
  });

  it("writes a report with every picture", async () => {
    const { status } = await folder.infimum("show", "bowl", "--store", "one.db", "--report", "bowl.html");
    expect(status).toBe(0);
    const page = await readFile(join(folder.path, "bowl.html"), "utf8");
    const pictures = ["History", "Importance", "All parameters", "On the way", "Timeline", "rate", "layers"];
    for (const title of pictures) expect(page).toContain(`<strong>${title}</strong>`);
    expect(page).not.toMatch(/NaN|undefined|<script/);
  });

  it("draws a front where there are several goals, and the landscape of a pair where there is one", async () => {
    await folder.write(
      "goals.js",
      `import { defineStudy, float, space } from "@infimum/study";
      const plane = space({ x: float(0, 1), y: float(0, 1) });
      export default defineStudy({ name: "goals", space: plane, goals: ["minimize", "maximize"], trials: 30,
        sampler: "nsga-2", objective: ({ x, y }) => [x + y, x * (1 - y)] });`,
    );
    const two = await folder.infimum("run", "goals.js", "--store", "goals.db", "--report", "goals.html");
    expect(two.stdout).toMatch(/\nfront {3}\d+ trials/);
    expect(await readFile(join(folder.path, "goals.html"), "utf8")).toContain("<strong>Front</strong>");
    const shown = JSON.parse((await folder.infimum("show", "goals", "--store", "goals.db", "--json")).stdout);
    expect(shown.goals).toEqual(["minimize", "maximize"]);
    expect(shown.front.length).toBeGreaterThan(1);

    await folder.write(
      "pair.js",
      `import { defineStudy, float, space } from "@infimum/study";
      const plane = space({ x: float(0, 1), y: float(0, 1) });
      export default defineStudy({ name: "pair", space: plane, trials: 30, objective: ({ x, y }) => x + 2 * y });`,
    );
    await folder.infimum("run", "pair.js", "--store", "goals.db", "--report", "pair.html");
    expect(await readFile(join(folder.path, "pair.html"), "utf8")).toContain("<strong>y and x</strong>");
  });

  it("deletes a study, once", async () => {
    const deleted = await folder.infimum("delete", "bowl", "--store", "two.db");
    expect(deleted).toMatchObject({ status: 0, stdout: "The study bowl is deleted.\n" });
    const again = await folder.infimum("delete", "bowl", "--store", "two.db");
    expect(again).toMatchObject({ status: 2, stderr: expect.stringContaining('there is no study "bowl"') });
  });

  it("says which studies and stores there are not", async () => {
    const study = await folder.infimum("show", "bow", "--store", "one.db");
    expect(study).toMatchObject({ status: 2, stderr: expect.stringContaining("there are bowl") });
    const store = await folder.infimum("studies", "--store", "nowhere.db");
    expect(store).toMatchObject({ status: 2, stderr: expect.stringContaining("there is no store nowhere.db") });
  });
});
