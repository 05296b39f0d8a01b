import { expect, it } from "vitest";
import { counted, duration, readable } from "./readable.ts";

it("shortens numbers and groups thousands", () => {
  expect([readable(1234567), readable(0.123456789), readable(-1.5e-9), readable(NaN), readable(Infinity)]).toEqual([
    "1,234,567",
    "0.123457",
    "-1.5e-9",
    "none",
    "∞",
  ]);
});

it("counts one and many", () => {
  expect([counted(1, "evaluation"), counted(2000, "evaluation")]).toEqual(["1 evaluation", "2,000 evaluations"]);
});

it("says a time in the unit that fits, and never 60 seconds", () => {
  expect([0.0123, 0.9999, 59.97, 125, 7380].map(duration)).toEqual([
    "12 ms",
    "1.0 s",
    "1 min 0 s",
    "2 min 5 s",
    "2 h 3 min",
  ]);
});
