import fc from "fast-check";
import { expect, test } from "vitest";
import { ProgramBuilder } from "./builder.ts";
import { keyOf } from "./key.ts";
import type { Value } from "./value.ts";
import { ValueTable } from "./value-table.ts";

const build = new ProgramBuilder(1);
const values: Value[] = Array.from({ length: 50 }, (_, k) => build.integer(k));

test("a table finds what a map finds, whatever is put there in whatever order", () => {
  const id = fc.integer({ min: -1, max: 6 });
  const entry = fc.tuple(fc.constantFrom("add", "mul", "select"), id, id, id, fc.nat(values.length - 1));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 400 }), (entries) => {
      const [table, map] = [new ValueTable(), new Map<string, Value>()];
      for (const [operation, a, b, c, which] of entries) {
        const key = keyOf(operation, a, b, c);
        const text = [operation, a, b, c].join(" ");
        expect(table.find(key)).toBe(map.get(text));
        table.set(key, values[which]);
        map.set(text, values[which]);
      }
      for (const [operation, a, b, c] of entries) {
        expect(table.find(keyOf(operation, a, b, c))).toBe(map.get([operation, a, b, c].join(" ")));
      }
    }),
  );
});
