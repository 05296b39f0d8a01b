import fc from "fast-check";
import type { Vector } from "infimum/numerics";
import { expect, test } from "vitest";
import type { Density } from "./density.ts";
import { Generations, type Member } from "./generations.ts";

/** A density that is nothing but the record of what it was refitted to. */
const recorded = (text: string): Density => [{ kind: "choice", probabilities: [], text } as never];
const textOf = (density: Density): string => (density[0] as unknown as { text: string }).text;

const make = (size: number, elites: number): Generations =>
  new Generations(size, elites, recorded("start"), (before, chosen, generation) =>
    recorded(`${textOf(before)} | ${generation}: ${chosen.map(([code]) => code).join(" ")}`),
  );

const member = (number: number, loss: number, violation = 0): Member => ({
  number,
  loss,
  violation,
  codes: Float64Array.of(number) as Vector,
});

/** The same from the definition: sort by number, cut into generations, take the best of each. */
function byDefinition(members: readonly Member[], size: number, elites: number): string {
  const inOrder = members.toSorted((a, b) => a.number - b.number);
  let text = "start";
  for (let g = 0; (g + 1) * size <= inOrder.length; g++) {
    const best = inOrder
      .slice(g * size, (g + 1) * size)
      .filter(({ loss }) => Number.isFinite(loss))
      .toSorted((a, b) => a.violation - b.violation || a.loss - b.loss || a.number - b.number)
      .slice(0, elites);
    if (best.length > 0) text += ` | ${g + 1}: ${best.map(({ number }) => number).join(" ")}`;
  }
  return text;
}

test("generations are as many members in a row as they have places, however the members came and whenever one looked", () => {
  const losses = fc.array(fc.constantFrom(1, 2, 2, 3, 4, 5, Infinity, NaN), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(losses, fc.integer({ min: 2, max: 6 }), fc.infiniteStream(fc.nat(1000)), (values, size, draws) => {
      const elites = Math.max(1, Math.floor(size / 2));
      const members = values.map((loss, number) => member(number, loss, number % 3 === 0 ? 1 : 0));
      const rest = [...members];
      const generations = make(size, elites);
      const known: Member[] = [];
      while (rest.length > 0) {
        const [next] = rest.splice(draws.next().value % rest.length, 1);
        generations.add(next);
        known.push(next);
        if (draws.next().value % 3 === 0) {
          expect(textOf(generations.density())).toBe(byDefinition(known, size, elites));
        }
      }
      expect(textOf(generations.density())).toBe(byDefinition(members, size, elites));
    }),
  );
});

test("what has been fitted is not fitted again while members come in order", () => {
  let fits = 0;
  const generations = new Generations(10, 2, recorded("start"), (before) => {
    fits++;
    return before;
  });
  for (let number = 0; number < 200; number++) {
    generations.add(member(number, number));
    generations.density();
  }
  expect(fits).toBe(20);
});
