import { expect, test } from "vitest";
import { bfgs } from "../methods/gradients/bfgs.ts";
import { lBfgs } from "../methods/gradients/l-bfgs.ts";
import { proximalGradient } from "../methods/gradients/proximal-gradient.ts";
import { cmaEs } from "../methods/values/cma-es.ts";
import { nelderMead } from "../methods/values/nelder-mead.ts";
import { minimizer as completeMinimizer } from "../minimizer.ts";
import { problem } from "../problem/problem.ts";
import { method } from "../run/method.ts";
import { l1 } from "../terms/index.ts";
import { asyncMinimizer } from "./async-minimizer.ts";
import { complete } from "./complete.ts";
import { minimizer } from "./minimizer.ts";
import { solver } from "./solver.ts";

const rosenbrock = (x: ArrayLike<number>): number => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2;
const slope = (x: ArrayLike<number>): number[] => [
  -2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] ** 2),
  200 * (x[1] - x[0] ** 2),
];
const start = [-1.2, 1] as const;
const code = (wanted: string) => expect.objectContaining({ code: wanted });

/** A descent that claims the objective falls without end. */
const claimsRay = method({
  name: "claims-ray",
  version: 1,
  title: "One step down",
  needs: ["value"],
  options: {},
  *start(view) {
    yield* view.value(view.x0);
    return { steps: 0 };
  },
  *step(state, view) {
    const next = view.scratch();
    for (let i = 0; i < next.length; i++) next[i] = view.x0[i] - 1;
    yield* view.value(next);
    state.steps++;
    return { stop: "unbounded", why: "it fell" } as const;
  },
});

/** Draws, and does not say so. */
const drawsUnsaid = method({
  name: "draws-unsaid",
  version: 1,
  title: "One random point",
  needs: ["value"],
  options: {},
  *start(view) {
    const x = view.scratch();
    x.fill(view.random("point").uniform());
    const value = yield* view.value(x);
    return { value };
  },
  // oxlint-disable-next-line require-yield -- it has nothing to ask
  *step() {
    return { stop: "settled", why: "one point is enough" } as const;
  },
});

test("a lean minimizer finds what the complete one finds, point by point", () => {
  for (const gradient of [slope, undefined]) {
    for (const listed of [lBfgs, bfgs, nelderMead, cmaEs]) {
      const derivatives = gradient ? undefined : ("finite-difference" as const);
      const options = { gradient, derivatives, bounds: { lower: -2, upper: 2 }, seed: 3 };
      const lean = minimizer([listed])(rosenbrock, start, options);
      const whole = completeMinimizer([listed])(rosenbrock, start, options);
      expect(lean.x).toEqual(whole.x);
      expect(lean.status).toBe(whole.status);
      expect(lean.ok).toBe(true);
    }
  }
});

test("a lean certificate is of first order, a complete one of second", () => {
  expect(minimizer([lBfgs])(rosenbrock, start, { gradient: slope }).certificate.kind).toBe("stationary");
  expect(minimizer([lBfgs], complete)(rosenbrock, start, { gradient: slope }).certificate.kind).toBe("minimum");
});

test("a lean minimizer takes the first listed method that serves", () => {
  const minimize = minimizer([lBfgs, nelderMead]);
  expect(minimize(rosenbrock, start).method).toBe("l-bfgs");
  expect(minimize(rosenbrock, start, { derivatives: "none" }).method).toBe("nelder-mead");
});

test("what a lean minimizer has not is refused with the way to have it", () => {
  const composite = problem({ objective: (x) => (x[0] - 3) ** 2, x0: [0], plus: [l1(1)] });
  expect(() => minimizer([proximalGradient])(composite)).toThrow(/complete/);
  expect(minimizer([proximalGradient], complete)(composite).x[0]).toBeCloseTo(2.5, 6);

  const checkpoint = solver([nelderMead])(problem({ objective: rosenbrock, x0: start })).freeze();
  const stated = problem({ objective: rosenbrock, x0: start });
  expect(() => minimizer([nelderMead])(stated, { checkpoint })).toThrow(code("no-checkpoints"));
  expect(minimizer([nelderMead], complete)(stated, { checkpoint }).status).toBe("converged");

  expect(() => minimizer([drawsUnsaid])(rosenbrock, start)).toThrow(/random: RandomStream/);
  expect(minimizer([drawsUnsaid], complete)(rosenbrock, start).method).toBe("draws-unsaid");
});

test("a fall without end is said only by a minimizer that follows rays", () => {
  const falling = (x: ArrayLike<number>): number => x[0];
  expect(minimizer([claimsRay])(falling, [0]).status).toBe("stalled");
  expect(minimizer([claimsRay], complete)(falling, [0]).status).toBe("unbounded");
});

test("solver and asyncMinimizer go on from a checkpoint with lean equipment too", async () => {
  const stated = problem({ objective: rosenbrock, x0: start });
  const solve = solver([nelderMead]);
  const run = solve(stated);
  let steps = 0;
  for (const _ of run) if (++steps === 20) break;
  const whole = minimizer([nelderMead])(stated);
  const resumed = await asyncMinimizer([nelderMead])(stated, { checkpoint: run.freeze() });
  expect(resumed.x).toEqual(whole.x);
  expect(resumed.evaluations).toBe(whole.evaluations);
});
