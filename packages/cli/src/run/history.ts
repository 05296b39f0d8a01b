import type { Step } from "infimum";

export interface HistoryEntry {
  readonly iteration: number;
  readonly evaluations: number;
  readonly seconds: number;
  /** The best value so far. */
  readonly value: number;
  /** The best point so far, kept for few variables only. */
  readonly x: Float64Array | undefined;
  readonly measures: Readonly<Record<string, number>>;
}

/** Points of problems with more variables are not drawn, so they are not kept. */
const drawableDimension = 12;

/** Two kept iterations are this far apart, relatively: half a percent is finer than a picture shows. */
const spacing = 1.005;

/**
 * Keeps enough of a run's iterations to draw it: all of the first two hundred, then ever fewer, so that a run of a
 * thousand million iterations keeps about three thousand.
 */
export class History {
  private readonly entries: HistoryEntry[] = [];
  private last: Step | undefined;
  private next = 0;

  note(step: Step): void {
    this.last = step;
    if (step.iteration < this.next) return;
    this.next = Math.max(step.iteration + 1, step.iteration * spacing);
    this.entries.push(entryOf(step));
  }

  /** What was kept, the last iteration included. */
  finish(): HistoryEntry[] {
    const { entries, last } = this;
    if (last && entries[entries.length - 1].iteration !== last.iteration) entries.push(entryOf(last));
    return entries;
  }
}

function entryOf({ iteration, evaluations, seconds, best, measures }: Step): HistoryEntry {
  const x = best.x.length <= drawableDimension ? best.x : undefined;
  return { iteration, evaluations, seconds, value: best.value, x, measures };
}
