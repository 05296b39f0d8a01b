import type { Plain } from "infimum";
import type { Store } from "../../store/store.ts";
import { type Check, demandRejection, demandSame } from "../check.ts";
import { noon, runningDraft, trialsOf } from "./samples.ts";
import { strangeNames } from "./studies.ts";
import { onNewStudy, onTwoHandles, type StoreSubject } from "./subject.ts";

/** Every number that something is known to lose. */
const awkwardNumbers: readonly number[] = [
  NaN,
  -0,
  0,
  Infinity,
  -Infinity,
  5e-324,
  -2.2250738585072014e-308,
  Number.MAX_VALUE,
  0.1 + 0.2,
  1 / 3,
  2 ** 53,
  -(2 ** 63),
  2 ** 64,
  1e21,
  123456789.12345679,
];

const awkwardPlain: Plain = {
  numbers: awkwardNumbers,
  text: strangeNames,
  nothing: [undefined, null],
  flags: [true, false],
  empty: [{}, [], ""],
  vectors: [
    Float64Array.from(awkwardNumbers),
    Float32Array.of(NaN, -0, 1 / 3),
    Int32Array.of(-1, 2 ** 31 - 1),
    Uint32Array.of(2 ** 32 - 1),
    Uint8Array.of(0, 255),
    new Float64Array(),
  ],
  $: "a name that the encoding uses itself",
  $data: { $: "f64" },
  ["__proto__"]: { polluted: false },
};

/** What is stored comes back bit for bit. */
export function exactnessChecks(subject: StoreSubject): Check[] {
  return [
    onNewStudy(
      subject,
      "keeps NaN, -0, infinities and every other number in points, values and reports",
      async (store) => {
        const codes = Float64Array.from(awkwardNumbers);
        await store.addTrial("study", { ...runningDraft(), codes });
        await store.apply("study", 0, { kind: "revise", fence: 1, step: 1.5, codes: codes.toReversed() });
        for (const [step, value] of awkwardNumbers.entries())
          await store.apply("study", 0, { kind: "report", fence: 1, step, value });
        for (const [i, step] of [-1.5, -0.1, 1e300].entries())
          await store.apply("study", 0, { kind: "report", fence: 1, step, value: i });
        const values = awkwardNumbers;
        await store.apply("study", 0, {
          kind: "complete",
          fence: 1,
          values,
          constraints: values.toReversed(),
          at: noon,
        });
        await store.apply("study", 0, { kind: "complete", fence: 0, values: values.toReversed(), at: noon + 0.5 });
        const [stored] = await trialsOf(store, "study");
        demandSame(stored.codes, codes, "the point");
        demandSame(stored.revisions, [{ step: 1.5, codes: codes.toReversed() }], "the list of points it went on with");
        demandSame(
          stored.reports.map(({ step, value }) => [step, value]),
          [...awkwardNumbers.entries(), [-1.5, 0], [-0.1, 1], [1e300, 2]],
          "the list of reports",
        );
        demandSame(stored.values, [...values], "the list of values");
        demandSame(stored.constraints, values.toReversed(), "the list of constraints");
        demandSame(stored.late, [{ values: values.toReversed(), at: noon + 0.5 }], "the list of late answers");
      },
    ),
    onNewStudy(subject, "keeps notes, attributes and what was kept as they were", async (store) => {
      await storeAwkwardly(store);
      const [stored] = await trialsOf(store, "study");
      demandSame(stored.note, awkwardPlain, "the note");
      demandSame(stored.kept, awkwardPlain, "what was kept");
      const attributes = Object.fromEntries(strangeNames.map((name): [string, Plain] => [name, awkwardPlain]));
      demandSame(stored.attributes, { ...attributes, drafted: awkwardPlain }, "the record of attributes");
    }),
    onNewStudy(subject, "tells what is null from what is not there", async (store) => {
      await store.addTrial("study", { ...runningDraft(), note: null, attributes: { nothing: undefined } });
      await store.addTrial("study", { ...runningDraft(), codes: new Float64Array() });
      await store.apply("study", 0, { kind: "pause", fence: 1, kept: null, at: noon });
      await store.apply("study", 1, { kind: "complete", fence: 1, values: [], constraints: [], at: noon });
      const [first, second] = await trialsOf(store, "study");
      demandSame([first.note, first.kept, first.attributes], [null, null, { nothing: undefined }], "what is null");
      demandSame(
        [first.codes, second.codes, second.note, second.values, second.constraints],
        [undefined, new Float64Array(), undefined, [], []],
        "what is not there, or empty",
      );
    }),
    onNewStudy(subject, "keeps names and messages of all kinds", async (store) => {
      for (const [number, name] of strangeNames.entries()) {
        const { owner } = await store.addTrial("study", runningDraft(name));
        demandSame(owner, name, "the owner");
        await store.apply("study", number, { kind: "fail", fence: 1, reason: "raised", message: name, at: noon });
      }
      await store.addTrial("study", runningDraft());
      for (const name of strangeNames)
        await store.putArtifact("study", strangeNames.length, name, new TextEncoder().encode(name));
      const trials = await trialsOf(store, "study");
      const messages = trials.slice(0, -1).map(({ failure }) => failure?.message);
      demandSame(messages, [...strangeNames], "the list of messages");
      demandSame(await store.artifacts("study", strangeNames.length), strangeNames.toSorted(), "the list of artifacts");
      for (const name of strangeNames) {
        const content = await store.artifact("study", strangeNames.length, name);
        demandSame(content, new TextEncoder().encode(name), `the artifact ${JSON.stringify(name)}`);
      }
    }),
    ...["function", "class instance", "symbol", "bigint"].map((kind, i) =>
      onNewStudy(subject, `refuses a note that holds a ${kind}, and stores nothing of it`, async (store) => {
        const note = [() => 1, new Date(0), Symbol("a"), 1n][i] as unknown as Plain;
        await demandRejection(store.addTrial("study", { at: noon, note: { note } }), "not-plain-data", "such a note");
        demandSame(await trialsOf(store, "study"), [], "the list of trials");
        await store.addTrial("study", runningDraft());
        const applied = store.apply("study", 0, { kind: "annotate", name: "a", value: note });
        await demandRejection(applied, "not-plain-data", "such an attribute");
        demandSame((await trialsOf(store, "study"))[0].attributes, {}, "the record of attributes");
      }),
    ),
    ...onTwoHandles(subject, "shows another that has the store open the same to the last bit", async (here, there) => {
      await storeAwkwardly(here);
      demandSame(await trialsOf(there, "study"), await trialsOf(here, "study"), "what another sees");
    }),
  ];
}

async function storeAwkwardly(store: Store): Promise<void> {
  await store.addTrial("study", { ...runningDraft(), note: awkwardPlain, attributes: { drafted: awkwardPlain } });
  for (const name of strangeNames) await store.apply("study", 0, { kind: "annotate", name, value: awkwardPlain });
  await store.apply("study", 0, { kind: "pause", fence: 1, kept: awkwardPlain, at: noon });
}
