import { median, quantile } from "./statistics.ts";

/** Something to be timed: does its work `repeats` times and says how many seconds that took. */
export interface Line {
  readonly name: string;
  take(repeats: number): number | Promise<number>;
}

/** Seconds for one repeat, over the rounds. */
export interface Timing {
  readonly median: number;
  readonly minimum: number;
  /** The middle half of the rounds, as a fraction of the median: the noise. */
  readonly spread: number;
  readonly rounds: number;
  /** Repeats in one round. */
  readonly repeats: number;
}

export interface Rounds {
  readonly rounds: number;
  /** Seconds that one line takes of one round, about. */
  readonly seconds: number;
}

/**
 * Times several lines in turn, round after round, so that a disturbance of the machine meets all of them alike. Each
 * line is first warmed up for as long as ten rounds, while it is found how many repeats fill its share.
 */
export async function interleave(lines: readonly Line[], { rounds, seconds }: Rounds): Promise<Timing[]> {
  const repeats: number[] = [];
  for (const line of lines) repeats.push(await warmUp(line, seconds));
  const samples: number[][] = lines.map(() => []);
  for (let round = 0; round < rounds; round++) {
    for (let k = 0; k < lines.length; k++) {
      // every other round backwards: no line is always after the same one
      const index = round % 2 === 0 ? k : lines.length - 1 - k;
      samples[index].push((await lines[index].take(repeats[index])) / repeats[index]);
    }
  }
  return samples.map((sample, index) => {
    const middle = median(sample);
    return {
      median: middle,
      minimum: Math.min(...sample),
      spread: (quantile(sample, 0.75) - quantile(sample, 0.25)) / middle,
      rounds,
      repeats: repeats[index],
    };
  });
}

/** Samples for the compiler to see before the rounds begin. */
const warmUpSamples = 10;

/** The repeats that fill `seconds`, after running for some times that long. */
async function warmUp(line: Line, seconds: number): Promise<number> {
  let repeats = 1;
  let taken = await line.take(repeats);
  while (taken < seconds / 2) {
    repeats *= 2;
    taken = await line.take(repeats);
  }
  const adjusted = Math.max(1, Math.round((repeats * seconds) / taken));
  let least = Infinity;
  for (let k = 0; k < warmUpSamples; k++) least = Math.min(least, await line.take(adjusted));
  // compiled code is faster than what the first estimate saw
  return Math.max(1, Math.round((adjusted * seconds) / least));
}

/** Times a function that does its work once a call. */
export function line(name: string, work: () => unknown): Line {
  return {
    name,
    take(repeats) {
      const before = performance.now();
      for (let k = 0; k < repeats; k++) work();
      return (performance.now() - before) / 1000;
    },
  };
}
