import { type Configurable, configurable } from "../configurable.ts";
import type { Sampler, SamplerContext, SamplerSession } from "./sampler.ts";

/** What the author of a sampler with options writes down. */
export interface SamplerDefinition<Options extends object> extends Omit<Sampler, "open"> {
  /** The options with their defaults. */
  readonly options: Options;
  /** @throws InfimumError when a value of an option makes no sense */
  readonly validate?: (options: Options) => void;
  /** @throws InfimumError when the sampler cannot serve the space or the goals, saying what can */
  open(context: SamplerContext, options: Options): SamplerSession;
}

/** A sampler with its default options; called, the same sampler with other options. */
export type ConfigurableSampler<Options extends object> = Configurable<Options, Sampler>;

/** Defines a sampler with options: usable as it is, and called with options. */
export function configurableSampler<Options extends object>(
  definition: SamplerDefinition<Options>,
): ConfigurableSampler<Options> {
  const { options: defaults, validate, open, ...described } = definition;
  return configurable(definition.name, defaults, (options): Sampler => {
    validate?.(options);
    return { ...described, open: (context) => open(context, options) };
  });
}
