import { expect, test } from "vitest";
import { InfimumError } from "../error.ts";
import { method } from "./method.ts";

const stepper = method({
  name: "stepper",
  version: 1,
  title: "Takes steps",
  needs: ["value"],
  options: { stepSize: 0.1, most: 10 },
  validate({ stepSize }) {
    if (!(stepSize > 0)) throw new InfimumError("bad-option", `stepSize is ${stepSize}: give a positive number.`);
  },
  *start(view, { stepSize }) {
    return { value: yield* view.value(view.x0), stepSize };
  },
  *step() {},
});

test("a method is usable as it stands, and what its author left out has its default", () => {
  expect([stepper.name, stepper.options]).toEqual(["stepper", { stepSize: 0.1, most: 10 }]);
  expect([stepper.papers, stepper.rows, stepper.handles, stepper.settles]).toEqual([[], [], [], {}]);
  expect(stepper.measures({ value: 1, stepSize: 1 })).toEqual({});
});

test("called, it is the same method with other options, and stays as it was itself", () => {
  expect(stepper({ stepSize: 2 }).options).toEqual({ stepSize: 2, most: 10 });
  expect(stepper({ stepSize: 2 }).name).toBe("stepper");
  expect(stepper.options).toEqual({ stepSize: 0.1, most: 10 });
  expect(stepper().options).toEqual(stepper.options);
});

test("an option that is undefined is one that was not given", () => {
  expect(stepper({ stepSize: undefined }).options.stepSize).toBe(0.1);
});

test("an unknown option is refused, with the name that was meant", () => {
  expect(() => stepper({ stepsize: 1 } as object)).toThrow(
    'stepper has no option "stepsize": did you mean "stepSize"?',
  );
  expect(() => stepper({ temperature: 1 } as object)).toThrow(
    expect.objectContaining({ code: "unknown-option", message: expect.stringContaining("stepSize, most") }),
  );
  // what every object inherits is no option either
  expect(() => stepper({ toString: 1 } as object)).toThrow(expect.objectContaining({ code: "unknown-option" }));
});

test("options are validated when they are given", () => {
  expect(() => stepper({ stepSize: -1 })).toThrow(expect.objectContaining({ code: "bad-option" }));
});
