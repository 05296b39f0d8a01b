import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Problem } from "infimum";
import { stripTypes } from "../load/strip-types.ts";

/**
 * What turns places in the objective, "line 2, column 7 of objective", into places in the file, "curve.ts:14:7". It leaves
 * a text as it is where the objective does not stand in the file, or stands there twice.
 */
export async function filePlaces({ definition }: Problem, file: string): Promise<(text: string) => string> {
  const { objective } = definition;
  const own = objective === undefined ? "" : String(objective);
  const source = await readFile(file, "utf8");
  // the engine has seen it without its types
  const seen = /\.[cm]?ts$/.test(file) ? stripTypes(source, file) : source;
  const start = seen.indexOf(own);
  if (own === "" || start < 0 || seen.includes(own, start + 1)) return (text) => text;
  const before = seen.slice(0, start).split("\n");
  const firstColumn = before[before.length - 1].length;
  const place = /line (\d+), column (\d+) of ([\w$]+)/g;
  return (text) =>
    text.replace(place, (said, line: string, column: string, within: string) => {
      if (within !== objective?.name) return said;
      const offset = line === "1" ? firstColumn : 0;
      return `${basename(file)}:${before.length - 1 + Number(line)}:${offset + Number(column)}`;
    });
}
