import type { Course } from "./course.ts";
import type { Ladder } from "./ladder.ts";

/** Which trials have come to each rung, and with what loss: that of the first report at or after it. */
export class Rungs {
  readonly #ladder: Ladder;
  /** For each rung the losses by trial number. */
  readonly #rungs: Map<number, number>[] = [];
  /** How many rungs each trial has come to. */
  readonly #heights = new Map<number, number>();

  constructor(ladder: Ladder) {
    this.#ladder = ladder;
  }

  /** Takes in what is new of a trial's course. */
  see(course: Course): void {
    const { number } = course;
    const height = this.#ladder.rungsUpTo(course.lastStep);
    // a trial that begins anew has come to none
    for (let rung = height; rung < this.height(number); rung++) this.#rungs[rung].delete(number);
    for (let rung = this.height(number); rung < height; rung++) {
      this.at(rung).set(number, course.at(this.#ladder.step(rung)) ?? course.losses[course.losses.length - 1]);
    }
    this.#heights.set(number, height);
  }

  /** How many rungs a trial has come to. */
  height(number: number): number {
    return this.#heights.get(number) ?? 0;
  }

  /** The losses of the trials that have come to a rung. */
  at(rung: number): Map<number, number> {
    while (this.#rungs.length <= rung) this.#rungs.push(new Map());
    return this.#rungs[rung];
  }

  /** The rungs that a trial has come to by its last report. */
  newlyReached(course: Course): { readonly from: number; readonly to: number } {
    const to = this.#ladder.rungsUpTo(course.lastStep);
    return { from: course.advances ? this.#ladder.rungsUpTo(course.stepBefore) : to, to };
  }
}

/** Of two trials at a rung, the one with less loss comes first; of equals, the one that was begun first. */
export function comesBefore(loss: number, number: number, otherLoss: number, otherNumber: number): boolean {
  return loss < otherLoss || (loss === otherLoss && number < otherNumber);
}
