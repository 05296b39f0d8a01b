import { describe, expect, test } from "vitest";
import { digamma } from "./digamma.ts";

/** [x, value] by mpmath 1.3 in 50 digits; four are next to the zero 1.46163... */
const references: [number, number][] = [
  [-169.42546044571253, 5.884786299696021],
  [-155.72700802345497, 2.3336770972770267],
  [-139.462658803038, 5.311620599598648],
  [-124.69163822631086, 2.6711047745230827],
  [-105.45830448714506, 5.076937531720198],
  [-88.5970088035129, 3.501505921781135],
  [-75.18787673941286, 9.016325681444412],
  [-63.043416182192544, 27.041609307344377],
  [-43.12092507416244, 11.643433766325092],
  [-30.048529987137908, 23.865272289012285],
  [-19.563379143217006, 2.3650729686127803],
  [-5.744836015093143, -1.2084597054384572],
  [3.4956656364535032e-245, -2.860685500271534e244],
  [5.4219727510526646e-166, -1.844347151700185e165],
  [1.1275202237792456e-21, -8.8690205187467e20],
  [1.0000000000000575, -0.5772156649014383],
  [1.0000001452106426, -0.5772154260396253],
  [1.022922701199973, -0.5401281975676308],
  [1.9972420421668018, 0.4210040954960264],
  [1.9999998417874776, 0.42278423306181656],
  [2.4531109972238503, 0.6799006865245879],
  [5.077828267728753, 1.5231967475335118],
  [7.173797421523629, 1.899120891017747],
  [8.847985515521778, 2.1226166595422673],
  [11.305974409782852, 2.3804554645007046],
  [13.525812688823207, 2.5671782998699655],
  [17.088532269479746, 2.808862949753825],
  [20.347019396799855, 2.988159571281017],
  [23.46895854003394, 3.134222627497854],
  [27.046996892968078, 3.278975738447917],
  [28.68495794260821, 3.338840868819404],
  [36.945284354993426, 3.595843442366975],
  [64.88750682166841, 4.164929670865363],
  [82.55272890892321, 4.407368264665936],
  [116.9939659248707, 4.757842547296139],
  [143.16213359891572, 4.960481179804025],
  [164.90564873568633, 5.102338383269677],
  [1.1821494670262122e70, 161.34829087321748],
  [2.3969569486124618e188, 433.76019747764275],
  [2.2893444561709638e293, 675.4856977601595],
];

const euler = 0.5772156649015329;

describe("digamma", () => {
  test("agrees with 50-digit references: to 1e-15 for x > 0, the neighbourhood of the zero included", () => {
    for (const [x, value] of references) {
      const scale = x > 0 ? Math.abs(value) : Math.max(1, Math.abs(value)) * 10;
      expect(Math.abs(digamma(x) - value) / scale).toBeLessThan(1e-15);
    }
  });

  test("has Gauss's values at 1, 1/2, 1/3 and 1/4", () => {
    expect(digamma(1)).toBeCloseTo(-euler, 15);
    expect(digamma(0.5)).toBeCloseTo(-euler - 2 * Math.LN2, 15);
    // 1/3 is rounded: digamma' = 10 there
    expect(digamma(1 / 3)).toBeCloseTo(-euler - Math.PI / (2 * Math.sqrt(3)) - 1.5 * Math.log(3), 14);
    expect(digamma(0.25)).toBeCloseTo(-euler - Math.PI / 2 - 3 * Math.LN2, 14);
  });

  test("obeys the recurrence and the reflection formula", () => {
    for (let x = 0.07; x < 40; x += 0.313) {
      expect(Math.abs(digamma(x + 1) - digamma(x) - 1 / x)).toBeLessThan(2e-15 * Math.max(1, 1 / x));
    }
    for (let x = 0.03; x < 0.5; x += 0.021) {
      expect(digamma(1 - x) - digamma(x)).toBeCloseTo(Math.PI / Math.tan(Math.PI * x), 13);
    }
  });

  test("has its poles and its limit, and passes NaN on", () => {
    expect([digamma(0), digamma(-0), digamma(Infinity)]).toEqual([-Infinity, Infinity, Infinity]);
    for (const x of [-1, -30, -Infinity, NaN]) expect(digamma(x)).toBeNaN();
    expect(digamma(1e-300) / -1e300).toBeCloseTo(1, 15);
    expect(digamma(1e300) / Math.log(1e300)).toBeCloseTo(1, 15);
  });
});
