import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { useFolder } from "./command.ts";
import { readPage } from "./page.ts";

const folder = useFolder();

const valley = `
import { problem } from "infimum";
export default problem({
  name: "valley <img src=x> & more",
  objective: ({ across, along }) => (1 - across) ** 2 + 100 * (along - across ** 2) ** 2,
  x0: { across: -1.2, along: 1 },
});
`;

async function reportOf(content: string, ...words: string[]) {
  const file = await folder.write("valley.js", content);
  const { status, stdout } = await folder.infimum("run", file, "--json", "--report", "valley.html", ...words);
  expect(status).toBe(0);
  const text = await readFile(join(folder.path, "valley.html"), "utf8");
  return { text, page: readPage(text), result: JSON.parse(stdout) };
}

describe("the report", () => {
  it("needs nothing but itself: no script, and no address to load from", async () => {
    const { text, page } = await reportOf(valley);
    expect(page.count("script, link, img, iframe, object")).toBe(0);
    // the names of XML vocabularies are the only addresses
    const addresses = (text.match(/https?:\/\/[^"'\s)]+/g) ?? []).filter(
      (address) => !address.startsWith("http://www.w3.org/"),
    );
    expect(addresses).toEqual([]);
    expect(text).not.toMatch(/@import|url\(http/);
  });

  it("escapes what comes from the file", async () => {
    const { page } = await reportOf(valley);
    expect(page.texts("h1")).toEqual(["valley <img src=x> & more"]);
  });

  it("says how it ended, with the certificate, the counts and the best parameters by name", async () => {
    const { page, result } = await reportOf(valley);
    const [body] = page.texts("body");
    expect(body).toContain(result.status);
    expect(body).toContain(result.message);
    expect(body).toContain(`Certificate: ${result.certificate.kind}`);
    expect(body).toContain(result.evaluations.toLocaleString("en-US"));
    const names = page.texts("td:first-child");
    expect(names).toEqual(expect.arrayContaining(["across", "along"]));
  });

  it("draws convergence, the path over contours, and the measures, with labelled axes", async () => {
    const { page } = await reportOf(valley);
    const titles = page.texts("figcaption strong");
    expect(titles.slice(0, 2)).toEqual(["Convergence", "Path of the best point"]);
    expect(page.count('[aria-label="contour"] path')).toBeGreaterThan(5);
    const labels = page.texts("svg text");
    expect(labels).toEqual(expect.arrayContaining(["evaluations", "best value − final best", "across", "along"]));
  });

  it("asks an expensive objective nothing more", async () => {
    const slow = valley.replace("({ across, along }) =>", "({ across, along }) => sleep() +");
    const { page, result } = await reportOf(
      `const sleep = () => { const end = performance.now() + 2; while (performance.now() < end); return 0; };${slow}`,
      "--evaluations",
      "40",
    );
    expect(result.evaluations).toBe(40);
    expect(page.count('[aria-label="contour"]')).toBe(0);
    expect(page.texts("body")[0]).toContain("Path of the best point");
  });

  it("draws the improving points of more variables on parallel axes", async () => {
    const { page } = await reportOf(
      valley
        .replace("{ across: -1.2, along: 1 }", "{ across: -1.2, along: 1, height: 4 }")
        .replace("({ across, along }) =>", "({ across, along, height }) => height ** 2 +"),
    );
    const titles = page.texts("figcaption strong");
    expect(titles).toContain("Improving points");
    expect(titles).not.toContain("Path of the best point");
  });
});
