import type { Pruner, PrunerSession, PruningDecision, SeenTrial } from "../pruners/pruner.ts";
import type { TrialRecord } from "../trial/trial-record.ts";
import type { StudySettings } from "./settings.ts";
import type { TrialMirror } from "./trial-mirror.ts";

/** Shows the pruner what trials report, and asks it what becomes of them. */
export class Pruning {
  readonly pauses: boolean;
  readonly #settings: StudySettings;
  readonly #session: PrunerSession;

  constructor(mirror: TrialMirror, settings: StudySettings, pruner: Pruner) {
    this.pauses = pruner.pauses;
    this.#settings = settings;
    this.#session = pruner.open({ seed: settings.seed, goal: settings.goals.list[0] });
    mirror.listen((now, before) => {
      if (now.reports.length !== (before?.reports.length ?? 0) || now.state !== before?.state) {
        this.#session.see(this.#seen(now));
      }
    });
  }

  decide(trial: TrialRecord): PruningDecision {
    const { window } = this.#settings;
    const { number } = trial;
    const isVisible = window === undefined ? () => true : (other: number) => other <= number - window;
    return this.#session.decide(this.#seen(trial), isVisible);
  }

  /** The paused trial to go on with before a new one is begun. */
  promote(): number | undefined {
    return this.#session.promote?.();
  }

  #seen({ number, state, reports }: TrialRecord): SeenTrial {
    const { goals } = this.#settings;
    const isLoss = goals.list[0] === "minimize";
    const losses = isLoss ? reports : reports.map(({ step, value }) => ({ step, value: goals.loss(value) }));
    return { number, state, reports: losses };
  }
}
