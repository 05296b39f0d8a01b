import { describe, expect, test } from "vitest";
import { minimizer } from "../../minimizer.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import { problem } from "../../problem/problem.ts";
import { choice, float, int, space } from "../../space/index.ts";
import { auditedRun, resumedAfter } from "../fixtures/interrupted-run.ts";
import { ellipsoid, filled, type Objective, rosenbrock, sphere } from "../fixtures/known-objectives.ts";
import { crossEntropy } from "./cross-entropy.ts";
import { type CrossEntropyDensity, refitDensity, sampleDensity } from "./cross-entropy-density.ts";

const minimize = minimizer([crossEntropy]);

const rastrigin: Objective = (x) =>
  x.reduce((sum, entry) => sum + 10 + entry ** 2 - 10 * Math.cos(2 * Math.PI * entry), 0);

function normals(shares: number[], means: number[], deviations: number[]): CrossEntropyDensity {
  const n = means.length / shares.length;
  return {
    shares: Float64Array.from(shares),
    means: Float64Array.from(means),
    deviations: Float64Array.from(deviations),
    offsets: new Int32Array(n).fill(-1),
    levels: new Int32Array(n),
    probabilities: new Float64Array(0),
  };
}

test("one component becomes mean and deviation of the elites, as far as the smoothing says", () => {
  const density = normals([1], [0, 0], [1, 1]);
  // means 2 and 5, variances 1 and 4
  const elites = Float64Array.of(1, 3, 3, 7);
  refitDensity(density, elites, 2, 0.5, 0.25, new Float64Array(2));
  expect([...density.means]).toEqual([1, 2.5]);
  expect([...density.deviations]).toEqual([1, 1.25]);
  refitDensity(density, elites, 2, 1, 1, new Float64Array(2));
  expect([...density.means, ...density.deviations, ...density.shares]).toEqual([2, 5, 1, 2, 1]);
});

test("refitting a mixture never makes the samples less likely, and comes to the two groups they are of", () => {
  const random = new RandomStream().key(3, "groups", 0, 0);
  const samples = Float64Array.from({ length: 400 }, (_, k) => (k < 120 ? -4 : 3) + 0.5 * random.normal());
  const density = normals([0.5, 0.5], [-1, 1], [2, 2]);
  const likelihood = () =>
    samples.reduce((sum, x) => {
      let probability = 0;
      for (const c of [0, 1]) {
        const z = (x - density.means[c]) / density.deviations[c];
        probability += (density.shares[c] / density.deviations[c]) * Math.exp((-z * z) / 2);
      }
      return sum + Math.log(probability);
    }, 0);
  let before = likelihood();
  for (let k = 0; k < 20; k++) {
    refitDensity(density, samples, 400, 1, 1, new Float64Array(800));
    expect(likelihood()).toBeGreaterThanOrEqual(before - 1e-9);
    before = likelihood();
  }
  expect(density.shares[0]).toBeCloseTo(0.3, 3);
  expect(density.means[0]).toBeCloseTo(-4, 0);
  expect(density.means[1]).toBeCloseTo(3, 0);
  // standard deviations of 120 and 280 samples of 0.5
  for (const deviation of density.deviations) expect(Math.abs(deviation - 0.5)).toBeLessThan(0.13);
});

test("levels are drawn by their probabilities, which become the frequencies among the elites", () => {
  const density: CrossEntropyDensity = {
    ...normals([1], [0], [1]),
    offsets: Int32Array.of(0),
    levels: Int32Array.of(3),
    probabilities: Float64Array.of(0.5, 0.3, 0.2),
  };
  const random = new RandomStream().key(1, "levels", 0, 0);
  const drawn = new Float64Array(5000);
  for (let k = 0; k < drawn.length; k++) sampleDensity(density, random, drawn, k);
  [0.5, 0.3, 0.2].forEach((probability, level) => {
    const share = drawn.filter((entry) => entry === level).length / drawn.length;
    expect(Math.abs(share - probability)).toBeLessThan(4 * Math.sqrt(0.25 / 5000));
  });
  refitDensity(density, Float64Array.of(2, 2, 1, 2), 4, 1, 0.5, new Float64Array(4));
  [0.25, 0.275, 0.475].forEach((entry, level) => expect(density.probabilities[level]).toBeCloseTo(entry, 14));
});

describe.each([1, 3])("with %i components", (components) => {
  const method = crossEntropy({ components });

  test("minimizers are found inside and at bounds", () => {
    const bounds = { lower: [-5, 1, -5], upper: 5 };
    const { ok, x } = minimize((p) => sphere(p.map((entry, i) => entry - (i === 1 ? 0 : 1))), [2, 2, 2], {
      method,
      bounds,
      derivatives: "none",
    });
    expect(ok || x.every((entry) => Math.abs(entry - 1) < 1e-6)).toBe(true);
    for (const entry of x) expect(entry).toBeCloseTo(1, 5);
  });

  test("the best of the many minima of Rastrigin's function in four variables is found from nine of ten seeds and more", () => {
    let solved = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const { status } = minimize(rastrigin, filled(4, 3), {
        method: crossEntropy({ components, populationSize: 200 * components }),
        seed,
        bounds: { lower: -4, upper: 6 },
        target: 1e-8,
        derivatives: "none",
        budget: { evaluations: 60_000 },
      });
      if (status === "target") solved++;
    }
    expect(solved).toBeGreaterThanOrEqual(9);
  });

  test("a run stopped inside a generation goes on as one that never was, and its state waits for the answers", () => {
    const stated = problem({ objective: rosenbrock, x0: [0, 0, 0], bounds: { upper: 0.8 } });
    const whole = minimize(stated, { method, seed: 4, budget: { evaluations: 400 } });
    for (const evaluations of [0, 1, 60, 333]) {
      const resumed = resumedAfter(stated, method, evaluations, 400, 4);
      expect([...resumed.x, resumed.value]).toEqual([...whole.x, whole.value]);
    }
    expect(auditedRun(stated, method, 300).ledger.evaluations).toBe(300);
  });

  test("only ranks matter, bit for bit", () => {
    const asked = (transform: (value: number) => number) => {
      const points: number[][] = [];
      const objective = (x: readonly number[]) => {
        points.push([...x]);
        return transform(ellipsoid(x));
      };
      minimize(objective, filled(3, 1), { method, derivatives: "none", budget: { evaluations: 900 } });
      return points;
    };
    const plain = asked((value) => value);
    expect(asked((value) => value ** 3)).toEqual(plain);
    expect(asked(Math.log)).toEqual(plain);
  });
});

test("choices without an order, integers and a logarithmic rate are found together", () => {
  const search = space({
    kind: choice("a", "b", "c", "d"),
    other: choice("p", "q", "r"),
    layers: int(1, 8),
    rate: float(1e-5, 1e-1, { log: true }),
  });
  const best = { kind: "c", other: "q" };
  for (let seed = 1; seed <= 5; seed++) {
    const { params, value } = minimize(
      ({ kind, other, layers, rate }) =>
        (kind === best.kind ? 0 : 1) +
        (other === best.other ? 0 : 1) +
        (layers - 3) ** 2 / 9 +
        (Math.log10(rate) + 3) ** 2,
      search,
      { method: crossEntropy({ populationSize: 100 }), seed, budget: { evaluations: 8000 } },
    );
    expect([params.kind, params.other, params.layers]).toEqual(["c", "q", 3]);
    expect(value).toBeLessThan(1e-6);
  }
});

test("a plan of actions brings a cart to rest at its goal", () => {
  // position and speed after each action, a push in [-1, 1] for half a second; as least squares the optimum is known: 0 is reachable
  const actions = 12;
  const cost: Objective = (plan) => {
    let [position, speed] = [0, 0];
    for (const push of plan) {
      speed += 0.5 * push;
      position += 0.5 * speed;
    }
    return (position - 2) ** 2 + speed ** 2;
  };
  const { value } = minimize(cost, filled(actions, 0), {
    method: crossEntropy,
    bounds: { lower: -1, upper: 1 },
    derivatives: "none",
    budget: { evaluations: 20_000 },
  });
  expect(value).toBeLessThan(1e-6);
});

test("options that make no sense are refused", () => {
  expect(() => crossEntropy({ populationSize: 3 })).toThrow("populationSize is 3");
  expect(() => crossEntropy({ eliteShare: 1 })).toThrow("eliteShare is 1");
  expect(() => crossEntropy({ components: 0 })).toThrow("components is 0");
});
