import type { RandomStream } from "infimum/numerics";

/**
 * One of the two children of simulated binary crossover of a and b in [0, 1], by the one random number that chooses which.
 * Spread like the children of single-point crossover on bits: near the parents for a large index.
 *
 *     c = (a + b)/2 -+ q |b - a| / 2, q with the density (index + 1)/2 q^index for q <= 1, (index + 1)/2 q^-(index + 2) beyond,
 *
 * cut off on either side where the child would leave [0, 1].
 *
 * @reference K. Deb, R. B. Agrawal, 1995, "Simulated binary crossover for continuous search space", Complex Systems 9
 * @reference K. Deb, S. Agrawal, 1999, "A niched-penalty approach for constraint handling in genetic algorithms",
 * 10.1007/978-3-7091-6384-9_40 (the cut)
 */
export function simulatedBinaryCrossover(a: number, b: number, index: number, random: RandomStream): number {
  const low = Math.min(a, b);
  const high = Math.max(a, b);
  const u = random.uniform();
  const takesLower = random.uniform() < 0.5;
  const width = high - low;
  if (!(width > 0)) return a;
  const room = takesLower ? low : 1 - high;
  // the probability of staying inside, times two
  const inside = 2 - (1 + (2 * room) / width) ** -(index + 1);
  const v = u * inside;
  const spread = v <= 1 ? v ** (1 / (index + 1)) : (2 - v) ** (-1 / (index + 1));
  const middle = 0.5 * (low + high);
  const child = takesLower ? middle - 0.5 * spread * width : middle + 0.5 * spread * width;
  return Math.min(1, Math.max(0, child));
}

/**
 * Polynomial mutation of x in [0, 1]: moves by d of density (index + 1)/2 (1 - |d|)^index, cut off at the bounds.
 *
 * @reference K. Deb, M. Goyal, 1996, "A combined genetic adaptive search (GeneAS) for engineering design", Computer Science
 * and Informatics 26 (with the bounds as in the authors' program of NSGA-II)
 */
export function polynomialMutation(x: number, index: number, random: RandomStream): number {
  const u = random.uniform();
  const power = index + 1;
  const move =
    u < 0.5
      ? (2 * u + (1 - 2 * u) * (1 - x) ** power) ** (1 / power) - 1
      : 1 - (2 * (1 - u) + (2 * u - 1) * x ** power) ** (1 / power);
  return Math.min(1, Math.max(0, x + move));
}
