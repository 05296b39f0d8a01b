import { describe, expect, test } from "vitest";
import type { Pruner, PrunerSession, PruningDecision, SeenTrial } from "../pruners/pruner.ts";
import {
  hyperbandPruner,
  iterativeDeepeningHyperbandPruner,
  medianPruner,
  patientPruner,
  pruners,
  successiveHalvingPruner,
  thresholdPruner,
} from "../pruners/registry.ts";
import { type PrunerConformanceOptions, prunerConformance } from "./pruner-conformance.ts";

const fixedMeasures = ["threshold", "patient"];
const third = { promotes: 1 / 3 };

const subjects: readonly (readonly [title: string, pruner: Pruner, options: PrunerConformanceOptions])[] = [
  ...[...pruners].map(([name, pruner]) => [name, pruner, { keepsBest: !fixedMeasures.includes(name) }] as const),
  ["median at some steps", medianPruner({ warmup: 3, interval: 4, startup: 2, minimumTrials: 2 }), {}],
  ["patient around median", patientPruner({ pruner: medianPruner, patience: 2 }), {}],
  ["threshold with bounds", thresholdPruner({ upper: 15, lower: 2 }), { keepsBest: false }],
  ["successive halving that pauses", successiveHalvingPruner({ mode: "pause", maximum: 30 }), {}],
  ["patient around it", patientPruner({ pruner: successiveHalvingPruner({ mode: "pause", maximum: 30 }) }), {}],
  ["hyperband with a maximum", hyperbandPruner({ maximum: 30 }), {}],
  ["hyperband that pauses", hyperbandPruner({ mode: "pause", maximum: 30, eta: 2 }), {}],
  ["hyperband that pauses at an unknown maximum", hyperbandPruner({ mode: "pause" }), {}],
  ["discarding", iterativeDeepeningHyperbandPruner({ mode: "discarding", maximum: 27 }), {}],
  ["efficient", iterativeDeepeningHyperbandPruner({ mode: "efficient" }), third],
];

for (const [title, pruner, options] of subjects) {
  describe(title, () => {
    for (const { name, check } of prunerConformance(pruner, options)) test(name, check);
  });
}

/** A pruner whose sessions are another's but for what is changed. */
function broken(
  pruner: Pruner,
  change: (session: PrunerSession) => Partial<PrunerSession>,
  more: Partial<Pruner> = {},
): Pruner {
  const { name, title, pauses } = pruner;
  return {
    name,
    title,
    pauses,
    ...more,
    open(context) {
      const session = pruner.open(context);
      const inner: PrunerSession = {
        see: (trial) => session.see(trial),
        decide: (trial, isVisible) => session.decide(trial, isVisible),
        ...(session.promote && { promote: () => session.promote?.() }),
      };
      return { ...inner, ...change(inner) };
    },
  };
}

async function failuresOf(pruner: Pruner, options: PrunerConformanceOptions = {}): Promise<string[]> {
  const failures: string[] = [];
  for (const { name, check } of prunerConformance(pruner, options)) {
    await check().catch((error: Error) => {
      expect(error.name).toBe("ConformanceError");
      failures.push(name);
    });
  }
  return failures;
}

const pausing = successiveHalvingPruner({ mode: "pause", maximum: 30 });

describe("pruners that break their promises are caught", () => {
  test("one that looks at trials it cannot see", async () => {
    const pruner = broken(medianPruner, ({ decide }) => ({ decide: (trial) => decide(trial, () => true) }));
    expect(await failuresOf(pruner)).toEqual(["decides as if trials that are not visible were not there"]);
  });

  test("one that goes by what it saw last", async () => {
    const pruner = broken(medianPruner, ({ see }) => {
      let last: SeenTrial | undefined;
      let before: SeenTrial | undefined;
      return {
        see(trial) {
          if (trial.number !== last?.number) before = last;
          last = trial;
          see(trial);
        },
        decide: (trial) =>
          before !== undefined && before.number > trial.number && trial.reports.length > 3 ? "prune" : "continue",
      };
    });
    expect(await failuresOf(pruner, { keepsBest: false })).toContain(
      "decides the same whatever the order in which it is told [the last begun first]",
    );
  });

  test("one that counts how often it is told of a trial", async () => {
    const pruner = broken(medianPruner, ({ see }) => {
      let told = 0;
      return {
        see(trial) {
          told++;
          see(trial);
        },
        decide: ({ reports }) => (reports.length > 0 && told > 60 ? "prune" : "continue"),
      };
    });
    expect(await failuresOf(pruner, { keepsBest: false })).toContain(
      "decides the same whatever the order in which it is told [everything twice]",
    );
  });

  test("one that changes its mind when it is asked again", async () => {
    const pruner = broken(medianPruner, () => {
      let asked = 0;
      return { decide: ({ reports }) => (reports.length > 0 && asked++ % 7 === 0 ? "prune" : "continue") };
    });
    expect(await failuresOf(pruner)).toContain("answers the same when it is asked again");
  });

  test("one that keeps what a trial reported before it began anew", async () => {
    const pruner = broken(medianPruner, ({ see, decide }) => {
      const best = new Map<number, number>();
      return {
        see(trial) {
          for (const { value } of trial.reports)
            best.set(trial.number, Math.min(value, best.get(trial.number) ?? Infinity));
          see(trial);
        },
        decide: (trial, isVisible) => ((best.get(trial.number) ?? 0) < 3 ? "continue" : decide(trial, isVisible)),
      };
    });
    expect(await failuresOf(pruner)).toContain("reads a trial anew that was given up and begins anew");
  });

  test("one that prunes the best", async () => {
    const pruner = broken(medianPruner, ({ decide }) => ({
      decide: (trial, isVisible) => (trial.reports.length === 10 ? "prune" : decide(trial, isVisible)),
    }));
    expect(await failuresOf(pruner)).toEqual(["never prunes the trial that is better than all others"]);
  });

  test("one that takes NaN for the best", async () => {
    const pruner = broken(medianPruner, ({ see, decide }) => {
      const read = (trial: SeenTrial): SeenTrial => ({
        ...trial,
        reports: trial.reports.map(({ step, value }) => ({ step, value: Number.isNaN(value) ? -1e9 : value })),
      });
      return { see: (trial) => see(read(trial)), decide: (trial, isVisible) => decide(read(trial), isVisible) };
    });
    const failures = await failuresOf(pruner);
    expect(failures).toContain("takes NaN for Infinity");
    expect(failures).toContain("does not take what is no number for good");
  });

  test("one that is moved by trials without reports", async () => {
    const pruner = broken(medianPruner, ({ see }) => {
      const silent = new Set<number>();
      return {
        see(trial) {
          if (trial.reports.length === 0) silent.add(trial.number);
          else silent.delete(trial.number);
          see(trial);
        },
        decide: ({ reports }) => (reports.length > 0 && silent.size > 4 ? "prune" : "continue"),
      };
    });
    expect(await failuresOf(pruner, { keepsBest: false })).toContain(
      "is not moved by trials that have reported nothing",
    );
  });

  test("one that does not know what to say of some states, or says what is no decision", async () => {
    const silent = broken(medianPruner, ({ decide }) => ({
      decide: (trial, isVisible) => (trial.state === "stale" ? (undefined as never) : decide(trial, isVisible)),
    }));
    expect(await failuresOf(silent)).toContain("decides of a trial that is stale");
    const pauses = broken(medianPruner, ({ decide }) => ({
      decide: (trial, isVisible): PruningDecision => (decide(trial, isVisible) === "prune" ? "pause" : "continue"),
    }));
    expect(await failuresOf(pauses)).toContain("decides of a trial that is running");
  });

  test("one that prunes before the first report", async () => {
    const pruner = broken(medianPruner, ({ decide }) => ({
      decide: (trial, isVisible) => (trial.reports.length === 0 ? "prune" : decide(trial, isVisible)),
    }));
    expect(await failuresOf(pruner)).toContain("lets a trial go on that has reported nothing");
  });

  test("one that says it pauses and cannot take up, and one that does not say so", async () => {
    const promise = "says that it pauses trials exactly when it takes them up again";
    expect(await failuresOf(broken(medianPruner, () => ({}), { pauses: true }))).toContain(promise);
    expect(await failuresOf(broken(pausing, () => ({}), { pauses: false }))).toContain(promise);
  });

  test("one with a name that is none", async () => {
    expect(await failuresOf(broken(medianPruner, () => ({}), { name: "My Pruner" }))).toEqual([
      "has a name in kebab-case, and a title",
    ]);
  });

  test("one that takes up a trial that runs, or one twice", async () => {
    const promise = "takes up paused trials only, and none twice without a step between";
    const running = broken(pausing, ({ see, promote }) => {
      let last = 0;
      return {
        see(trial) {
          if (trial.state === "complete") last = trial.number;
          see(trial);
        },
        promote: () => promote?.() ?? (last > 0 ? last : undefined),
      };
    });
    expect(await failuresOf(running)).toContain(promise);
    const twice = broken(pausing, ({ promote }) => {
      let last: number | undefined;
      return {
        promote() {
          const again = last;
          last = promote?.();
          return again ?? last;
        },
      };
    });
    expect(await failuresOf(twice)).toContain(promise);
  });

  test("one that takes up more than it promises", async () => {
    const greedy = iterativeDeepeningHyperbandPruner({ mode: "efficient", maximum: 16, eta: 2 });
    expect(await failuresOf(greedy, third)).toEqual([
      "takes up no more of those that pause at a step than it promises",
    ]);
    expect(await failuresOf(greedy, { promotes: 1 / 2 })).toEqual([]);
  });

  test("one whose promotions depend on what it has seen on the way", async () => {
    const pruner = broken(pausing, ({ see, promote }) => {
      let changes = 0;
      return {
        see(trial) {
          changes++;
          see(trial);
        },
        promote: () => (changes % 5 === 0 ? undefined : promote?.()),
      };
    });
    expect(await failuresOf(pruner)).toContain("takes up the same trials in a process that has just begun");
  });
});
