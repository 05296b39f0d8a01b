import { expect, test } from "vitest";
import { solvesPublishedProblems } from "../fixtures/curvature-promises.ts";
import { hardObjectives } from "../fixtures/hard-objectives.ts";
import { runnerOf } from "../fixtures/runner.ts";
import { trustKrylov } from "./trust-krylov.ts";

const run = runnerOf(trustKrylov);

solvesPublishedProblems(run);

test("a saddle that the gradient leads straight into is left along its negative curvature", () => {
  const result = run(hardObjectives.saddle);
  expect(result.status).toBe("converged");
  expect(result.value).toBeCloseTo(-0.25, 12);
});

test("gives defined results where there is no minimum, no value or no smoothness", () => {
  expect(run(hardObjectives.withoutValuesBelowZero).ok).toBe(true);
  expect(run(hardObjectives.constant)).toMatchObject({ status: "converged", value: 3 });
  expect(run(hardObjectives.quartic).status).toBe("converged");
  expect(run(hardObjectives.line).status).toBe("unbounded");
  expect(run(hardObjectives.parabola).status).toBe("unbounded");
  expect(run(hardObjectives.neverValid).status).toBe("failed");
});

test("a radius that is no positive length is refused in words", () => {
  for (const trustRadius of [0, -1, Infinity, NaN])
    expect(() => trustKrylov({ trustRadius })).toThrow(/positive length/);
});
