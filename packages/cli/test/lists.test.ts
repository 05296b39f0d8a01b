import { methods } from "infimum";
import { describe, expect, it } from "vitest";
import { useFolder } from "./command.ts";

const folder = useFolder();

describe("infimum methods", () => {
  it("lists every registered method once, in JSON with what it needs", async () => {
    const { status, stdout } = await folder.infimum("methods", "--json");
    expect(status).toBe(0);
    const listed = JSON.parse(stdout) as { name: string; needs: string[]; handles: string[] }[];
    expect(listed.map(({ name, needs, handles }) => ({ name, needs, handles }))).toEqual(
      [...methods.values()].map(({ name, needs, handles }) => ({ name, needs: [...needs], handles: [...handles] })),
    );
  });

  it("finds by a word, and says so when nothing matches", async () => {
    const { stdout } = await folder.infimum("methods", "Nelder");
    expect(stdout).toMatch(/^nelder-mead {2}.+\n {2}needs/);
    const { stdout: none, status } = await folder.infimum("methods", "no such word");
    expect([none, status]).toEqual(['No method matches "no such word": infimum methods lists them all.\n', 0]);
  });
});

describe("infimum papers", () => {
  it("lists all 493 with a place each", async () => {
    const { status, stdout } = await folder.infimum("papers", "--json");
    expect(status).toBe(0);
    const listed = JSON.parse(stdout) as { place: { text: string } }[];
    expect(listed).toHaveLength(493);
    expect(listed.every(({ place }) => place.text.length > 0)).toBe(true);
  });

  it("finds by a word and ends with the totals", async () => {
    const { stdout } = await folder.infimum("papers", "P003");
    expect(stdout).toContain("P003  Self-Calibration and Bilinear Inverse Problems via Linear Least Squares\n");
    expect(stdout).toMatch(/\n1 papers?: /);
  });
});
