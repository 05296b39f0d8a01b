// The UCI digits: images of 8 x 8 pixels in a random order that never changes, split for fitting, choosing and judging.
import { readFileSync } from "node:fs";
import { RandomStream } from "infimum/numerics";

export const classes = 10;
export const pixels = 64;

export interface Samples {
  /** Row after row, each pixel in [0, 1]. */
  readonly features: Float64Array;
  readonly labels: Int32Array;
  readonly rows: number;
}

export interface Digits {
  readonly training: Samples;
  readonly validation: Samples;
  readonly test: Samples;
}

export function readDigits(): Digits {
  const file = readFileSync(new URL("data/digits.csv", import.meta.url), "utf8");
  const lines = file.trim().split("\n").slice(1);
  const order = new RandomStream().key(2026, 0, 0, 0).permutation(lines.length);
  const take = (from: number, to: number): Samples => {
    const features = new Float64Array((to - from) * pixels);
    const labels = new Int32Array(to - from);
    for (let row = 0; row < to - from; row++) {
      const numbers = lines[order[from + row]].split(",").map(Number);
      labels[row] = numbers[pixels];
      for (let j = 0; j < pixels; j++) features[row * pixels + j] = numbers[j] / 16;
    }
    return { features, labels, rows: to - from };
  };
  return { training: take(0, 900), validation: take(900, 1300), test: take(1300, lines.length) };
}
