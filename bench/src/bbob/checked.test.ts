import { checkProblem, problem } from "infimum";
import { expect, test } from "vitest";
import { bbob, bbobFunctions } from "./bbob.ts";

/** Weierstrass and Katsuura have ripples that no difference follows; the derivative of the second is nowhere. */
const rippled: ReadonlySet<number> = new Set([16, 23]);
const x0 = [1, -2, 0.5, 3, -1.3];

/** The gradient by differences of fourth order, to seven digits. */
function gradient(f: (x: readonly number[]) => number, x: readonly number[]): number[] {
  return x.map((entry, i) => {
    const at = (t: number): number => f(x.map((other, j) => (j === i ? entry + t : other)));
    const h = 2 ** -19;
    return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
  });
}

test.each(
  Array.from({ length: bbobFunctions }, (_, k) => k + 1),
)("the check of function %i of the BBOB suite, with its gradient, raises no alarm", async (number) => {
  for (const instance of [1, 2]) {
    const { objective, lower, upper } = bbob({ function: number, dimension: x0.length, instance });
    const given = rippled.has(number) ? {} : { gradient: (x: any) => gradient(objective, [...x]) };
    const stated = problem({ objective: (x) => objective(x), ...given, x0, bounds: { lower, upper } });
    const { findings, derivatives } = await checkProblem(stated, { seed: instance });
    expect(derivatives.wrong).toEqual([]);
    const alarms = findings.filter(({ severity }) => severity !== "note");
    // they are what the names of the functions say: ripples, steps, conditions of 1e6 and more
    const steps = number === 7 ? ["plateau"] : [];
    const expected = new Set(rippled.has(number) ? ["noisy-values"] : ["badly-scaled", "ill-conditioned", ...steps]);
    expect(alarms.filter(({ code }) => !expected.has(code))).toEqual([]);
  }
});
