import type { RunProgress } from "../run/messages.ts";
import { ProgressBar } from "./bar.ts";
import { ProgressLines } from "./lines.ts";

/** Shows how far the work is, on standard error. */
export interface Progress {
  run(progress: RunProgress): void;
  /** Work that is no run: a text, and the fraction that is done where it is known. */
  activity(text: string, fraction: number | undefined): void;
  /** Runs what writes to the terminal, with the progress out of its way. */
  aside(write: () => void): void;
  end(): void;
}

/** One line that is updated on a terminal; a line now and then where nothing can be updated. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? new ProgressBar(stream) : new ProgressLines(stream);
}
