import cliProgress, { type Options, type Params, type SingleBar } from "cli-progress";
import type { RunProgress, StudyProgress } from "../run/messages.ts";
import { describeRun, describeStudy, fractionOf, fractionOfStudy } from "./describe.ts";
import type { Progress } from "./progress.ts";

interface Shown {
  readonly text: string;
  readonly fraction: number | undefined;
}

/** Progress on a terminal: one line, with a bar where the budget says how much there is to do. */
export class ProgressBar implements Progress {
  private readonly stream: NodeJS.WriteStream;
  private bar: SingleBar | undefined;
  private shown: Shown = { text: "starting", fraction: undefined };

  constructor(stream: NodeJS.WriteStream) {
    this.stream = stream;
  }

  run(progress: RunProgress): void {
    this.show({ text: describeRun(progress), fraction: fractionOf(progress) });
  }

  study(progress: StudyProgress): void {
    this.show({ text: describeStudy(progress), fraction: fractionOfStudy(progress) });
  }

  activity(text: string, fraction: number | undefined): void {
    this.show({ text, fraction });
  }

  aside(write: () => void): void {
    const wasShown = this.bar !== undefined;
    this.end();
    write();
    if (wasShown) this.show(this.shown);
  }

  end(): void {
    this.bar?.stop();
    this.bar = undefined;
  }

  private show(shown: Shown): void {
    this.shown = shown;
    this.bar ??= this.open();
    this.bar.update(shown.fraction ?? 0, shown);
  }

  private open(): SingleBar {
    const bar = new cliProgress.SingleBar({
      stream: this.stream,
      format: (options, params, payload: Shown) => clipped(lineOf(options, params, payload), this.stream.columns),
      barsize: 16,
      fps: 10,
      hideCursor: true,
      clearOnComplete: true,
      // the command itself hears Ctrl-C
      gracefulExit: false,
    });
    bar.start(1, 0, this.shown);
    return bar;
  }
}

function lineOf(options: Options, params: Params, { text, fraction }: Shown): string {
  if (fraction === undefined) return text;
  const percentage = `${Math.floor(100 * fraction)} %`.padStart(5);
  return `${cliProgress.Format.BarFormat(params.progress, options)} ${percentage}  ${text}`;
}

/** A line that wraps could not be updated. */
function clipped(line: string, columns = 80): string {
  return line.length < columns ? line : `${line.slice(0, Math.max(0, columns - 2))}…`;
}
