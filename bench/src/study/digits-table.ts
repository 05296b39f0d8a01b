import { choice, float, fromUnit, int, levelsOf, type ParamsOf, space, toUnit } from "infimum/space";
import type { NetworkSettings } from "./digits-network.ts";
import table from "./digits-table.data.json" with { type: "json" };

/** What is tuned: a network with one hidden layer for the digits. */
export const digitsSpace = space({
  /** The learning rate is two to this power. */
  rate: int(-9, 0),
  /** So is the number of hidden units. */
  width: int(3, 5),
  /** The decay of the weights is ten to this power. */
  decay: int(-5, -2),
  /** Images in a batch: two to this power. */
  batch: int(4, 6),
  momentum: float(0, 0.9, { step: 0.3 }),
  activation: choice("relu", "tanh"),
});

export type DigitsParams = ParamsOf<typeof digitsSpace>;

/** What the networks are judged by. */
export const validationImages = 997;

export function digitsSettings({ rate, width, decay, batch, momentum, activation }: DigitsParams): NetworkSettings {
  return { rate: 2 ** rate, width: 2 ** width, decay: 10 ** decay, batch: 2 ** batch, momentum, activation };
}

/** How many levels each dimension has, in order. */
const levels = digitsSpace.dimensions.map(({ domain }) => levelsOf(domain));

/** The codes of every network, the last dimension fastest: the order of the table. */
export function* eachCodes(): Generator<Float64Array> {
  const total = levels.reduce((product, count) => product * count, 1);
  for (let index = 0; index < total; index++) {
    const codes = new Float64Array(levels.length);
    let rest = index;
    for (let d = levels.length - 1; d >= 0; d--) {
      codes[d] = fromUnit(digitsSpace.dimensions[d].domain, ((rest % levels[d]) + 0.5) / levels[d]);
      rest = Math.floor(rest / levels[d]);
    }
    yield codes;
  }
}

/** The share of validation images that the network of these codes gets wrong. */
export function digitsError(codes: ArrayLike<number>): number {
  let index = 0;
  for (let d = 0; d < levels.length; d++) {
    index = index * levels[d] + Math.floor(toUnit(digitsSpace.dimensions[d].domain, codes[d]) * levels[d]);
  }
  return table.wrong[index] / validationImages;
}

/** The least error of all networks. */
export const leastDigitsError = Math.min(...table.wrong) / validationImages;
