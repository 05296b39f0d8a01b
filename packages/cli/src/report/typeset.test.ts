import { expect, it } from "vitest";
import { typeset } from "./typeset.ts";

it("prints numbers as a book does", () => {
  expect([
    typeset(-1.5),
    typeset(-2.25e-12),
    typeset(12000),
    typeset(1.5e30),
    typeset(NaN),
    typeset(-Infinity),
  ]).toEqual(["−1.5", "−2.25 × 10⁻¹²", "12,000", "1.5 × 10³⁰", "none", "−∞"]);
});
