import { choice, float, int, space } from "infimum/space";
import { expect, it } from "vitest";
import { Optuna, openOptuna } from "./optuna.ts";

it("names an interpreter that is not there", async () => {
  expect(await openOptuna("no-such-python")).toEqual({ absent: "no no-such-python on the path" });
});

const optuna = await openOptuna();

it.runIf(optuna instanceof Optuna)("proposes points of the space, the same for the same seed", async () => {
  const peer = optuna as Optuna;
  const search = space({
    rate: float(1e-4, 1, { log: true }),
    share: float(0, 1, { step: 0.25 }),
    depth: int(1, 9),
    kind: choice("a", "b", "c"),
  });
  const points: (readonly number[])[] = [];
  for (const seed of [5, 5]) {
    const { codes } = await peer.begin(search, seed);
    const next = await peer.goOn(1);
    points.push([...codes, ...next.codes]);
    expect(next.seconds).toBeGreaterThan(0);
    for (const point of [codes, next.codes]) {
      expect([...search.encode(search.decode(Float64Array.from(point)))]).toEqual([...point]);
    }
  }
  expect(points[1]).toEqual(points[0]);
  peer.close();
});
