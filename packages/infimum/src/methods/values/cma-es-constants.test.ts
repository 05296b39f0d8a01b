import { expect, test } from "vitest";
import { cmaEsConstants, defaultPopulationSize } from "./cma-es-constants.ts";

// From pycma 4.5.0, `CMAEvolutionStrategy(n * [1], 1)` after one iteration: another author's code of the same
// equations.
const pycma = [
  {
    n: 2,
    populationSize: 6,
    effectiveParents: 2.0286114646100617,
    stepSizeDecay: 0.5,
    stepSizeDamping: 1.5,
    pathDecay: 0.6245545390268264,
    rankOneRate: 0.1548153998964136,
    rankManyRate: 0.08559277942666424,
    weights: [
      0.6370425712412168, 0.28457025743803294, 0.07838717132075033, -0.28638378259655295, -0.7649580940851277,
      -1.1559817781589212,
    ],
  },
  {
    n: 10,
    populationSize: 10,
    effectiveParents: 3.1672992814107017,
    stepSizeDecay: 0.3196142529106334,
    stepSizeDamping: 1.3196142529106334,
    pathDecay: 0.29499038303562225,
    rankOneRate: 0.015283824524751714,
    rankManyRate: 0.02355177665041747,
    weights: [
      0.45627264690340597, 0.2707530970017852, 0.16223111715866978, 0.08523354710016448, 0.025509591835974777,
      -0.08001260758087224, -0.22176416099914653, -0.34455494178482093, -0.45286408637842196, -0.5497499176973853,
    ],
  },
  {
    n: 40,
    populationSize: 15,
    effectiveParents: 4.5409152090759575,
    stepSizeDecay: 0.13758496613517535,
    stepSizeDamping: 1.1375849661351753,
    pathDecay: 0.09300921663424917,
    rankOneRate: 0.0011694327252618397,
    rankManyRate: 0.0034052196437063466,
    weights: [
      0.34479619859202054, 0.22986413239468034, 0.16263318353883477, 0.11493206619734017, 0.07793220508496224,
      0.04770111734149459, 0.02214109685066719, 0, -0.057779082988114405, -0.10946423394333288, -0.1562191401812051,
      -0.198903025377209, -0.2381683934626, -0.2745224460584475, -0.3083672593205417,
    ],
  },
];

test.each(pycma)("the default parameters in $n variables are those of pycma", ({ n, weights, ...expected }) => {
  expect(defaultPopulationSize(n)).toBe(expected.populationSize);
  const constants = cmaEsConstants(n, expected.populationSize, true);
  for (const [name, value] of Object.entries(expected))
    expect(constants[name as keyof typeof expected], name).toBeCloseTo(value, 12);
  weights.forEach((weight, k) => expect(constants.weights[k]).toBeCloseTo(weight, 12));
});

test.each([
  1, 2, 3, 10, 100,
])("in %i variables the weights keep what the tutorial asks of them, for every population", (n) => {
  for (const populationSize of [3, 4, 5, 7, 10, 31, 400]) {
    const { weights, parents, rankOneRate, rankManyRate } = cmaEsConstants(n, populationSize, true);
    const positive = weights.subarray(0, parents).reduce((sum, weight) => sum + weight, 0);
    const negative = -weights.subarray(parents).reduce((sum, weight) => sum + weight, 0);
    expect(positive).toBeCloseTo(1, 12);
    for (let k = 1; k < weights.length; k++) expect(weights[k]).toBeLessThanOrEqual(weights[k - 1]);
    // no decay that is not replaced, and a matrix that stays definite when negative steps have the length sqrt(n)
    expect(rankOneRate + rankManyRate * (1 - negative)).toBeGreaterThan(-1e-12);
    expect(1 - rankOneRate - rankManyRate - n * rankManyRate * negative).toBeGreaterThan(-1e-12);
  }
});

test("without active weights the worse half has weight zero", () => {
  const { weights, weightSum } = cmaEsConstants(5, 8, false);
  expect([...weights.subarray(4)]).toEqual([0, 0, 0, 0]);
  expect(weightSum).toBeCloseTo(1, 12);
});
