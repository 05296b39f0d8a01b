import { array, differentiateArrays, matmul, mean, square, tanh } from "infimum/arrays";
import { expect, test } from "vitest";
import { bundlePage } from "../fixtures/bundle-page.ts";
import { answersUnderPolicies, chromium } from "../fixtures/under-policies.ts";

const functions = { array, differentiateArrays, matmul, mean, square, tanh };

/** Value and gradient of a small network. */
function derive(given: typeof functions) {
  const wave = (length: number) =>
    Float32Array.from({ length }, (_, i) => Math.fround(((i * 7919) % 1009) / 1000 - 0.5));
  const w = given.array(wave(7 * 9), { shape: [7, 9] });
  const x = given.array(wave(13 * 7), { shape: [13, 7] });
  const derivatives = given.differentiateArrays(
    (traced) => given.mean(given.square(given.tanh(given.matmul(x, traced.w)))),
    { w },
  );
  const { value, gradient } = derivatives.valueAndGradient({ w });
  return { how: derivatives.how, value, gradient: Array.from(gradient.w.entries).join() };
}

test.skipIf(chromium === undefined)(
  "in a browser, under any content security policy, functions of arrays have the same bits (needs Chromium)",
  async () => {
    const code = await bundlePage(
      `import { array, differentiateArrays, matmul, mean, square, tanh } from "infimum/arrays";
      ${derive.toString()}
      globalThis.answer = derive({ array, differentiateArrays, matmul, mean, square, tanh });`,
    );
    const here = derive(functions);
    expect(here.how).toBe("compiled");
    const { strict, ...others } = await answersUnderPolicies<ReturnType<typeof derive>>(code);
    expect(strict).toEqual({ ...here, how: "interpreted" });
    for (const answer of Object.values(others)) expect(answer).toEqual(here);
  },
  60_000,
);
