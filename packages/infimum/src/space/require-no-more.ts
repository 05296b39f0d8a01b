import { didYouMean } from "../did-you-mean.ts";
import { InfimumError, wrongKind } from "../error.ts";
import type { CodeCondition, Flattened } from "./dimensions.ts";

/** A variable or a record of a space. */
interface Part {
  readonly path: readonly string[];
  readonly conditions: readonly CodeCondition[];
}

/**
 * Parameters may have nothing that is not there (but undefined), and records only where the space has them.
 *
 * @throws InfimumError `not-in-space`
 */
export function requireNoMore(
  params: object,
  { dimensions, branches }: Flattened,
  isThere: (part: Part) => boolean,
): void {
  const placesOf = (parts: readonly Part[]) => new Set(parts.map(({ path }) => JSON.stringify(path)));
  const known = placesOf([...dimensions, ...branches]);
  const variables = placesOf(dimensions.filter(isThere));
  const records = placesOf(branches.filter(isThere));

  const walk = (record: object, path: readonly string[]): void => {
    for (const [key, value] of Object.entries(record)) {
      const here = [...path, key];
      const place = JSON.stringify(here);
      const name = here.join(".");
      if (value === undefined || variables.has(place)) continue;
      if (records.has(place)) {
        if (typeof value !== "object" || value === null || Array.isArray(value)) {
          throw wrongKind("not-in-space", name, "a record", value);
        }
        walk(value, here);
      } else if (known.has(place)) {
        throw new InfimumError(
          "not-in-space",
          `${name} is given, and is not there for the choices beside it: leave it out.`,
        );
      } else {
        const names = dimensions.map((dimension) => dimension.name);
        throw new InfimumError("not-in-space", `the space has no ${name}: ${didYouMean(name, names)}`);
      }
    }
  };
  walk(params, []);
}
