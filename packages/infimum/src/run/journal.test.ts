import fc from "fast-check";
import { expect, test } from "vitest";
import { Journal } from "./journal.ts";

test("answers come back in the order they were noted, any number of any size", () => {
  const answer = fc.oneof(fc.double(), fc.float64Array({ maxLength: 200 }));
  fc.assert(
    fc.property(fc.array(answer, { maxLength: 60 }), (answers) => {
      const journal = new Journal();
      for (const each of answers) {
        if (typeof each === "number") journal.note(each);
        else journal.noteAll(each);
      }
      const thawed = new Journal();
      thawed.thaw(journal.freeze());
      for (const each of answers) {
        if (typeof each === "number") expect(thawed.next()).toBe(each);
        else {
          const out = new Float64Array(each.length);
          thawed.read(out);
          expect(out).toEqual(each);
        }
      }
      expect(thawed.replaying).toBe(false);
    }),
  );
});

test("a thawed journal is read first and written on after its end", () => {
  const journal = new Journal();
  journal.thaw(Float64Array.of(1, 2));
  expect([journal.replaying, journal.next(), journal.next(), journal.replaying]).toEqual([true, 1, 2, false]);
  journal.note(3);
  expect(journal.replaying).toBe(false);
  expect(journal.freeze()).toEqual(Float64Array.of(1, 2, 3));
});

test("a thawed journal that was not read to its end is frozen whole", () => {
  const journal = new Journal();
  journal.thaw(Float64Array.of(1, 2, 3));
  journal.next();
  expect(journal.freeze()).toEqual(Float64Array.of(1, 2, 3));
});

test("a new iteration begins with an empty journal", () => {
  const journal = new Journal();
  journal.note(1);
  journal.clear();
  expect(journal.freeze()).toEqual(new Float64Array());
  journal.note(2);
  expect(journal.freeze()).toEqual(Float64Array.of(2));
});

test("an order of points is kept as numbers and comes back as an order", () => {
  const journal = new Journal();
  journal.noteAll(Int32Array.of(2, 0, 1));
  const thawed = new Journal();
  thawed.thaw(journal.freeze());
  const order = new Int32Array(3);
  thawed.read(order);
  expect(order).toEqual(Int32Array.of(2, 0, 1));
});

test("what was frozen does not change with the journal", () => {
  const journal = new Journal();
  journal.note(1);
  const frozen = journal.freeze();
  journal.clear();
  journal.note(5);
  expect(frozen).toEqual(Float64Array.of(1));
});
