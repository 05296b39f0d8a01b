import { RandomStream } from "infimum/numerics";
import { expect, test } from "vitest";
import { type Digits, type NetworkSettings, trainAndCount } from "./digits-network.ts";

/** Images of noise with one bright pixel, which says the class. */
function marked(count: number, seed: number): Digits {
  const random = new RandomStream().key(seed, "images", 0, 0);
  const pixels = random.fillUniform(new Float64Array(64 * count)).map((u) => 0.3 * u);
  const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
  labels.forEach((label, i) => {
    pixels[64 * i + 6 * label] = 1;
  });
  return { pixels, labels };
}

const settings: NetworkSettings = { rate: 0.1, momentum: 0.9, width: 16, decay: 1e-5, batch: 16, activation: "tanh" };

test.each(["tanh", "relu"] as const)("a network with %s learns what tells the classes apart", (activation) => {
  expect(trainAndCount({ ...settings, activation }, marked(500, 1), marked(200, 2), 0)).toBeLessThan(4);
});

test("a network that hardly moves knows nothing, and one that blows up is wrong like chance", () => {
  const wrongs = [{ rate: 1e-9 }, { rate: 1e6 }].map((change) =>
    trainAndCount({ ...settings, ...change }, marked(100, 1), marked(200, 2), 0),
  );
  for (const wrong of wrongs) expect(wrong).toBeGreaterThan(100);
});
