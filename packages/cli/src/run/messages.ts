import type { Budget, Checkpoint, Result } from "infimum";
import type { CheckAsked, Checked } from "../check/checked.ts";
import type { Figure } from "../job/figure.ts";
import type { StudyRecord } from "../study/study-record.ts";
import type { HistoryEntry } from "./history.ts";
import type { Landscape } from "./landscape.ts";

/** What the command line asks of a run, or gives every run of a job that does not say otherwise. */
export interface Asked {
  readonly method?: string;
  readonly seed?: number;
  readonly target?: number;
  readonly budget: Budget;
  readonly parallel?: number;
}

/** What the command line asks of a study. */
export interface StudyAsked {
  readonly store?: string;
  readonly sampler?: string;
  readonly pruner?: string;
  readonly seed?: number;
  readonly trials?: number;
  readonly seconds?: number;
  readonly target?: number;
  readonly workers?: number;
  readonly parallel?: number;
}

/** What the thread that runs a file is started with. */
export interface WorkerStart {
  /** Absolute path. */
  readonly file: string;
  readonly asked: Asked;
  readonly askedOfStudy: StudyAsked;
  /** The checkpoints of a resumed file by the names of their runs, or the one of a problem. */
  readonly resume: SavedRuns | undefined;
  /** Seconds between two checkpoints; Infinity for none before the end. */
  readonly checkpointEvery: number;
  /** A picture of the objective is wanted where it is cheap. */
  readonly landscapes: boolean;
  /** The file is to be checked, not run. */
  readonly check?: CheckAsked;
  /** One 32-bit number, 1 once the command is interrupted. */
  readonly flag: SharedArrayBuffer;
}

/** The frozen runs of a file. `single` when the file exports a problem. */
export interface SavedRuns {
  readonly single: boolean;
  readonly runs: Readonly<Record<string, Checkpoint>>;
}

/** A run as plain data, which two threads can exchange. */
export interface RunRecord {
  readonly name: string;
  readonly problem: {
    readonly name: string;
    readonly goal: "minimize" | "maximize";
    readonly dimension: number;
    readonly names: readonly string[];
    readonly x0: Float64Array;
    readonly lower: Float64Array | undefined;
    readonly upper: Float64Array | undefined;
  };
  readonly asked: Asked;
  readonly result: Omit<Result, "summary">;
  readonly summary: string;
  /** The measures the method settles by, with their tolerances. */
  readonly tests: readonly { readonly measure: string; readonly tolerance: number }[];
  readonly history: readonly HistoryEntry[];
  readonly landscape: Landscape | undefined;
  /** Evaluations of the earlier parts of a resumed run. */
  readonly resumedAt: number;
}

/** How far a run is. */
export interface RunProgress {
  readonly name: string;
  readonly value: number;
  readonly evaluations: number;
  readonly iteration: number;
  readonly seconds: number;
  readonly budget: Budget;
}

/** How far a study is. */
export interface StudyProgress {
  readonly name: string;
  /** Of the study, earlier runs included. */
  readonly finished: number;
  /** How many it had when this run began. */
  readonly begun: number;
  readonly running: number;
  readonly failed: number;
  readonly best: number | undefined;
  /** What it is to have in the end, where that is known. */
  readonly trials: number | undefined;
  readonly seconds: number | undefined;
  /** Seconds of this run. */
  readonly elapsed: number;
}

export type ReportItem =
  | { readonly kind: "section"; readonly title: string }
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "table";
      readonly title?: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly (string | number)[])[];
    }
  | { readonly kind: "figure"; readonly figure: Figure };

/** What went wrong, in words for people. */
export interface Failure {
  readonly message: string;
  /** The command was used wrongly, rather than the work failed. */
  readonly usage: boolean;
  /** Where in the user's files, when that is known. */
  readonly position?: { readonly file: string; readonly line: number; readonly column: number };
}

/** What a file exports: the answer is that of the one problem or study, or what the job returns. */
export type Exported = "problem" | "study" | "job";

/** What the thread tells the command. */
export type WorkerMessage =
  | { readonly kind: "progress"; readonly progress: RunProgress }
  | { readonly kind: "study-progress"; readonly progress: StudyProgress }
  | { readonly kind: "activity"; readonly text: string; readonly fraction: number | undefined }
  | { readonly kind: "log"; readonly line: string }
  | { readonly kind: "item"; readonly item: ReportItem }
  | { readonly kind: "run"; readonly record: RunRecord }
  | { readonly kind: "study"; readonly record: StudyRecord }
  | { readonly kind: "checked"; readonly checked: Checked }
  | { readonly kind: "checkpoint"; readonly saved: SavedRuns }
  | { readonly kind: "done"; readonly exported: Exported; readonly output: unknown; readonly interrupted: boolean }
  | { readonly kind: "failed"; readonly failure: Failure };
