import type { Sampler } from "../samplers/sampler.ts";
import type { Check } from "./check.ts";
import { agreementChecks } from "./sampler/agreement.ts";
import { costChecks } from "./sampler/cost.ts";
import { definitionChecks } from "./sampler/definition.ts";
import { determinismChecks } from "./sampler/determinism.ts";
import { exhaustionChecks } from "./sampler/exhaustion.ts";
import { hostileTrialsChecks } from "./sampler/hostile-trials.ts";
import { ownershipChecks } from "./sampler/ownership.ts";
import { revisionChecks } from "./sampler/revision.ts";
import { severalAtOnceChecks } from "./sampler/several-at-once.ts";
import type { SampleSpace } from "./sampler/spaces.ts";
import { type SamplerSubject, spacesFor } from "./sampler/subject.ts";
import { withinSpaceChecks } from "./sampler/within-space.ts";

export interface SamplerConformanceOptions {
  /** The spaces to try the sampler on; of every kind, where it takes them, when left out. */
  readonly spaces?: readonly SampleSpace[];
  /** 1 when left out. */
  readonly goals?: number;
  /** True for samplers that promise the same proposals in whatever order trials are learned; false when left out. */
  readonly anyOrder?: boolean;
  /** False for samplers that draw no random numbers; true when left out. */
  readonly draws?: boolean;
}

const families = [
  definitionChecks,
  withinSpaceChecks,
  determinismChecks,
  agreementChecks,
  hostileTrialsChecks,
  severalAtOnceChecks,
  ownershipChecks,
  costChecks,
  exhaustionChecks,
  revisionChecks,
];

/**
 * Everything a sampler promises, as named checks for any test runner: points of the space whatever the space is made of and
 * whatever trials come to; proposals that follow from the seed and from what was learned, so that processes agree and a stopped study goes
 * on; different points for trials on their way at once; and nothing shared with the caller.
 *
 * @example
 * for (const { check } of samplerConformance(randomSampler)) await check(); // or test(name, check)
 */
export function samplerConformance(sampler: Sampler, options: SamplerConformanceOptions = {}): Check[] {
  const { goals = 1, anyOrder = false, draws = true, spaces } = options;
  const subject: SamplerSubject = { sampler, goals, anyOrder, draws, spaces: spacesFor(sampler, goals, spaces) };
  return families.flatMap((family) => family(subject));
}
