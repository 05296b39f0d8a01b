import { layoutOf, type Parameters, type Shape } from "../problem/parameters.ts";
import type { Problem } from "../problem/problem.ts";
import { readStart } from "../problem/start.ts";
import type { Certificate } from "../run/certificate.ts";
import { drive } from "../run/drive.ts";
import { method } from "../run/method.ts";
import { prepare } from "../run/prepare.ts";
import { Run } from "../run/run.ts";
import { certifier } from "./certify.ts";

/** Evaluates its start and is done: what certifying a point has to ask before the certificate itself. */
const look = method({
  name: "look",
  version: 1,
  title: "One value",
  needs: ["value"],
  handles: ["bounds", "terms", "integers"],
  options: {},
  *start(problem) {
    yield* problem.value(problem.x0);
    return { iterations: 0 };
  },
  // oxlint-disable-next-line require-yield -- it has nothing to ask
  *step() {
    return { stop: "settled", why: "the point was given" } as const;
  },
});

/**
 * The certificate of any point, whoever found it: the same tests that a run's own answer has to pass.
 *
 * @param x a point, an array or a record shaped like the problem's x0
 * @throws InfimumError `x0-not-finite`, `x0-outside-bounds` for such a point; `objective-threw`
 *
 * @example
 * certify(problem({ objective: ([a]) => (a - 1) ** 2, x0: [0] }), [1]).holds; // true
 */
export function certify<P extends Parameters>(
  problem: Problem<P>,
  x: Shape<P> | ArrayLike<number>,
  tolerance?: number,
): Certificate {
  const { layout, lower, upper } = problem;
  const bounds = lower && upper ? { lower, upper } : undefined;
  const isVector = Array.isArray(x) || ArrayBuffer.isView(x);
  const isPoint = isVector || layout.pointOf !== undefined;
  const given = isVector ? x : (layout.pointOf?.(x) ?? x);
  const start = readStart(given as Parameters, isPoint ? layoutOf(new Float64Array(layout.dimension)) : layout, bounds);
  const run = new Run(prepare({ ...problem, x0: start }, look), look, { certifier: certifier(tolerance) });
  drive(run);
  return run.certificate;
}
