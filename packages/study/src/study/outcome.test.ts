import { describe, expect, test } from "vitest";
import { distance, open } from "./fixtures/plane.ts";

describe("whatever an objective answers is data", () => {
  const answers: [string, unknown, string][] = [
    ["NaN", NaN, "NaN"],
    ["Infinity", Infinity, "Infinity"],
    ["a string", "3", '"3"'],
    ["nothing", undefined, "undefined"],
    ["null", null, "null"],
    ["an array of the wrong length", [1, 2], "2 values"],
    ["an object without a value", { loss: 1 }, "without value"],
    ["constraints that are no numbers", { value: 1, constraints: ["a"] }, "constraints"],
  ];
  test.each(answers)("%s fails the trial and says why", async (_, answer, reason) => {
    const study = await open();
    await study.run((params, { number }) => (number === 1 ? (answer as number) : distance(params)), { trials: 4 });
    const [, failed, ...rest] = study.trials();
    expect(failed).toMatchObject({ state: "failed", failure: { reason: "invalid" } });
    expect(failed.failure?.message).toContain(reason);
    expect(rest.every(({ state }) => state === "complete")).toBe(true);
  });

  test("a throw after the first complete trial fails its trial alone", async () => {
    const study = await open();
    await study.run(
      (params, { number }) => {
        if (number === 1) throw new RangeError("no such thing");
        return distance(params);
      },
      { trials: 3 },
    );
    expect(study.trials()[1].failure).toEqual({ reason: "raised", message: "RangeError: no such thing" });
  });

  test("a throw before any trial was complete is the caller's mistake, with its cause", async () => {
    const study = await open();
    const cause = new TypeError("x is not a function");
    const run = study.run(() => {
      throw cause;
    });
    await expect(run).rejects.toMatchObject({ code: "objective-threw", cause });
    expect(study.trials()).toMatchObject([{ state: "failed" }]);
  });

  test("values with constraints count when no constraint is above 0", async () => {
    const study = await open();
    await study.run((params) => ({ value: distance(params), constraints: [params.x] }), { trials: 40 });
    const feasible = study.trials().filter(({ params }) => params!.x <= 0);
    expect(study.best?.value).toBe(Math.min(...feasible.map(({ value }) => value!)));
    expect(study.best?.feasible).toBe(true);
  });
});
