import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type TrialEvent, transition } from "./transition.ts";
import { hasEnded, newTrial, type TrialRecord, type TrialState } from "./trial-record.ts";

const created = 1_000;
const leaseEnd = 2_000;
const fence = 3;

/** A trial in each state, that was taken three times; written out, not made by `transition`. */
const running: TrialRecord = {
  ...newTrial(5, 17, { at: created, lease: { owner: "anna", until: leaseEnd } }),
  fence,
};
const inState: Record<TrialState, TrialRecord> = {
  waiting: { ...newTrial(5, 17, { at: created }), fence },
  running,
  paused: { ...running, state: "paused", owner: undefined, leaseUntil: undefined, kept: { round: 1 } },
  complete: { ...running, state: "complete", owner: undefined, leaseUntil: undefined, values: [1], finished: 1_500 },
  pruned: { ...running, state: "pruned", owner: undefined, leaseUntil: undefined, finished: 1_500 },
  failed: {
    ...running,
    state: "failed",
    owner: undefined,
    leaseUntil: undefined,
    failure: { reason: "raised", message: "no" },
    finished: 1_500,
  },
  stale: { ...running, state: "stale", leaseUntil: undefined },
};

type Kind = TrialEvent["kind"];

/** One event of each kind, by the current holder, after the lease has run out. */
function eventOf(kind: Kind, by = fence): TrialEvent {
  const at = leaseEnd + 500;
  switch (kind) {
    case "claim":
      return { kind, lease: { owner: "bob", until: at + 1_000 }, at };
    case "propose":
      return { kind, fence: by, codes: Float64Array.of(1, NaN), note: { from: "a sampler" } };
    case "revise":
      return { kind, fence: by, step: 2, codes: Float64Array.of(2, 3) };
    case "report":
      return { kind, fence: by, step: 1, value: 0.5 };
    case "renew":
      return { kind, fence: by, until: at + 1_000 };
    case "annotate":
      return { kind, name: "host", value: "a" };
    case "complete":
      return { kind, fence: by, values: [2], constraints: [-1], at };
    case "prune":
      return { kind, fence: by, at };
    case "release":
      return { kind, fence: by };
    case "pause":
      return { kind, fence: by, kept: { round: 2 }, at };
    case "fail":
      return { kind, fence: by, reason: "invalid", message: "no number", at };
    case "expire":
      return { kind, at };
  }
}

const kinds: readonly Kind[] = [
  "claim",
  "propose",
  "revise",
  "report",
  "renew",
  "annotate",
  "complete",
  "prune",
  "release",
  "pause",
  "fail",
  "expire",
];

/**
 * What becomes of the trial when the holder tells each event, in the order of `kinds`: the new state where it is accepted,
 * `late` and `refused` where the state stays.
 */
const table: Record<TrialState, string> = {
  // claim   propose revise  report  renew   annotate complete prune  release pause  fail   expire
  waiting: "running  late    late    late    late    waiting  late     late   late    late   late   refused",
  running: "refused  running running running running running  complete pruned waiting paused failed stale",
  paused: "running  late    late    late    late    paused   late     late   late    late   late   refused",
  complete: "refused  late    late    late    late    complete late     late   late    late   late   refused",
  pruned: "refused  late    late    late    late    pruned   late     late   late    late   late   refused",
  failed: "refused  late    late    late    late    failed   late     late   late    late   late   refused",
  stale: "refused  stale   stale   stale   running stale    complete pruned waiting paused failed refused",
};

describe.each(Object.entries(table))("a %s trial", (name, row) => {
  const before = inState[name as TrialState];
  const outcomes = row.split(/ +/);
  test.each(kinds.map((kind, i) => [kind, outcomes[i]] as const))("on %s: %s", (kind, outcome) => {
    const isTaken = outcome !== "late" && outcome !== "refused";
    const { record, reception } = transition(deeplyFrozen(before), eventOf(kind));
    expect(reception).toBe(isTaken ? "accepted" : outcome);
    expect(record.state).toBe(isTaken ? outcome : before.state);
    // the answer that is too late is kept, and nothing else happens
    if (outcome === "late" && kind === "complete") expect(record).toEqual({ ...before, late: record.late });
    else if (!isTaken) expect(record).toBe(before);
  });
});

describe("what an accepted event writes down", () => {
  const after = (kind: Kind, before = running) => transition(before, eventOf(kind)).record;
  const free = { owner: undefined, leaseUntil: undefined };

  test("claim: who has it until when, and that it was taken once more", () => {
    const held = { state: "running", fence: fence + 1, owner: "bob", leaseUntil: 3_500 };
    expect(after("claim", inState.waiting)).toEqual({ ...inState.waiting, ...held, started: 2_500 });
    // begun once, however often it is taken
    expect(after("claim", inState.paused)).toEqual({ ...inState.paused, ...held, started: created });
  });

  test("propose: the point and the note, once", () => {
    const proposed = after("propose");
    expect(proposed).toEqual({ ...running, codes: Float64Array.of(1, NaN), note: { from: "a sampler" } });
    const again = transition(proposed, { kind: "propose", fence, codes: Float64Array.of(9, 9) });
    expect(again).toEqual({ record: proposed, reception: "refused" });
  });

  test("propose and revise: copies of the codes", () => {
    const codes = Float64Array.of(1, 2);
    const proposed = transition(running, { kind: "propose", fence, codes }).record;
    const revised = transition(proposed, { kind: "revise", fence, step: 3, codes }).record;
    codes.fill(0);
    expect(revised).toEqual({
      ...running,
      codes: Float64Array.of(1, 2),
      revisions: [{ step: 3, codes: Float64Array.of(1, 2) }],
    });
  });

  test("report: in the order they came", () => {
    const second = transition(after("report"), { kind: "report", fence, step: 0, value: NaN }).record;
    expect(second).toEqual({
      ...running,
      reports: [
        { step: 1, value: 0.5 },
        { step: 0, value: NaN },
      ],
    });
  });

  test("report: the first word on a step counts", () => {
    const once = after("report");
    const twice = transition(once, { kind: "report", fence, step: 1, value: 99 });
    expect(twice.reception).toBe("accepted");
    expect(twice.record).toBe(once);
  });

  test("renew: the lease, also one that has run out", () => {
    expect(after("renew")).toEqual({ ...running, leaseUntil: 3_500 });
    expect(after("renew", inState.stale)).toEqual({ ...running, leaseUntil: 3_500 });
  });

  test("annotate: one attribute beside the others", () => {
    const annotated = transition(after("annotate"), { kind: "annotate", name: "__proto__", value: { a: 1 } }).record;
    expect(Object.entries(annotated.attributes)).toEqual([
      ["host", "a"],
      ["__proto__", { a: 1 }],
    ]);
  });

  test("complete, prune, pause and fail: their fields, and nobody holds the trial", () => {
    expect(after("complete")).toEqual({
      ...running,
      ...free,
      state: "complete",
      values: [2],
      constraints: [-1],
      finished: 2_500,
    });
    expect(after("prune")).toEqual({ ...running, ...free, state: "pruned", finished: 2_500 });
    expect(after("pause")).toEqual({ ...running, ...free, state: "paused", kept: { round: 2 } });
    const failure = { reason: "invalid", message: "no number" };
    expect(after("fail")).toEqual({ ...running, ...free, state: "failed", failure, finished: 2_500 });
  });

  test("release: from its beginning, or from where it paused", () => {
    const begun = transition(after("report"), eventOf("revise")).record;
    expect(after("release", begun)).toEqual({ ...running, ...free, state: "waiting" });
    const resumed = { ...begun, kept: { round: 1 } };
    expect(after("release", resumed)).toEqual({ ...resumed, ...free, state: "paused" });
  });

  test("expire: only that the lease is over, and only when it is", () => {
    expect(after("expire")).toEqual({ ...running, state: "stale", leaseUntil: undefined });
    for (const [at, state] of [
      [leaseEnd - 1, "running"],
      [leaseEnd, "stale"],
    ] as const)
      expect(transition(running, { kind: "expire", at }).record.state).toBe(state);
  });
});

describe("hundreds of reports", () => {
  const report = (record: TrialRecord, step: number) =>
    transition(record, { kind: "report", fence, step, value: step / 2 }).record;
  const records = [running];
  for (let step = 0; step < 300; step++) records.push(report(records[step], step));

  test("are all there, in order", () => {
    expect(records[300].reports).toEqual(Array.from({ length: 300 }, (_, step) => ({ step, value: step / 2 })));
  });

  test("are told from new ones, also in a record that was gone on with before", () => {
    for (const count of [300, 250, 100, 250, 300, 64, 63, 10]) {
      const before = records[count];
      for (const known of [0, count >> 1, count - 1]) expect(report(before, known)).toBe(before);
      for (const added of [count, count + 1, -1]) expect(report(before, added).reports).toHaveLength(count + 1);
    }
  });
});

describe("who has lost a trial to another", () => {
  const fenced = kinds.filter((kind) => "fence" in eventOf(kind));
  test.each(
    fenced.flatMap((kind) => [fence - 1, fence + 1].map((by) => [kind, by] as const)),
  )("%s of taking %d changes nothing of what taking 3 does", (kind, by) => {
    for (const before of [inState.running, inState.stale]) {
      const { record, reception } = transition(deeplyFrozen(before), eventOf(kind, by));
      expect(reception).toBe("late");
      expect({ ...record, late: [] }).toEqual(before);
      expect(record.late).toEqual(kind === "complete" ? [{ values: [2], at: 2_500 }] : []);
    }
  });
});

describe("late answers", () => {
  const tell = (record: TrialRecord, values: readonly number[], at: number) =>
    transition(record, { kind: "complete", fence, values, at }).record;

  test("are kept, each once, whenever they are told", () => {
    const first = tell(inState.failed, [NaN, -0], 10);
    const second = tell(first, [NaN, 0], 20);
    expect(second.late).toEqual([
      { values: [NaN, -0], at: 10 },
      { values: [NaN, 0], at: 20 },
    ]);
    expect(tell(second, [NaN, -0], 30)).toBe(second);
  });

  test("that say what the trial says already are no news", () => {
    expect(tell(inState.complete, [1], 10)).toBe(inState.complete);
    expect(tell(inState.complete, [1, 1], 10).late).toHaveLength(1);
  });

  test("of a stale trial are its answer", () => {
    expect(tell(inState.stale, [4], 10)).toMatchObject({ state: "complete", values: [4], late: [], finished: 10 });
  });
});

describe("whatever happens", () => {
  const value = fc.constantFrom(1, -0, NaN, Infinity);
  const someEvent = fc
    .record({ kind: fc.constantFrom(...kinds), offset: fc.constantFrom(0, 0, 0, -1), step: fc.nat(3), value })
    .chain(({ offset, ...rest }) => fc.record({ at: fc.nat(5_000) }).map(({ at }) => ({ ...rest, offset, at })));
  type SomeEvent = typeof someEvent extends fc.Arbitrary<infer E> ? E : never;

  /** The events told one after the other, by whoever holds the trial then (offset 0) or held it before. */
  function follow(events: readonly SomeEvent[], draft = { at: 0 }): TrialRecord[] {
    const records = [newTrial(0, 1, draft)];
    for (const { kind, offset, step, value: number, at } of events) {
      const last = records[records.length - 1];
      const base = eventOf(kind, last.fence + offset);
      const event = { ...base, ...("at" in base ? { at } : {}) } as any;
      if (kind === "report") Object.assign(event, { step, value: number });
      if (kind === "complete") event.values = [number];
      if (kind === "claim") event.lease = { owner: "bob", until: at + 10 };
      records.push(transition(deeplyFrozen(last), event).record);
    }
    return records;
  }

  const always = (hold: (records: readonly TrialRecord[]) => void) =>
    fc.assert(
      fc.property(fc.array(someEvent, { maxLength: 40 }), (events) => hold(follow(events))),
      { numRuns: 300 },
    );

  test("a trial is in one of its states, and has what belongs to it", () => {
    always((records) => {
      for (const record of records) {
        expect(Object.keys(table)).toContain(record.state);
        expect(record.values !== undefined).toBe(record.state === "complete");
        expect(record.failure !== undefined).toBe(record.state === "failed");
        expect(record.finished !== undefined).toBe(hasEnded(record));
        expect(record.leaseUntil !== undefined).toBe(record.state === "running");
        expect(record.owner !== undefined).toBe(record.state === "running" || record.state === "stale");
        expect(record.revision).toBe(1);
      }
    });
  });

  test("an end is the end: only attributes and late answers come after it", () => {
    always((records) => {
      const end = records.find(hasEnded);
      if (!end) return;
      const last = records[records.length - 1];
      expect({ ...last, attributes: end.attributes, late: end.late }).toEqual(end);
    });
  });

  test("the fence counts the claims, and each step is reported once", () => {
    always((records) => {
      for (const [i, record] of records.entries()) {
        const before = records[Math.max(0, i - 1)];
        const wasClaimed = record.state === "running" && (before.state === "waiting" || before.state === "paused");
        expect(record.fence - before.fence).toBe(wasClaimed ? 1 : 0);
        expect(new Set(record.reports.map(({ step }) => step)).size).toBe(record.reports.length);
      }
    });
  });

  test("reaches every state", () => {
    const reached = new Set<TrialState>();
    always((records) => {
      for (const { state } of records) reached.add(state);
    });
    expect([...reached].toSorted()).toEqual(Object.keys(table).toSorted());
  });
});

/** The record, such that a write to any part of it throws. */
function deeplyFrozen(record: TrialRecord): TrialRecord {
  const freeze = (value: unknown): void => {
    if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  };
  freeze(record);
  return record;
}
