import { expect, it } from "vitest";
import { smoothFamilies } from "../problems/smooth-problems.ts";
import { openScipy, Scipy } from "./scipy.ts";

it("names an interpreter that is not there", async () => {
  expect(await openScipy("no-such-python")).toEqual({ absent: "no no-such-python on the path" });
});

const scipy = await openScipy();

it.runIf(scipy instanceof Scipy)("solves the same problems from the same start", async () => {
  const peer = scipy as Scipy;
  for (const family of smoothFamilies) {
    const problem = family.make(family.dimensions[0]);
    const run = await peer.smooth({
      problem: problem.name,
      x0: [...problem.x0],
      method: "trust-ncg",
      options: { maxiter: 3 },
      target: 0,
      budget: 100,
    });
    const first = problem.objective(problem.x0);
    // sums of up to a hundred terms in another order
    expect(Math.abs(run.first - first)).toBeLessThanOrEqual(1e-12 * first);
    expect(run.products).toBeGreaterThan(0);
    expect(run.value).toBeLessThan(first);
  }
  peer.close();
});
