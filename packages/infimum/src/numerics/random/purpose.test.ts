import { expect, test } from "vitest";
import { purposeId } from "./purpose.ts";

test("names hash to the published FNV-1a numbers", () => {
  // the 32-bit FNV-1a test vectors of RFC 9923 and of Noll's page
  expect(purposeId("")).toBe(0x811c9dc5);
  expect(purposeId("a")).toBe(0xe40c292c);
  expect(purposeId("b")).toBe(0xe70c2de5);
  expect(purposeId("foobar")).toBe(0xbf9cf968);
});

test("a name is hashed by its UTF-8 bytes", () => {
  for (const name of ["é", "σ-step", "最小", "🎲 dice", "mutation"]) {
    let hash = 0x811c9dc5n;
    for (const byte of new TextEncoder().encode(name)) hash = ((hash ^ BigInt(byte)) * 0x01000193n) & 0xffffffffn;
    expect(purposeId(name)).toBe(Number(hash));
  }
});
