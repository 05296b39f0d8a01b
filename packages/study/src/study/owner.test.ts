import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import { isGone, newOwner } from "./owner.ts";

test("no two owners are the same", () => {
  expect(newOwner()).not.toBe(newOwner());
});

test("a process of this machine that has ended is gone; this one, others that run, and other machines' are not", () => {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  expect(isGone(`${hostname()}:${pid}:a`)).toBe(true);
  expect(isGone(newOwner())).toBe(false);
  expect(isGone(`${hostname()}:${process.ppid}:a`)).toBe(false);
  expect(isGone(`elsewhere:${pid}:a`)).toBe(false);
  expect(isGone("whoever")).toBe(false);
});
