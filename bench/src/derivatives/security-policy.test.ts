import { differentiate, minimize } from "infimum";
import { expect, test } from "vitest";
import { bundlePage } from "../fixtures/bundle-page.ts";
import { answersUnderPolicies, chromium } from "../fixtures/under-policies.ts";

/** A chain of twelve unknowns with a branch, minimized, and its gradient at the start. */
function solveChain(differentiateBy: typeof differentiate, minimizeBy: typeof minimize) {
  const chain = (x: ArrayLike<number>): number => {
    let sum = 0;
    for (let i = 0; i + 1 < x.length; i++) {
      const miss = x[i + 1] - x[i] ** 2;
      sum += (x[i] > 0 ? Math.sqrt(1 + miss * miss) - 1 : miss * miss) + 0.1 * Math.exp(-x[i]) + 0.1 * (1 - x[i]) ** 2;
    }
    return sum;
  };
  const x0 = Array.from({ length: 12 }, (_, i) => (i % 2 === 0 ? 1.5 : -0.5));
  const { x, derivatives, status } = minimizeBy(chain, x0);
  const { source, gradient } = differentiateBy(chain, 12);
  return {
    x: Array.from(x).join(),
    gradient: Array.from(gradient(Float64Array.from(x0))).join(),
    source,
    derivatives,
    status,
  };
}

test.skipIf(chromium === undefined)(
  "in a browser, under any content security policy, derivatives are exact and a run has the same bits (needs Chromium)",
  async () => {
    const code = await bundlePage(
      `import { differentiate, minimize } from "infimum";
      ${solveChain.toString()}
      globalThis.answer = solveChain(differentiate, minimize);`,
    );
    const answers = await answersUnderPolicies<ReturnType<typeof solveChain>>(code);
    for (const { source, status } of Object.values(answers)) expect([source, status]).toEqual(["exact", "converged"]);
    expect(answers.open.derivatives).toBe("exact");
    expect(answers["with wasm"].derivatives).toBe("exact");
    expect(answers.strict.derivatives).toMatch(/^exact, and interpreted/);
    for (const { x, gradient } of Object.values(answers)) {
      expect(gradient).toBe(answers.open.gradient);
      expect(x).toBe(answers.open.x);
    }
  },
  60_000,
);
