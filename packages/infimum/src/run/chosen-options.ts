import { didYouMean } from "../did-you-mean.ts";
import { InfimumError } from "../error.ts";

/**
 * The default options of `owner` with those that were given; undefined is not given.
 *
 * @throws InfimumError `unknown-option`, with the known name that is closest
 */
export function chosenOptions<Options extends object>(
  owner: string,
  defaults: Options,
  given: Partial<Options>,
): Options {
  const options = { ...defaults };
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(defaults, name)) {
      throw new InfimumError(
        "unknown-option",
        `${owner} has no option "${name}": ${didYouMean(name, Object.keys(defaults))}`,
      );
    }
    if (value !== undefined) options[name as keyof Options] = value as Options[keyof Options];
  }
  return options;
}
