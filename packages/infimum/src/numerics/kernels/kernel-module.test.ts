import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { randomMatrix } from "../fixtures/known-matrices.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("the committed module is what the sources compile to", () => {
  const build = fileURLToPath(new URL("./assembly/build.js", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [build, "--check"], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
}, 60_000);

test("the kernels run where WebAssembly is", async () => {
  const { kernelBackend } = await import("./kernel-module.ts");
  expect(kernelBackend()).toEqual({ name: "wasm" });
});

const absent: readonly [string, unknown, RegExp][] = [
  ["is not there", undefined, /this engine has none/],
  [
    "is forbidden",
    {
      Module: function forbidden() {
        throw new Error("violates the Content Security Policy");
      },
    },
    /Content Security Policy/,
  ],
];

describe.each(absent)("where WebAssembly %s", (_, stub, why) => {
  test("that is said, and TypeScript gives the same product, factor and solution", async () => {
    const n = 60;
    const a = randomMatrix(n, n, 1);
    const results = async () => {
      vi.resetModules();
      const { cholesky, multiplyByTransposed, solveTriangular } = await import("../dense/index.ts");
      const { useKernels } = await import("../kernel-choice.ts");
      const { kernelBackend } = await import("./kernel-module.ts");
      const { wasmKernels } = await import("./wasm-kernels.ts");
      useKernels(wasmKernels);
      const square = multiplyByTransposed(a, a, n, n, n, new Float64Array(n * n));
      for (let i = 0; i < n; i++) square[i * (n + 1)] += 1;
      const factor = square.slice();
      const definite = cholesky(factor, n, factor);
      const solution = solveTriangular("lower", factor, n, a, n, new Float64Array(n * n));
      return { backend: kernelBackend(), all: { square, definite, factor, solution } };
    };
    const there = await results();
    vi.stubGlobal("WebAssembly", stub);
    const here = await results();
    expect(there.backend.name).toBe("wasm");
    expect(here.backend).toEqual({ name: "typescript", why: expect.stringMatching(why) });
    expect(here.all).toEqual(there.all);
  });
});

describe("the kernels' memory", () => {
  test("declines what is too much, and goes on with less", async () => {
    const { kernelModule } = await import("./kernel-module.ts");
    const module = kernelModule()!;
    expect(module.reserve(2 ** 27)).toBe(false);
    expect(module.reserve(100, 200)).toBe(true);
  });

  test("stays as it is when the engine gives no more", async () => {
    const { kernelModule } = await import("./kernel-module.ts");
    const module = kernelModule()!;
    const grow = vi.spyOn(Object.getPrototypeOf(module.exports.memory), "grow").mockImplementation(() => {
      throw new RangeError("out of memory");
    });
    expect(module.reserve(2 ** 25)).toBe(false);
    grow.mockRestore();
    expect(module.reserve(2 ** 25)).toBe(true);
  });

  test("keeps areas apart and aligned, and what is copied in comes out again", async () => {
    const { kernelModule } = await import("./kernel-module.ts");
    const module = kernelModule()!;
    module.reserve(8 * 7, 4 * 9);
    const [first, second] = [module.take(8 * 7), module.take(4 * 9)];
    expect([first % 16, second % 16]).toEqual([0, 0]);
    const wide = randomMatrix(7, 1, 2);
    const narrow = Float32Array.from(randomMatrix(9, 1, 3));
    module.copyIn(wide, 0, 7, 1, 7, first);
    module.copyIn(narrow, 0, 3, 3, 3, second);
    const [wideOut, narrowOut] = [new Float64Array(7), new Float32Array(9)];
    module.copyOut(first, wideOut, 0, 7, 1, 7);
    module.copyOut(second, narrowOut, 0, 3, 3, 3);
    expect(wideOut).toEqual(wide);
    expect(narrowOut).toEqual(narrow);
  });
});
