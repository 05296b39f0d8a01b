import { type Check, demand } from "../check.ts";
import { checkOf, type SamplerSubject } from "./subject.ts";

/** What lists and studies read of a sampler. */
export function definitionChecks({ sampler, spaces }: SamplerSubject): Check[] {
  return [
    checkOf("has a name in kebab-case, and a title", () => {
      demand(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(sampler.name), `"${sampler.name}" is no name in kebab-case.`);
      demand(sampler.title.length > 0, `${sampler.name} has no title.`);
    }),
    checkOf("serves one of the spaces", () => {
      demand(spaces.length > 0, `${sampler.name} refuses all of the spaces: pass some that it serves.`);
    }),
  ];
}
