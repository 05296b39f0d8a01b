import { InfimumError } from "infimum";
import type { Space } from "infimum/space";
import type { Sampler } from "../../samplers/sampler.ts";
import { type Check, demand } from "../check.ts";
import { kindsOfSpaces, type SampleSpace, sampleSpaces } from "./spaces.ts";

/** What the checks are about. */
export interface SamplerSubject {
  readonly sampler: Sampler;
  /** The spaces that the sampler serves. */
  readonly spaces: readonly SampleSpace[];
  readonly goals: number;
  /** It promises the same proposals in whatever order trials are learned. */
  readonly anyOrder: boolean;
  /** It draws: another seed gives other points. */
  readonly draws: boolean;
}

/** True when the sampler takes the space; what it refuses, it has to refuse with an InfimumError. */
export function takes(sampler: Sampler, space: Space, goals: number): boolean {
  try {
    sampler.open({ space, goals, seed: 0 });
    return true;
  } catch (error) {
    if (error instanceof InfimumError) return false;
    throw error;
  }
}

/** The spaces of the suite that the sampler takes, or those that are given. */
export function spacesFor(sampler: Sampler, goals: number, given = sampleSpaces): SampleSpace[] {
  return given.filter(({ space }) => takes(sampler, space, goals));
}

/** A check that needs no waiting. */
export function checkOf(name: string, run: () => void): Check {
  return {
    name,
    async check() {
      run();
    },
  };
}

/** One check for each space. */
export function onEachSpace({ spaces }: SamplerSubject, promise: string, run: (space: Space) => void): Check[] {
  return spaces.map(({ name, space }) => checkOf(`${promise} [${name}]`, () => run(space)));
}

/** One check over a space of each kind, or where there is none over all spaces. */
export function onEachKind(
  { spaces }: SamplerSubject,
  promise: string,
  run: (space: Space, name: string) => void,
): Check {
  const kinds = spaces.filter((each) => kindsOfSpaces.includes(each));
  return checkOf(promise, () => {
    for (const { name, space } of kinds.length > 0 ? kinds : spaces) run(space, name);
  });
}

/** @throws ConformanceError unless the space has a point with these codes */
export function demandInSpace(space: Space, codes: Float64Array, what: string): void {
  demand(codes instanceof Float64Array, `${what} is no Float64Array.`);
  const { length } = space.dimensions;
  demand(codes.length === length, `${what} has ${codes.length} codes, and the space has ${length} dimensions.`);
  const there = space.deactivate(codes.slice());
  space.dimensions.forEach(({ name, domain }, i) => {
    const code = there[i];
    if (!space.isActive(there, i)) return;
    const [low, high] = domain.kind === "choice" ? [0, domain.options.length - 1] : [domain.low, domain.high];
    demand(code >= low && code <= high, `${what} has the code ${code} for ${name}, which goes from ${low} to ${high}.`);
    const step = domain.kind === "choice" ? 1 : domain.step;
    if (step === undefined) return;
    const steps = (code - low) / step;
    const isLevel = Math.abs(steps - Math.round(steps)) < 1e-6;
    demand(isLevel, `${what} has the code ${code} for ${name}, which goes in steps of ${step} from ${low}.`);
  });
}
