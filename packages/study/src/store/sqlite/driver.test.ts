import { afterEach, expect, test, vi } from "vitest";
import { chooseDriver, openWithLibsql, resultCode } from "./driver.ts";

const { getBuiltinModule } = process as { getBuiltinModule?: unknown };

afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(process, { getBuiltinModule });
});

test("a Node without SQLite gets libsql, and one with it its own", () => {
  const provide = (found: unknown) =>
    Object.assign(process, { getBuiltinModule: (name: string) => (name === "node:sqlite" ? found : undefined) });
  provide(undefined);
  expect(chooseDriver()).toBe(openWithLibsql);

  const opened: string[] = [];
  provide({
    DatabaseSync: function OwnDatabase(path: string) {
      opened.push(path);
    },
  });
  chooseDriver()("study.db");
  expect(opened).toEqual(["study.db"]);
});

test("the warning that SQLite is experimental is swallowed, and every other is let through", () => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
  const loading = () => {
    process.emitWarning("SQLite is an experimental feature and might change at any time", "ExperimentalWarning");
    process.emitWarning("the disk is old", "OtherWarning");
    return undefined;
  };
  Object.assign(process, { getBuiltinModule: loading });
  chooseDriver();
  process.emitWarning("later");
  expect(warn.mock.calls.map(([message]) => message)).toEqual(["the disk is old", "later"]);
});

test.each([
  ["libsql", openWithLibsql],
  ["the driver of this Node", chooseDriver()],
])("the errors of %s have the result codes of SQLite", (_, open) => {
  const codeOf = (fail: () => unknown): number | undefined => {
    try {
      fail();
    } catch (error) {
      return resultCode(error);
    }
    return undefined;
  };
  const connection = open(":memory:");
  connection.exec("CREATE TABLE things (a UNIQUE); INSERT INTO things VALUES (1)");
  // SQLITE_CANTOPEN, SQLITE_ERROR, SQLITE_CONSTRAINT_UNIQUE
  expect(codeOf(() => open("/no such folder/study.db"))).toBe(14);
  expect(codeOf(() => connection.exec("NONSENSE"))).toBe(1);
  expect(codeOf(() => connection.prepare("INSERT INTO things VALUES (?)").run(1))).toBe(2067);
  expect(resultCode(new Error("something else"))).toBeUndefined();
  expect(resultCode(undefined)).toBeUndefined();
});
