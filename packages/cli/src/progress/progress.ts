import type { RunProgress, StudyProgress } from "../run/messages.ts";

/** Shows how far the work is, on standard error. */
export interface Progress {
  run(progress: RunProgress): void;
  study(progress: StudyProgress): void;
  /** Work that is no run: a text, and the fraction that is done where it is known. */
  activity(text: string, fraction: number | undefined): void;
  /** Runs what writes to the terminal, with the progress out of its way. */
  aside(write: () => void): void;
  end(): void;
}
