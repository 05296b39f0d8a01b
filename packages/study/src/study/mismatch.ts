import { InfimumError } from "infimum";

type Described = { readonly dimensions: readonly { readonly path: readonly string[] }[] };

/** The error for a study that is stored with another space: what differs, and what to do. */
export function spaceMismatch(study: string, stored: string, given: string): InfimumError {
  const before = byName(stored);
  const now = byName(given);
  const differences: string[] = [];
  for (const [name, text] of before) {
    if (!now.has(name)) differences.push(`${name} is gone`);
    else if (now.get(name) !== text) differences.push(`${name} has changed`);
  }
  for (const name of now.keys()) if (!before.has(name)) differences.push(`${name} is new`);
  const what = differences.join(", ") || "the order has changed";
  return new InfimumError(
    "space-mismatch",
    `the study "${study}" is stored with another space (${what}): use the space it was made with, or another name.`,
  );
}

function byName(description: string): Map<string, string> {
  const { dimensions } = JSON.parse(description) as Described;
  return new Map(dimensions.map((dimension) => [dimension.path.join("."), JSON.stringify(dimension)]));
}
