import fc from "fast-check";
import { expect, it } from "vitest";
import { wrapped } from "./wrapped.ts";

it("breaks long lines between words, and goes on where their text begins", () => {
  const text = "note     one two three four\n   -> five six seven eight\nshort";
  expect(wrapped(text, 20).split("\n")).toEqual([
    "note     one two",
    "         three four",
    "   -> five six seven",
    "      eight",
    "short",
  ]);
});

it("keeps every word, in order, and no line is longer but for one word", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "-", "."), minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), fc.integer({ min: 10, max: 60 }), (words, columns) => {
      const lines = wrapped(words.join(" "), columns).split("\n");
      expect(lines.join(" ").split(/ +/)).toEqual(words);
      for (const line of lines) expect(line.length <= columns || !line.includes(" ")).toBe(true);
    }),
  );
});
