import fc from "fast-check";
import { RandomStream } from "infimum/numerics";
import { expect, test } from "vitest";
import { polynomialMutation, simulatedBinaryCrossover } from "./variation.ts";

const draws = 20_000;
const random = new RandomStream();

/** The share of draws for which something holds: five standard errors are below 0.018. */
function share(draw: () => number, holds: (value: number) => boolean): number {
  random.key(3, "test", 0, 0);
  let count = 0;
  for (let k = 0; k < draws; k++) if (holds(draw())) count++;
  return count / draws;
}

const near = (value: number, expected: number): void => expect(Math.abs(value - expected)).toBeLessThan(0.018);

test.each([
  1, 5, 20,
])("children with index %i spread as the density says, evenly about the parents' middle", (index) => {
  // far from the bounds, which cut off less than (width / room)^(index + 1)
  const child = (): number => simulatedBinaryCrossover(0.499, 0.501, index, random);
  const spread = (c: number): number => Math.abs(c - 0.5) / 0.001;
  for (const t of [0.5, 0.9, 0.99])
    near(
      share(child, (c) => spread(c) <= t),
      0.5 * t ** (index + 1),
    );
  for (const t of [1.01, 1.5, 4])
    near(
      share(child, (c) => spread(c) > t),
      0.5 * t ** -(index + 1),
    );
  near(
    share(child, (c) => c > 0.5),
    0.5,
  );
});

test("children near a bound keep the density's shape within it", () => {
  // room for spreads up to 1 + 2 * 0.1 / 0.2 = 2 on the lower side: index 1 keeps 1 - 2^-2 / 2 = 7/8 of the mass
  const child = (): number => simulatedBinaryCrossover(0.3, 0.1, 1, random);
  const lower = share(child, (c) => c < 0.2);
  near(lower, 0.5);
  near(share(child, (c) => c < 0.1) / lower, (0.5 - 1 / 8) / (7 / 8));
});

test.each([1, 5, 20])("mutations with index %i move as the density says", (index) => {
  const moved = (): number => polynomialMutation(0.5, index, random) - 0.5;
  // cut off at half a range, which keeps 1 - 2^-(index + 1)
  const inside = 1 - 0.5 ** (index + 1);
  for (const t of [0.02, 0.1, 0.3])
    near(
      share(moved, (d) => Math.abs(d) <= t),
      (1 - (1 - t) ** (index + 1)) / inside,
    );
  near(
    share(moved, (d) => d > 0),
    0.5,
  );
});

test("neither leaves the unit interval, and equal parents have equal children", () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(unit, unit, fc.integer({ min: 0, max: 50 }), fc.nat(), (a, b, index, seed) => {
      random.key(seed, "test", 0, 0);
      for (const x of [simulatedBinaryCrossover(a, b, index, random), polynomialMutation(a, index, random)]) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x).toBeLessThanOrEqual(1);
      }
      expect(simulatedBinaryCrossover(a, a, index, random)).toBe(a);
    }),
  );
});
