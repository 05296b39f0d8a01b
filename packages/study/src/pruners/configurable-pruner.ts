import { type Configurable, configurable } from "../configurable.ts";
import type { Pruner, PrunerContext, PrunerSession } from "./pruner.ts";

/** What the author of a pruner with options writes down. */
export interface PrunerDefinition<Options extends object> extends Omit<Pruner, "open" | "pauses"> {
  /** The options with their defaults. */
  readonly options: Options;
  /** @throws InfimumError when a value of an option makes no sense */
  readonly validate?: (options: Options) => void;
  /** Whether it takes trials up again; false when left out. */
  readonly pauses?: (options: Options) => boolean;
  open(context: PrunerContext, options: Options): PrunerSession;
}

/** A pruner with its default options; called, the same pruner with other options. */
export type ConfigurablePruner<Options extends object> = Configurable<Options, Pruner>;

/** Defines a pruner with options: usable as it is, and called with options. */
export function configurablePruner<Options extends object>(
  definition: PrunerDefinition<Options>,
): ConfigurablePruner<Options> {
  const { options: defaults, validate, pauses, open, ...described } = definition;
  return configurable(definition.name, defaults, (options): Pruner => {
    validate?.(options);
    return { ...described, pauses: pauses?.(options) ?? false, open: (context) => open(context, options) };
  });
}
