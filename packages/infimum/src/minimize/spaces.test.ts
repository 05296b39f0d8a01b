import { describe, expect, test } from "vitest";
import { certify } from "../certify/certify-point.ts";
import { minimizer as leanMinimizer } from "../core.ts";
import {
  all,
  bfgs,
  boundsByProjection,
  boundsByTransformation,
  cached,
  finiteDifferences,
  minimize,
  minimizeAsync,
  minimizer,
  nelderMead,
  type Problem,
  problem,
  randomSearch,
  scaled,
  solve,
} from "../index.ts";
import { method } from "../run/method.ts";
import { choice, float, int, type ParamsOf, space, variant, when } from "../space/index.ts";
import { l1 } from "../terms/l1.ts";

const coded = (code: string) => expect.objectContaining({ name: "InfimumError", code });

const mixed = space({
  width: float(0, 1),
  rate: float(1e-5, 1e-1, { log: true, start: 2e-4 }),
  layers: int(1, 8),
  dropout: float(0, 0.5, { step: 0.1 }),
  kind: choice("a", "b", "c"),
  momentum: when({ kind: "b" }, float(0, 1, { start: 0.2 })),
});
type Mixed = ParamsOf<typeof mixed>;

/** 0 at width 0.3, rate 1e-3, 5 layers, dropout 0.2, kind b, momentum 0.5. */
const bowl = ({ width, rate, layers, dropout, kind, momentum }: Mixed): number =>
  (width - 0.3) ** 2 +
  (Math.log10(rate) + 3) ** 2 +
  (layers - 5) ** 2 / 10 +
  (dropout - 0.2) ** 2 +
  (kind === "b" ? (momentum! - 0.5) ** 2 : 0.3);

const valueMethods = all.filter(({ needs }) => needs.every((need) => need === "value" || need === "values"));
const gradientMethods = all.filter((each) => !valueMethods.includes(each));

describe("minimize over a mixed space", () => {
  test("finds numbers, levels and choices together, and the record has its types", () => {
    const r = minimize(bowl, mixed);
    expect(r.value).toBeLessThan(1e-12);
    const { layers, dropout, kind }: Mixed = r.params;
    expect({ layers, dropout, kind }).toEqual({ layers: 5, dropout: 0.2, kind: "b" });
    expect(r.params.momentum).toBeCloseTo(0.5, 5);
    expect(r.params.rate).toBeCloseTo(1e-3, 8);
    expect(bowl(r.params)).toBe(r.value);
  });

  test("by itself uses a method that asks values, and says that there are levels", () => {
    const r = minimize(bowl, mixed, { budget: { evaluations: 10 } });
    expect([r.method, r.derivatives]).toEqual(["cma-es", "none"]);
    expect(r.explanation).toBe("a black box with 6 variables, 3 of them integers or choices");
  });

  test("never says converged: there is no certificate, and why", () => {
    for (const each of [nelderMead, "auto"] as const) {
      const r = minimize(bowl, mixed, { method: each });
      expect(["settled", "stalled"]).toContain(r.status);
      expect(r.certificate).toMatchObject({ kind: "none", holds: false, reason: expect.stringContaining("integer") });
    }
    const stated = problem({ objective: bowl, x0: mixed });
    const best = { width: 0.3, rate: 1e-3, layers: 5, dropout: 0.2, kind: "b", momentum: 0.5 } as const;
    expect(certify(stated, best)).toMatchObject({ kind: "none", reason: expect.stringContaining("integer") });
    expect(certify(stated, mixed.start)).toMatchObject({ kind: "none" });
  });

  test("the point has a code for everything: what is not there keeps the one it starts from", () => {
    const r = minimize((params) => bowl(params) + (params.kind === "b" ? 1 : 0), mixed);
    expect(r.params.kind).not.toBe("b");
    expect("momentum" in r.params).toBe(false);
    expect(r.x[5]).toBe(0.2);
    expect(r.x.every(Number.isFinite)).toBe(true);
    expect(mixed.decode(r.x)).toEqual(r.params);
  });

  test("the summary tells the values, not the codes, and only of what is there", () => {
    const r = minimize(() => 0, mixed, { method: randomSearch, budget: { evaluations: 1 } });
    expect(r.summary()).toContain('at           width = 0.5, rate = 0.0002, layers = 5, dropout = 0.3, kind = "a"\n');
  });

  test("an objective that throws is told with the values it threw at", () => {
    const broken = () => {
      throw new Error("no data");
    };
    expect(() => minimize(broken, mixed)).toThrow(/threw at .*kind = "a", before any point was good: Error: no data/);
  });

  test("goes up too, and passes data", () => {
    const r = minimize((params, { sign }) => sign * bowl(params), mixed, {
      goal: "maximize",
      data: { sign: -1 },
    });
    expect(Math.abs(r.value)).toBeLessThan(1e-12);
  });

  test("works with the lean functions, which know nothing of spaces", () => {
    const r = leanMinimizer([nelderMead])(bowl, mixed);
    expect(r.value).toBeLessThan(bowl(mixed.decode(mixed.start)));
    mixed.encode(r.params);
  });

  test("takes of the listed methods the one that asks values, and says so where there is none", () => {
    expect(minimizer([bfgs, nelderMead])(bowl, mixed).method).toBe("nelder-mead");
    expect(leanMinimizer([bfgs, nelderMead])(bowl, mixed).method).toBe("nelder-mead");
    expect(() => minimizer([bfgs])(bowl, mixed)).toThrow(coded("no-method"));
  });
});

describe("the space is law", () => {
  test.each(
    valueMethods.map((each) => [each.name, each] as const),
  )("%s asks values of the space only, the start as it was given first", (_name, each) => {
    const seen: Mixed[] = [];
    const noted = (params: Mixed): number => {
      seen.push(structuredClone(params));
      return bowl(params);
    };
    minimize(noted, mixed, { method: each, seed: 3, budget: { evaluations: 400 } });
    expect(seen.length).toBeGreaterThan(100);
    expect(seen[0]).toEqual(mixed.decode(mixed.start));
    // encode throws for anything else
    for (const params of seen) mixed.encode(params);
    expect(new Set(seen.map(({ layers }) => layers)).size).toBeGreaterThan(1);
  });

  test.each([
    ["scaled", (stated: Problem) => scaled(stated, [0.1, 2, 1, 30, 1, 1])],
    ["cached", cached],
    ["bounds by transformation", boundsByTransformation],
    ["bounds by projection", boundsByProjection],
  ])("it stays so within other wrappers: %s", (_name, wrapper) => {
    const kinds = new Set<string>();
    const noted = (params: Mixed): number => {
      mixed.encode(params);
      kinds.add(params.kind);
      return bowl(params);
    };
    const r = minimize(wrapper(problem({ objective: noted, x0: mixed })), { seed: 1 });
    expect(r.value).toBeLessThan(0.05);
    expect(r.params.layers).toBe(5);
    expect(kinds.size).toBe(3);
  });

  test("differences that were asked for by hand are refused all the same", () => {
    expect(() => minimize(finiteDifferences(problem({ objective: bowl, x0: mixed })))).toThrow(coded("needs-not-met"));
  });

  test("an objective that writes to its parameters changes nothing", () => {
    const options = { method: "cma-es", budget: { evaluations: 300 } } as const;
    const spoiling = (params: Mixed): number => {
      const value = bowl(params);
      params.width = NaN;
      params.layers = 99;
      return value;
    };
    expect(minimize(spoiling, mixed, options).x).toEqual(minimize(bowl, mixed, options).x);
  });

  test.each(
    gradientMethods.map((each) => [each.name, each] as const),
  )("%s is refused: between levels there are no derivatives, and the message says what to do", (_name, each) => {
    expect(() => minimize(bowl, mixed, { method: each })).toThrow(coded("needs-not-met"));
    expect(() => minimize(bowl, mixed, { method: each, derivatives: "finite-difference" })).toThrow(
      /layers has levels.*cma-es/,
    );
  });

  test.each([
    ["bounds", { bounds: { lower: 0 } }, "bounds-mismatch"],
    ["terms", { plus: [l1(1)] }, "space-terms"],
    ["a gradient", { gradient: () => [0] }, "not-differentiable"],
    ["samples", { sampled: () => 0 }, "not-differentiable"],
  ])("%s do not go with it", (_name, more, code) => {
    expect(() => problem({ objective: bowl, x0: mixed, ...more } as never)).toThrow(coded(code));
  });

  test("a method that handles integers sees the codes themselves, and is stopped where there is no such code", () => {
    const at = (codes: number[]) =>
      method({
        name: "probe",
        version: 1,
        title: "Asks one point",
        needs: ["value"],
        handles: ["bounds", "integers"],
        options: {},
        *start(view) {
          expect(view.x0).toEqual(mixed.start);
          expect(view.coordinates.map(({ kind }) => kind).join()).toBe(
            "continuous,continuous,integer,integer,choice,continuous",
          );
          yield* view.value(Float64Array.from(codes));
          return {};
        },
        // oxlint-disable-next-line require-yield -- it has nothing to ask
        *step() {
          return { stop: "settled", why: "it asked" } as const;
        },
      });
    const good = [0.3, 1e-3, 5, 0.2, 1, 0.5];
    expect(minimize(bowl, mixed, { method: at(good) }).value).toBeCloseTo(0, 12);
    expect(() => minimize(bowl, mixed, { method: at(good.with(2, 4.5)) })).toThrow(coded("not-in-space"));
    expect(() => minimize(bowl, mixed, { method: at(good.with(3, 0.25)) })).toThrow(coded("not-in-space"));
    expect(() => minimize(bowl, mixed, { method: at(good.with(4, 0.5)) })).toThrow(coded("not-in-space"));
    expect(() => minimize(bowl, mixed, { method: at(good.with(0, 1.5)) })).toThrow(coded("outside-bounds"));
  });
});

describe("every way of running over a space", () => {
  const options = { method: "cma-es", seed: 5, budget: { evaluations: 200 } } as const;
  const stated = problem({ objective: bowl, x0: mixed });
  const expected = minimize(stated, options);

  test("asynchronous objectives get the same points", async () => {
    const r = await minimizeAsync(async (params) => bowl(params), mixed, { ...options, parallel: 4 });
    expect(r.x).toEqual(expected.x);
    expect(r.params).toEqual(expected.params);
  });

  test("what is asked comes as parameters; it is told in any order", () => {
    const run = solve(stated, options);
    for (let asked = run.ask(); asked.length > 0; asked = run.ask()) {
      for (const { x, params } of asked) expect(mixed.decode(x)).toEqual(params);
      run.tell(asked.toReversed().map(({ id, params }) => ({ id, value: bowl(params) })));
    }
    expect(run.result.x).toEqual(expected.x);
  });

  test("frozen through JSON after any iteration, it goes on bit for bit", () => {
    for (const iterations of [0, 1, 5]) {
      const run = solve(stated, options);
      for (const { iteration } of run) if (iteration === iterations) break;
      const checkpoint = JSON.parse(JSON.stringify(run.freeze()));
      expect(minimize(stated, { ...options, checkpoint }).x).toEqual(expected.x);
    }
  });

  test("an order of points is asked of parameters", () => {
    const rank = (points: readonly Mixed[]): number[] => {
      for (const params of points) mixed.encode(params);
      return points.map((_, k) => k);
    };
    const ranker = method({
      name: "ranker",
      version: 1,
      title: "Ranks two points",
      needs: ["ranking"],
      handles: ["bounds"],
      options: {},
      *start(view) {
        yield* view.ranking([view.x0, view.scratch().fill(0.9)], new Int32Array(2));
        return {};
      },
      // oxlint-disable-next-line require-yield -- it has nothing to ask
      *step() {
        return { stop: "settled", why: "it asked" } as const;
      },
    });
    expect(minimize(problem({ rank, x0: mixed }), { method: ranker }).counts.ranking).toBe(1);
  });
});

describe("a space of real numbers alone", () => {
  const plain = space({ a: float(-2, 2, { start: -1.2 }), inner: { b: float(-2, 2, { start: 1 }) }, one: choice("x") });
  const valley = ({ a, inner: { b } }: ParamsOf<typeof plain>): number => (1 - a) ** 2 + 100 * (b - a ** 2) ** 2;

  test("keeps derivatives, bounds and certificates, as a record of numbers within bounds has them", () => {
    const r = minimize(valley, plain);
    expect([r.method, r.status, r.certificate.kind]).toEqual(["l-bfgs-b", "converged", "stationary"]);
    expect(r.params.a).toBeCloseTo(1, 5);
    expect(r.params.one).toBe("x");
  });

  test("takes a gradient: written, returned, or as a record", () => {
    const slopes = ({ a, inner: { b } }: ParamsOf<typeof plain>) => [
      -2 * (1 - a) - 400 * a * (b - a ** 2),
      200 * (b - a ** 2),
    ];
    const gradients = [
      (params: ParamsOf<typeof plain>, out: Float64Array) => {
        out.set([...slopes(params), 0]);
        return valley(params);
      },
      (params: ParamsOf<typeof plain>) => [...slopes(params), 0],
      (params: ParamsOf<typeof plain>) => ({ a: slopes(params)[0], inner: { b: slopes(params)[1] }, one: 0 }),
    ];
    for (const gradient of gradients) {
      const r = minimize(problem({ objective: valley, x0: plain, gradient: gradient as never }));
      expect([r.status, r.derivatives]).toEqual(["converged", "given"]);
      expect(r.params.inner.b).toBeCloseTo(1, 6);
    }
  });

  test("takes terms", () => {
    const r = minimize(
      problem({ objective: ({ a }) => (a - 0.3) ** 2 / 2, x0: space({ a: float(-1, 1) }), plus: [l1(0.5)] }),
    );
    expect(r.params.a).toBe(0);
  });

  test("with a logarithmic range is searched on the logarithmic scale, by differences or with its gradient", () => {
    const scales = space({ rate: float(1e-6, 1, { log: true }), w: float(0, 10) });
    const f = ({ rate, w }: ParamsOf<typeof scales>): number => (Math.log10(rate) + 3) ** 2 + (w - 2) ** 2;
    const gradient = ({ rate, w }: ParamsOf<typeof scales>): number[] => [
      (2 * (Math.log10(rate) + 3)) / (rate * Math.LN10),
      2 * (w - 2),
    ];
    for (const each of ["bfgs", "l-bfgs", "newton-trust-region", "proximal-gradient"] as const) {
      const r = minimize(f, scales, { method: each });
      expect(Math.log10(r.params.rate)).toBeCloseTo(-3, 4);
      const given = minimize(f, scales, { method: each, gradient: gradient as never });
      expect(given.derivatives).not.toContain("no gradient was given");
      expect([Math.log10(given.params.rate), given.params.w]).toEqual([expect.closeTo(-3, 4), expect.closeTo(2, 4)]);
    }
  });

  test("with a logarithmic range is never asked outside it, differences included", () => {
    const scales = space({ rate: float(1e-6, 1, { log: true, start: 1 }), w: float(0, 1, { start: 0 }) });
    let asked = 0;
    minimize(
      (params) => {
        asked++;
        scales.encode(params);
        return params.rate + params.w;
      },
      scales,
      { method: "bfgs" },
    );
    expect(asked).toBeGreaterThan(3);
  });
});

test("the arms of a variant are told apart by kind", () => {
  const rules = space({
    rule: variant({ small: { by: float(0, 1) }, large: { by: float(10, 20), count: int(1, 3) }, none: {} }),
  });
  const r = minimize(
    ({ rule }) => (rule.kind === "none" ? 3 : rule.kind === "small" ? 2 + rule.by : (rule.by - 12) ** 2 + rule.count),
    rules,
    { method: "sobol-search", budget: { evaluations: 2000 } },
  );
  expect(r.params.rule).toEqual({ kind: "large", by: expect.closeTo(12, 0), count: 1 });
});
