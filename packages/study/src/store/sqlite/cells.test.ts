import fc from "fast-check";
import { expect, test } from "vitest";
import { cellOfNumber, cellOfText, numberOfCell, numbersOfText, textOfCell, textOfNumbers } from "./cells.ts";
import { openWithLibsql } from "./driver.ts";

const database = openWithLibsql(":memory:");
database.exec("CREATE TABLE cells (number, text TEXT)");
const write = database.prepare("UPDATE cells SET number = ?, text = ?");
const read = database.prepare("SELECT * FROM cells");
database.exec("INSERT INTO cells VALUES (0, '')");

const anyDouble = fc.oneof(fc.double(), fc.constantFrom(NaN, -0, Infinity, -Infinity, 5e-324, 2 ** 53, 2 ** 64, 1e21));

test("any float64 goes through a column of SQLite and comes back to the bit", () => {
  fc.assert(
    fc.property(anyDouble, (value) => {
      write.run(cellOfNumber(value), "");
      expect(numberOfCell(read.get()?.number)).toBe(value);
    }),
  );
});

test("any numbers go through their text and come back to the bit", () => {
  fc.assert(
    fc.property(fc.array(anyDouble), (values) => {
      expect(numbersOfText(textOfNumbers(values))).toEqual(values);
    }),
  );
});

test("SQLite reads the text of numbers as those numbers", () => {
  const text = textOfNumbers([1.5, NaN, Infinity, -Infinity, 1e-7, 1e21]);
  const rows = database.prepare("SELECT value FROM json_each(?)").all(text);
  expect(rows.map(({ value }) => value)).toEqual([1.5, null, Infinity, -Infinity, 1e-7, 1e21]);
});

test("any text, halves of characters and zeros included, goes through a column and comes back", () => {
  const unit = fc.oneof(fc.nat(0xffff), fc.constantFrom(0x61, 0, 0x22, 0x5c, 0xd800, 0xdc00));
  const anyText = fc.array(unit).map((units) => String.fromCharCode(...units));
  fc.assert(
    fc.property(anyText, (text) => {
      write.run(0, cellOfText(text));
      expect(textOfCell(read.get()?.text)).toBe(text);
    }),
  );
});

test("ordinary text is stored as it is", () => {
  for (const text of ["digits", "größe 👩‍🔬", "it's"]) expect(cellOfText(text)).toBe(text);
});
