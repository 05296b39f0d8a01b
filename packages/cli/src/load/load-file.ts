import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { isStudyDefinition, type StudyDefinition } from "@infimum/study";
import type { Problem } from "infimum";
import type { Job } from "../job/job.ts";
import { UsageError } from "../usage-error.ts";

/** What a file exports to be run. */
export type Runnable =
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "study"; readonly study: StudyDefinition }
  | { readonly kind: "job"; readonly job: Job };

const remedy = "write export default problem({ ... }), defineStudy({ ... }), or job(async ({ solve }) => { ... })";

/**
 * Imports a file, TypeScript or JavaScript, and reads its default export.
 *
 * @throws UsageError when there is none, or it is nothing that can be run; else whatever the file throws
 */
export async function loadFile(path: string): Promise<Runnable> {
  await import("./register-hooks.ts");
  const module = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
  if (!("default" in module)) {
    throw new UsageError(`${basename(path)} has no default export: ${remedy}.`);
  }
  const exported = module.default;
  if (isProblem(exported)) return { kind: "problem", problem: exported };
  if (isStudyDefinition(exported)) return { kind: "study", study: exported };
  if (typeof exported === "function") return { kind: "job", job: exported as Job };
  throw new UsageError(
    `the default export of ${basename(path)} is ${describe(exported)}, not a problem, a study or a job: ${remedy}.`,
  );
}

/** By its shape: the file may have a copy of the library of its own. */
function isProblem(value: unknown): value is Problem {
  return typeof value === "object" && value !== null && "layout" in value && "oracles" in value && "functions" in value;
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object") return `a ${typeof value}`;
  if ("objective" in value) return "a plain record that no problem() is around";
  return value instanceof Promise ? "a promise" : "an object";
}
