import { expect, test } from "vitest";
import { didYouMean } from "./did-you-mean.ts";

const names = ["bfgs", "l-bfgs", "nelder-mead", "newton-trust-region"];

test("a name with a slip or two is taken for the one it is closest to", () => {
  expect(didYouMean("bfgz", names)).toBe('did you mean "bfgs"?');
  expect(didYouMean("lbfgs", names)).toBe('did you mean "l-bfgs"?');
  expect(didYouMean("Nelder_Mead", names)).toBe('did you mean "nelder-mead"?');
});

test("a name that is like none of them gets the whole list", () => {
  expect(didYouMean("simulated-annealing", ["bfgs"])).toBe("known are bfgs.");
  expect(didYouMean("x", [])).toBe("known are none.");
});
