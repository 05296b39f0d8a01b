import type { CheckReport } from "infimum";
import type { StudyRecord } from "../study/study-record.ts";

/** What the command line asks of a check. */
export interface CheckAsked {
  readonly points?: number;
  readonly seed?: number;
  readonly seconds?: number;
}

/** What was found, as plain data, which two threads can exchange. */
export type Checked =
  | { readonly kind: "problem"; readonly report: Omit<CheckReport, "summary">; readonly summary: string }
  /** One trial of a study, in memory. */
  | { readonly kind: "study"; readonly record: StudyRecord; readonly seconds: number };
