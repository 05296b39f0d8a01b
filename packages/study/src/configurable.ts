import { chosenOptions } from "infimum";

/** Something with its default options; called, the same with other options. */
export type Configurable<Options extends object, Product extends object> = Product &
  /** @throws InfimumError `unknown-option`, and what is not accepted of the values */
  ((options?: Partial<Options>) => Product);

/** Makes what `build` makes from options usable as it is, with the defaults, and callable with options. */
export function configurable<Options extends object, Product extends object>(
  name: string,
  defaults: Options,
  build: (options: Options) => Product,
): Configurable<Options, Product> {
  const configure = (given: Partial<Options> = {}): Product => build(chosenOptions(name, defaults, given));
  // a function has a `name` of its own, which can be defined and not assigned
  for (const [key, value] of Object.entries(configure())) {
    Object.defineProperty(configure, key, { value, enumerable: true });
  }
  return configure as unknown as Configurable<Options, Product>;
}
