import { expect, test } from "vitest";
import { normalDensity, normalDistribution, normalQuantile, normalUpperTail } from "./normal.ts";

/** [x, value] by mpmath 1.3 in 50 digits. */
const distributionReferences: [number, number][] = [
  [-36.97723805761135, 1.329635074269164e-299],
  [-36.67642764205655, 8.676474904650396e-295],
  [-35.50803264662812, 1.8474483295397566e-276],
  [-33.91443809770747, 2.0405936956859052e-252],
  [-32.912107881712814, 7.37524643188089e-238],
  [-28.659553086832403, 6.093795406162979e-181],
  [-27.136954499396005, 1.8047949696938289e-162],
  [-25.065516906109835, 5.913524833084812e-139],
  [-21.003535552180924, 3.044092555790522e-98],
  [-20.138935731149903, 1.682444834386996e-90],
  [-18.055665261011196, 3.559946447949776e-73],
  [-16.701661540509015, 6.373263464005098e-63],
  [-15.149884144000477, 3.795014225505213e-52],
  [-13.370228923389114, 4.5131311986125816e-41],
  [-11.329192990910776, 4.7033713800819595e-30],
  [-10.539875925383999, 2.8286743643928124e-26],
  [-9.034548344183637, 8.234053467591026e-20],
  [-6.985143942252925, 1.4228203638169083e-12],
  [-5.548459913515231, 1.44098471332411e-8],
  [-4.438879740491451, 4.52141616937487e-6],
  [-1.2289867255363518, 0.10953839153742725],
  [2.4511666664081346, 0.9928802997899578],
  [3.6948887939278308, 0.9998900084768714],
  [7.906356450728737, 0.9999999999999987],
];
const densityReferences: [number, number][] = [
  [-36.97723805761135, 4.920213846966641e-298],
  [-35.676827376964155, 1.6146631891203797e-277],
  [-33.435582872728226, 6.977726433147227e-244],
  [-29.160513069037655, 8.972169772229806e-186],
  [-27.107839469313426, 1.0802537841000564e-160],
  [-21.69156921572628, 2.6784506853079246e-103],
  [-19.55841480602062, 3.4294997879011655e-84],
  [-16.991914740129804, 8.035941365871875e-64],
  [-14.711623623226814, 4.011684046046545e-48],
  [-11.379786289536689, 3.0230346137347706e-29],
  [-10.026665414706027, 5.891489997750451e-23],
  [-6.990261778125834, 9.77866253282896e-12],
  [-5.08854162237688, 9.511762555232998e-7],
  [-2.1131434267473708, 0.04278250146766157],
  [2.8101267585626744, 0.007693767197334314],
  [7.906356450728737, 1.0639800127376574e-14],
];

/**
 * Wichura's check values for his algorithm AS 241 (Applied Statistics 37, 1988): quantiles of 0.25, 0.001, 1e-20 (the
 * last to 15 digits).
 */
const wichura: [number, number][] = [
  [0.25, -0.6744897501960817],
  [0.001, -3.090232306167814],
  [1e-20, -9.26234008979841],
];

test("the normal distribution agrees with 50-digit references to 1e-15, tails of 1e-300 included", () => {
  for (const [x, p] of distributionReferences) {
    expect(Math.abs(normalDistribution(x) / p - 1)).toBeLessThan(1e-15);
    expect(normalUpperTail(-x)).toBe(normalDistribution(x));
  }
  for (const [x, density] of densityReferences) expect(Math.abs(normalDensity(x) / density - 1)).toBeLessThan(1e-15);
});

test("the quantile has Wichura's check values", () => {
  for (const [p, x] of wichura) expect(Math.abs(normalQuantile(p) / x - 1)).toBeLessThan(2e-15);
});

test("the quantile is undone by the distribution, antisymmetric, and has its limits", () => {
  for (let exponent = -300; exponent < 0; exponent += 4.7) {
    const p = 10 ** exponent;
    const x = normalQuantile(p);
    // a rounding of x changes the tail by x^2 roundings
    expect(Math.abs(normalDistribution(x) / p - 1)).toBeLessThan(1e-15 + 4e-16 * x * x);
  }
  for (const p of [0.01, 0.125, 0.25, 0.4375, 0.5]) expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 14);
  expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
  for (const p of [-0.1, 1.1, NaN]) expect(normalQuantile(p)).toBeNaN();
  expect([normalDistribution(-Infinity), normalDistribution(Infinity), normalDensity(Infinity)]).toEqual([0, 1, 0]);
  expect(normalDistribution(NaN)).toBeNaN();
});
