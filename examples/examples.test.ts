// Every example runs as its first line says, on the built command.
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const execute = promisify(execFile);
const root = fileURLToPath(new URL("..", import.meta.url));

async function run(...words: string[]): Promise<{ stdout: string; stderr: string }> {
  return execute(process.execPath, ["packages/cli/bin/infimum.js", "run", ...words], { cwd: root });
}

/** The half-life of the decay that examples/curve.ts measures, by a grid of linear least-squares fits. */
function halfLifeByGrid(minutes: readonly number[], counts: readonly number[]): number {
  let best = { halfLife: NaN, misfit: Infinity };
  for (let halfLife = 2; halfLife < 6; halfLife += 0.001) {
    // weighted normal equations of counts = a 2^(-t / halfLife) + b
    let [aa, ab, bb, ay, by] = [0, 0, 0, 0, 0];
    minutes.forEach((t, k) => {
      const [basis, weight] = [2 ** (-t / halfLife), 1 / counts[k]];
      aa += weight * basis * basis;
      ab += weight * basis;
      bb += weight;
      ay += weight * basis * counts[k];
      by += weight * counts[k];
    });
    const a = (ay * bb - by * ab) / (aa * bb - ab * ab);
    const b = (by - a * ab) / bb;
    const misfit = minutes.reduce((sum, t, k) => sum + (counts[k] - a * 2 ** (-t / halfLife) - b) ** 2 / counts[k], 0);
    if (misfit < best.misfit) best = { halfLife, misfit };
  }
  return best.halfLife;
}

describe("examples", () => {
  test("the formula ends in its known minimum, with a certificate", async () => {
    const { stdout } = await run("examples/formula.ts", "--json");
    const result = JSON.parse(stdout);
    expect(result.status).toBe("converged");
    expect(result.x[0]).toBeCloseTo(1, 6);
    expect(result.x[1]).toBeCloseTo(1, 6);
  });

  test("the curve has the half-life that a grid of linear fits finds", async () => {
    const { stdout } = await run("examples/curve.ts", "--json");
    const source = readFileSync(join(root, "examples/curve.ts"), "utf8");
    const numbers = (name: string): number[] => JSON.parse(source.match(new RegExp(`const ${name} = (\\[.*?\\])`))![1]);
    expect(JSON.parse(stdout).params.halfLife).toBeCloseTo(halfLifeByGrid(numbers("minutes"), numbers("counts")), 2);
  });

  test("the external program gets cheaper, and is asked as often as the budget says", async () => {
    const { stdout } = await run("examples/external-program.ts", "--evaluations", "30", "--parallel", "2", "--json");
    const result = JSON.parse(stdout);
    const { stdout: atStart } = await execute(process.execPath, [
      join(root, "examples/external/queue.mjs"),
      "--servers-speed",
      "1.5",
      "--reorder-level",
      "10",
    ]);
    expect(result.evaluations).toBe(30);
    expect(result.value).toBeLessThan(Number(atStart));
  });

  test("the main job reaches its accuracy, certifies both fits and writes its report", async () => {
    const report = join(mkdtempSync(join(tmpdir(), "infimum-")), "digits.html");
    const { stdout } = await run("examples/digits.ts", "--report", report, "--json");
    const { output, runs, studies } = JSON.parse(stdout);
    const numbers = (pattern: RegExp): number[] => [...output.matchAll(pattern)].map((match) => Number(match[1]));
    // what linear classifiers are known to reach on these images
    for (const accuracy of numbers(/held-out images {2}([\d.]+) %/g)) expect(accuracy).toBeGreaterThan(94);
    expect(output.match(/95 % interval/g)).toHaveLength(3);
    expect(output.match(/fit {2}converged/g)).toHaveLength(2);
    // an l1 penalty makes weights vanish that an l2 penalty keeps
    const [withL2, withL1] = numbers(/weights at zero {2}(\d+)/g);
    expect(withL1).toBeGreaterThan(5 * withL2);
    expect(runs).toHaveLength(4);
    const [study] = studies;
    expect(study).toMatchObject({ name: "digits", status: "trials", finished: 60 });
    // Hyperband has spared most trials most of their epochs
    expect(study.trials.filter(({ state }: { state: string }) => state === "pruned").length).toBeGreaterThan(20);
    const page = readFileSync(report, "utf8");
    expect(page).toContain("<svg");
    expect(page).not.toMatch(/<script|src="http/);
  }, 120_000);

  test("the study of the digits is the same with one worker as with two, and goes on where it was", async () => {
    const folder = mkdtempSync(join(tmpdir(), "infimum-"));
    const study = async (store: string, trials: string, workers: string) => {
      const words = ["--store", join(folder, store), "--trials", trials, "--workers", workers, "--json"];
      const { stdout } = await run("examples/digits-study.ts", ...words);
      return JSON.parse(stdout).trials.map(({ params, value }: { params: unknown; value: unknown }) => [params, value]);
    };
    await study("two.db", "7", "2");
    expect(await study("two.db", "14", "2")).toEqual(await study("one.db", "14", "1"));
  }, 120_000);

  const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
  test.skipIf(chromium === undefined)(
    "the page runs in a browser (needs Chromium)",
    async () => {
      const { chromium: driver } = await import("playwright-core");
      const types: Record<string, string> = { ".html": "text/html", ".js": "text/javascript" };
      const server = createServer((request, response) => {
        const path = join(root, decodeURIComponent(request.url!), request.url!.endsWith("/") ? "index.html" : "");
        if (!existsSync(path)) return response.writeHead(404).end();
        return response
          .writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" })
          .end(readFileSync(path));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as { port: number };
      const browser = await driver.launch({
        executablePath: chromium,
        args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
      });
      try {
        const page = await browser.newPage();
        const faults: string[] = [];
        page.on("pageerror", (error) => faults.push(error.message));
        await page.goto(`http://127.0.0.1:${port}/examples/page/`);
        await page.waitForFunction("document.body.dataset.status", null, { timeout: 20_000 });
        expect(faults).toEqual([]);
        expect(await page.textContent("#summary")).toMatch(/^converged/);
      } finally {
        await browser.close();
        server.close();
      }
    },
    60_000,
  );
});
