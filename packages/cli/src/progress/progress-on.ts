import { ProgressBar } from "./bar.ts";
import { ProgressLines } from "./lines.ts";
import type { Progress } from "./progress.ts";

/** One line that is updated on a terminal; a line now and then where nothing can be updated. */
export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? new ProgressBar(stream) : new ProgressLines(stream);
}
