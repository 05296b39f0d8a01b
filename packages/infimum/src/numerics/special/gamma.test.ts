import { describe, expect, test } from "vitest";
import { gamma, logGamma, stirlingCorrection } from "./gamma.ts";

/** [x, value] by mpmath 1.3 in 50 digits, at random float64 arguments. */
const gammaReferences: [number, number][] = [
  [-169.42546044571253, 8.51489763736392e-306],
  [-155.72700802345497, 2.2083018272175586e-275],
  [-139.462658803038, 3.3467536694170285e-240],
  [-124.45434650580154, -2.352194726896361e-208],
  [-105.2116195681944, 1.75664535589e-168],
  [-87.15525747758767, 1.588233291573247e-132],
  [-74.51994091562825, -1.009842649540422e-108],
  [-61.16245153729866, 6.487711782652385e-84],
  [-39.99265697568063, 1.7152280048909316e-46],
  [-27.40898898405731, 7.72984809188555e-29],
  [-17.783495730499688, 1.4656089962181477e-15],
  [-0.9990214095109584, -1022.3020726646339],
  [1.9661949257897728e-235, 5.085965724371526e234],
  [6.714455163182305e-121, 1.489324115951132e120],
  [0.08612172564312903, 11.113282146991436],
  [1.000000000012294, 0.9999999999929038],
  [1.0000486896660317, 0.9999718979066817],
  [1.9466450979969492, 0.9786029994138057],
  [1.9999955529600055, 0.9999981198692974],
  [1.9999999999933786, 0.9999999999972006],
  [4.6313515645418075, 13.989257514365619],
  [6.9242643859492405, 625.0657302442866],
  [8.586249609047565, 16800.046893444807],
  [11.200478550451098, 5825695.388706074],
  [13.498813307454366, 1705343019.3649194],
  [16.719651073711212, 9556978161611.1],
  [20.462251851459683, 4.828340150562307e17],
  [23.911926513637127, 1.957981446359559e22],
  [27.187781706340814, 7.467438144597418e26],
  [28.818426894801142, 1.6604575770910815e29],
  [41.14109686147983, 1.375815176714855e48],
  [66.96631877308891, 4.7258821473785884e92],
  [87.92305799551187, 1.4942151088277978e132],
  [123.68395634069216, 2.6519264653782873e204],
  [146.0084906040691, 8.395529765390768e251],
  [169.93527045606703, 3.062282573094513e304],
];
const logGammaReferences: [number, number][] = [
  [-169.42546044571253, -702.4492211635843],
  [-155.72700802345497, -632.4186767571805],
  [-140.17447815457984, -554.2866903244206],
  [-124.69163822631086, -479.04515907686056],
  [-105.77308116576586, -388.947592197364],
  [-88.5970088035129, -310.65069079935597],
  [-75.95419716543203, -252.93562613679802],
  [-64.2366470468548, -204.61960030829735],
  [-44.68750286621793, -126.60268230925308],
  [-30.526735840663235, -75.31475962292369],
  [-20.01427260244046, -38.12898356516785],
  [-6.261619655938176, -5.618293719003675],
  [2.5754042510235374e-258, 593.120947479981],
  [8.643236894399803e-178, 407.7033693997289],
  [6.889671618560193e-41, 92.47596538945244],
  [1.0000000000000426, -2.460818385976173e-14],
  [1.0000000389338002, -2.2473198113521985e-8],
  [1.0152420214659816, -0.008608263054896209],
  [1.9990242609027047, -0.0004122201327406308],
  [1.9999999873115581, -5.364474400238416e-9],
  [3.05129573902879, 0.740998237756405],
  [5.695471414890206, 4.276496596721892],
  [7.453958492675538, 7.444884079215127],
  [9.045639037275473, 10.702421885160001],
  [11.642458422679127, 16.634567730937896],
  [14.165522623404854, 22.98401583555649],
  [17.61529471497782, 32.4081760076219],
  [21.139609884392463, 42.75778568534211],
  [24.600134833291158, 53.50894423353242],
  [27.40271662378155, 62.58453058315798],
  [29.03055787685779, 67.9921270356238],
  [41.14109686147983, 110.84313087495578],
  [66.96631877308891, 213.39088279682994],
  [85.84581297996027, 295.08083609752566],
  [119.39118603955781, 450.1142981647552],
  [145.8418800497546, 579.2468932089456],
  [165.96224142604694, 680.7605162971103],
  [2.390422329093835e43, 2.3637124445451203e45],
  [1.4569280925218043e190, 6.36484530315363e192],
  [1.5839864822649693e289, 1.0532037579922416e292],
];

function relativeError(value: number, reference: number): number {
  return Math.abs(value - reference) / Math.abs(reference);
}

describe("gamma", () => {
  test("agrees with 50-digit references to 2e-15 on the whole line", () => {
    for (const [x, value] of gammaReferences) expect(relativeError(gamma(x), value)).toBeLessThan(2e-15);
  });

  test("is exactly the factorial as long as that is a float64 product", () => {
    let factorial = 1;
    for (let n = 1; n <= 23; n++) {
      expect(gamma(n)).toBe(factorial);
      factorial *= n;
    }
  });

  test("obeys the recurrence and the reflection formula", () => {
    // steps of 15 / 64 from a half: x + 1 is exact
    for (let x = -100.5; x < 150; x += 0.234375) {
      if (Number.isInteger(x)) continue;
      expect(relativeError(gamma(x + 1), x * gamma(x))).toBeLessThan(4e-15);
    }
    for (let x = 1 / 64; x <= 0.5; x += 1 / 64) {
      expect(relativeError(gamma(x) * gamma(1 - x), Math.PI / Math.sin(Math.PI * x))).toBeLessThan(4e-15);
    }
    expect(relativeError(gamma(0.5), Math.sqrt(Math.PI))).toBeLessThan(1e-15);
  });

  test("has its poles, its overflow, its underflow with the sign, and passes NaN on", () => {
    expect([gamma(0), gamma(-0), gamma(Infinity), gamma(172)]).toEqual([Infinity, -Infinity, Infinity, Infinity]);
    for (const x of [-1, -170, -1e15, -Infinity, NaN]) expect(gamma(x)).toBeNaN();
    expect(gamma(171.6)).toBeLessThan(Infinity);
    expect([gamma(-190.5), gamma(-191.5)]).toEqual([-0, 0]);
    // gamma(-175.5) = 2.1075e-319 is subnormal
    expect(relativeError(gamma(-175.5), 2.1075e-319)).toBeLessThan(1e-4);
    expect(relativeError(gamma(1e-300), 1e300)).toBeLessThan(1e-15);
  });
});

describe("logGamma", () => {
  test("agrees with 50-digit references to 1e-15 for x > 0, next to the zeros at 1 and 2 too", () => {
    for (const [x, value] of logGammaReferences) {
      const scale = x > 0 ? Math.abs(value) : Math.max(1, Math.abs(x * Math.log(-x)), Math.abs(value));
      expect(Math.abs(logGamma(x) - value) / scale).toBeLessThan(1e-15);
    }
  });

  test("is near the zeros what its Taylor series says", () => {
    const euler = 0.5772156649015329;
    const zeta2 = Math.PI ** 2 / 6;
    for (const z of [2 ** -20, -(2 ** -20), 2 ** -30, 2 ** -52]) {
      // the next term of each series is 0.4 z^3 at most
      const tolerance = 1e-15 + z * z;
      expect(Math.abs(logGamma(1 + z) / (z * (-euler + (zeta2 / 2) * z)) - 1)).toBeLessThan(tolerance);
      expect(Math.abs(logGamma(2 + 2 * z) / (2 * z * (1 - euler + (zeta2 - 1) * z)) - 1)).toBeLessThan(4 * tolerance);
    }
    expect([logGamma(1), logGamma(2)]).toEqual([0, 0]);
  });

  test("obeys Legendre's duplication formula", () => {
    for (let x = 0.3; x < 1000; x *= 1.13) {
      const double = logGamma(x) + logGamma(x + 0.5) + (2 * x - 1) * Math.LN2 - 0.5 * Math.log(Math.PI);
      expect(Math.abs(logGamma(2 * x) - double)).toBeLessThan(2e-15 * Math.max(1, Math.abs(double)) * 2);
    }
  });

  test("is infinite at the poles and at the ends", () => {
    for (const x of [0, -1, -7, -Infinity, Infinity, 1e308]) expect(logGamma(x)).toBe(Infinity);
    expect(logGamma(NaN)).toBeNaN();
    // x (log x - 1) up to where it overflows
    expect(relativeError(logGamma(2.5e305), 2.5e305 * (Math.log(2.5e305) - 1))).toBeLessThan(1e-15);
    expect(relativeError(logGamma(1e-310), -Math.log(1e-310))).toBeLessThan(1e-15);
  });
});

test("Stirling's correction is the rest of log gamma", () => {
  for (const n of [10, 15, 20]) {
    // log((n - 1)!) of an exact integer
    let factorial = 1n;
    for (let k = 2n; k < BigInt(n); k++) factorial *= k;
    const rest = Math.log(Number(factorial)) - ((n - 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI));
    // rounding of the difference of numbers near 40
    expect(stirlingCorrection(n)).toBeCloseTo(rest, 13);
  }
});
