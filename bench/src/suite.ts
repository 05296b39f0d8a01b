/** How to run a suite. */
export interface SuiteOptions {
  /** Told what is going on, a line at a time. */
  readonly log: (line: string) => void;
  /** True when the report will be read by a program: nothing is logged. */
  readonly json?: boolean;
  /** Only these methods of the library; all that the suite knows when left out. */
  readonly methods?: readonly string[];
  /** Dimensions in place of the suite's own, for the problems that have them. */
  readonly dims?: readonly number[];
  /** Evaluations for each variable and run, in place of the suite's own budget. */
  readonly budget?: number;
  /** Instances in place of the suite's own, for the problems that have them. */
  readonly instances?: readonly number[];
  /** False leaves out the solvers of other libraries. */
  readonly peers?: boolean;
  /** True does the least that fills every table: to see that all works, not to measure. */
  readonly quick?: boolean;
}

/** A named collection of problems and what is measured on them. */
export interface Suite {
  readonly name: string;
  /** One line for people. */
  readonly title: string;
  /** @throws RangeError when the options leave nothing to run */
  run(options: SuiteOptions): Promise<SuiteReport>;
}

/** null: nothing to say here. */
export type Cell = string | number | boolean | null;

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  /** One cell for each column. */
  readonly rows: readonly (readonly Cell[])[];
}

/** A peer or a measurement that was left out, and why. */
export interface Skipped {
  readonly name: string;
  readonly why: string;
}

/** A picture as a text of SVG; its name is that of a file without the ending. */
export interface Picture {
  readonly name: string;
  readonly svg: string;
}

/** What a suite found: plain data. */
export interface SuiteReport {
  readonly suite: string;
  readonly title: string;
  /** What it ran on, without names. */
  readonly machine: string;
  readonly tables: readonly Table[];
  readonly pictures?: readonly Picture[];
  /** What a reader has to know to judge the figures. */
  readonly notes: readonly string[];
  readonly skipped: readonly Skipped[];
  readonly seconds: number;
}
