import type { SeenTrial } from "./pruner.ts";

/**
 * What a trial has reported, as pruners read it. A trial may skip steps and report them out of order: its value at a step
 * is that of the first report at or after it, so a report below a step that was reported before says nothing new, and a
 * value that was known once stays. What is no finite number is Infinity: worse than any.
 */
export class Course {
  readonly number: number;
  /** The steps of the reports that went beyond all before: increasing. */
  readonly steps: number[] = [];
  /** The loss at each of `steps`. */
  readonly losses: number[] = [];
  /** The least loss of all reports. */
  best = Infinity;
  /** How many reports there were, those out of order included. */
  length = 0;
  /** True when the last report went beyond all before: when there is something new to decide. */
  advances = false;

  constructor(number: number) {
    this.number = number;
  }

  /** Takes in what is new. Cost: the reports since it was last followed. */
  follow({ reports }: SeenTrial): void {
    // a trial that was given up begins anew
    if (reports.length < this.length) this.#forget();
    for (; this.length < reports.length; this.length++) {
      const { step, value } = reports[this.length];
      const loss = Number.isFinite(value) ? value : Infinity;
      this.best = Math.min(this.best, loss);
      this.advances = step > this.lastStep;
      if (!this.advances) continue;
      this.steps.push(step);
      this.losses.push(loss);
    }
  }

  /** The furthest step that was reported; -Infinity before the first report. */
  get lastStep(): number {
    return this.steps.length > 0 ? this.steps[this.steps.length - 1] : -Infinity;
  }

  /** The furthest step before `lastStep`; -Infinity when there was none. */
  get stepBefore(): number {
    return this.steps.length > 1 ? this.steps[this.steps.length - 2] : -Infinity;
  }

  /** The loss of the first report at or after the step; undefined when there is none yet. */
  at(step: number): number | undefined {
    let low = 0;
    let high = this.steps.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.steps[middle] < step) low = middle + 1;
      else high = middle;
    }
    return low < this.steps.length ? this.losses[low] : undefined;
  }

  #forget(): void {
    this.steps.length = 0;
    this.losses.length = 0;
    this.best = Infinity;
    this.length = 0;
    this.advances = false;
  }
}

/** The courses of all trials that were seen. */
export class Courses {
  readonly #courses = new Map<number, Course>();

  /** Takes in what is new of a trial. */
  see(trial: SeenTrial): Course {
    let course = this.#courses.get(trial.number);
    if (course === undefined) {
      course = new Course(trial.number);
      this.#courses.set(trial.number, course);
    }
    course.follow(trial);
    return course;
  }
}
