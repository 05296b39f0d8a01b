import { badValue, didYouMean, InfimumError } from "infimum";
import { isSpace, type ParamsOf, type Space } from "infimum/space";
import type { Pruner } from "../pruners/pruner.ts";
import { prunerNamed } from "../pruners/registry.ts";
import { samplerNamed } from "../samplers/registry.ts";
import type { Sampler } from "../samplers/sampler.ts";
import { openStore } from "../store/open-store.ts";
import type { Store } from "../store/store.ts";
import { FrontDesk } from "./front-desk.ts";
import { type Goal, Goals } from "./goals.ts";
import { Learner } from "./learner.ts";
import { LeaseKeeper } from "./lease-keeper.ts";
import { spaceMismatch } from "./mismatch.ts";
import { newOwner } from "./owner.ts";
import { Pruning } from "./pruning.ts";
import type { RetryPolicy, StudySettings } from "./settings.ts";
import { Study } from "./study.ts";
import { TrialMirror } from "./trial-mirror.ts";
import { Turns } from "./turns.ts";

export interface StudyOptions<S extends Space = Space> {
  readonly name: string;
  readonly space: S;
  /** What to do with the value; "minimize" when left out. */
  readonly goal?: Goal;
  /** For several values: what to do with each. */
  readonly goals?: readonly Goal[];
  /** A path (SQLite), an open store, or in memory when left out. */
  readonly store?: string | Store;
  /** Proposes the points; "tpe" when left out. */
  readonly sampler?: string | Sampler;
  /** Cuts trials short by their reports; "none" when left out. */
  readonly pruner?: string | Pruner;
  /** A whole number; that of the stored study, or 0, when left out. */
  readonly seed?: number;
  /** The study is then the same for 1 to `window` workers, whoever finishes first. */
  readonly window?: number;
  readonly retry?: RetryPolicy;
  /** Seconds after which a trial whose worker gives no sign of life is lost; 60 when left out. */
  readonly leaseSeconds?: number;
}

/**
 * Opens a study: the stored one of that name, or a new one.
 *
 * @throws InfimumError `space-mismatch`, `goals-mismatch` when a study of that name has another space or other goals;
 * `unknown-sampler`, `unknown-pruner`, `bad-option`, `bad-goals`, `unknown-goal`, `store-failed`, and what the sampler throws
 * when it cannot serve the space
 *
 * @example
 * const study = await openStudy({ name: "parabola", space: space({ x: float(-10, 10) }) });
 * await study.run(({ x }) => (x - 2) ** 2, { trials: 50 });
 * study.best?.params.x; // close to 2
 */
export async function openStudy<S extends Space>(options: StudyOptions<S>): Promise<Study<ParamsOf<S>>> {
  const { name, space, sampler = "tpe", pruner = "none", window, retry = {}, leaseSeconds = 60 } = options;
  requireKnown(options);
  if (typeof name !== "string" || name === "") throw badValue("bad-option", "the name", name, "a name for the study");
  if (!isSpace(space)) {
    throw new InfimumError("not-a-space", "a study needs a space: write space: space({ rate: float(0, 1) }).");
  }
  if (window !== undefined && !(Number.isSafeInteger(window) && window >= 1)) {
    throw badValue("bad-option", "window", window, "a whole number of at least 1");
  }
  if (!(leaseSeconds > 0)) throw badValue("bad-option", "leaseSeconds", leaseSeconds, "a positive number");
  const goals = new Goals(options.goal, options.goals);
  const chosenSampler = typeof sampler === "string" ? samplerNamed(sampler) : sampler;
  const chosenPruner = typeof pruner === "string" ? prunerNamed(pruner) : pruner;
  if (window !== undefined && chosenPruner.pauses) {
    throw new InfimumError(
      "window-with-pauses",
      `${chosenPruner.name} takes trials up again when others have come far enough, which a window cannot order: leave out window, or choose a pruner that does not pause.`,
    );
  }
  if (goals.count > 1 && chosenPruner.name !== "none") {
    throw new InfimumError("several-goals", "pruners compare one value: leave out the pruner, or state one goal.");
  }

  const isOpen = typeof options.store === "object";
  const store = isOpen ? (options.store as Store) : await openStore(options.store as string | undefined);
  const stored = await store.openStudy({
    name,
    space: space.description,
    goals: goals.list,
    seed: options.seed ?? 0,
    created: Date.now(),
  });
  if (stored.space !== space.description) throw spaceMismatch(name, stored.space, space.description);
  if (stored.goals.join() !== goals.list.join()) {
    throw new InfimumError(
      "goals-mismatch",
      `the study "${name}" is stored with the goals ${stored.goals.join(", ")}: use these, or another name.`,
    );
  }
  const settings: StudySettings = {
    name,
    space,
    goals,
    seed: options.seed ?? stored.seed,
    window,
    retry: { raised: retry.raised ?? 0, lost: retry.lost ?? 2 },
    leaseMilliseconds: 1000 * leaseSeconds,
  };
  const mirror = new TrialMirror(store, name);
  const learner = new Learner(mirror, settings, chosenSampler);
  const pruning = new Pruning(mirror, settings, chosenPruner);
  const leases = new LeaseKeeper(newOwner(), store, name, mirror, settings.leaseMilliseconds);
  const parts = { store, settings, mirror, learner, pruning, leases };
  const desk = new FrontDesk(parts);
  const turns = new Turns(parts, desk);
  const shop = { settings, mirror, progress: learner.progress, turns, desk };
  const study = new Study<ParamsOf<S>>(store, shop, leases, !isOpen);
  await mirror.sync();
  return study;
}

const optionNames = [
  "name",
  "space",
  "goal",
  "goals",
  "store",
  "sampler",
  "pruner",
  "seed",
  "window",
  "retry",
  "leaseSeconds",
];

function requireKnown(options: object): void {
  for (const name of Object.keys(options)) {
    if (optionNames.includes(name)) continue;
    throw new InfimumError("unknown-option", `openStudy has no option "${name}": ${didYouMean(name, optionNames)}`);
  }
}
