import type { RunProgress, StudyProgress } from "../run/messages.ts";
import { describeRun, describeStudy, fractionOf, fractionOfStudy } from "./describe.ts";
import type { Progress } from "./progress.ts";

/** Milliseconds between two lines: a log stays readable. */
const every = 5000;

/** Progress for logs and pipes: a line every few seconds. */
export class ProgressLines implements Progress {
  private readonly stream: NodeJS.WritableStream;
  private written: number | undefined;

  constructor(stream: NodeJS.WritableStream) {
    this.stream = stream;
  }

  run(progress: RunProgress): void {
    this.line(describeRun(progress), fractionOf(progress));
  }

  study(progress: StudyProgress): void {
    this.line(describeStudy(progress), fractionOfStudy(progress));
  }

  activity(text: string, fraction: number | undefined): void {
    this.line(text, fraction);
  }

  aside(write: () => void): void {
    write();
  }

  end(): void {
    // every line is complete already
  }

  private line(text: string, fraction: number | undefined): void {
    const now = performance.now();
    // what ends within the first seconds needs no lines
    this.written ??= now;
    if (now - this.written < every) return;
    this.written = now;
    this.stream.write(`${text}${fraction === undefined ? "" : `  ${Math.floor(100 * fraction)} %`}\n`);
  }
}
