import { readFileSync } from "node:fs";
import { RandomStream } from "infimum/numerics";
import { type Digits, trainAndCount } from "./digits-network.ts";
import { digitsSettings, digitsSpace, eachCodes, validationImages } from "./digits-table.ts";

/** How many images the networks learn from; the others are for validation. */
const trainingImages = 800;

/**
 * Trains every network of the table on `examples/data/digits.csv` (its path is given) and returns the counts of images they
 * get wrong, in the order of the table. Takes some minutes. The table that is there was made with
 *
 *     node --input-type=module -e '
 *       import { writeFileSync } from "node:fs";
 *       import { makeDigitsTable } from "@infimum/bench";
 *       const wrong = makeDigitsTable("examples/data/digits.csv", console.error);
 *       writeFileSync("bench/src/study/digits-table.data.json", JSON.stringify({ wrong }));'
 */
export function makeDigitsTable(csv: string, log: (line: string) => void = () => {}): number[] {
  const { training, validation } = splitDigits(readFileSync(csv, "utf8"));
  const wrong: number[] = [];
  for (const codes of eachCodes()) {
    wrong.push(countWrong(codes, training, validation));
    if (wrong.length % 100 === 0) log(`${wrong.length} networks`);
  }
  return wrong;
}

/** One entry of the table. */
export function countWrong(codes: Float64Array, training: Digits, validation: Digits): number {
  const settings = digitsSettings(digitsSpace.decode(codes));
  return trainAndCount(settings, training, validation, 0);
}

/** The images in a random order, cut in two. */
export function splitDigits(csv: string): { training: Digits; validation: Digits } {
  const rows = csv
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));
  const order = new RandomStream().key(0, "split", 0, 0).permutation(rows.length);
  const part = (indices: Int32Array): Digits => ({
    pixels: Float64Array.from(Array.from(indices, (i) => rows[i].slice(0, 64).map((pixel) => pixel / 16)).flat()),
    labels: Uint8Array.from(indices, (i) => rows[i][64]),
  });
  const validation = part(order.subarray(trainingImages));
  if (validation.labels.length !== validationImages) throw new RangeError("these are not the digits of the table.");
  return { training: part(order.subarray(0, trainingImages)), validation };
}
