import { type Check, demand } from "../check.ts";
import { checkOf, opened, type PrunerSubject } from "./subject.ts";

/** What lists and studies read of a pruner. */
export function definitionChecks(subject: PrunerSubject): Check[] {
  const { pruner } = subject;
  return [
    checkOf("has a name in kebab-case, and a title", () => {
      demand(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(pruner.name), `"${pruner.name}" is no name in kebab-case.`);
      demand(pruner.title.length > 0, `${pruner.name} has no title.`);
    }),
    checkOf("says that it pauses trials exactly when it takes them up again", () => {
      const promotes = opened(subject).promote !== undefined;
      demand(promotes || !pruner.pauses, `${pruner.name} says that it pauses trials, and has no promote.`);
      demand(!promotes || pruner.pauses, `${pruner.name} has promote, and does not say that it pauses trials.`);
    }),
  ];
}
