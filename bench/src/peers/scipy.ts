import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { scipyScript } from "../peer-scripts.ts";

/** Why there is no SciPy to compare with. */
export interface Absent {
  readonly absent: string;
}

/** A watched run: `reachedAt` is the first evaluation that was good enough, null when none was. */
export interface PeerRun {
  /** The value at the start, to see that both sides solve the same problem. */
  readonly first: number;
  readonly reachedAt: number | null;
  readonly evaluations: number;
  readonly products?: number;
  readonly value: number;
  readonly end?: string;
}

/** A run that was repeated; `seconds` is the time of all repeats. */
export interface PeerTiming {
  readonly seconds: number;
  readonly evaluations: number;
  readonly value: number;
  readonly end: string;
}

interface RunRequest {
  readonly problem: string;
  readonly method: string;
  readonly x0: readonly number[];
  readonly options?: Readonly<Record<string, number>>;
}

interface Watched extends RunRequest {
  readonly target: number;
  readonly budget: number;
}

export interface BlackBoxRequest extends Watched {
  readonly minimizer: readonly number[];
  readonly lower: number;
  readonly upper: number;
  readonly seed: number;
}

export interface TimeRequest extends RunRequest {
  readonly gradient: boolean;
}

type ObjectiveRequest = Pick<TimeRequest, "problem" | "x0" | "gradient">;

/** SciPy in a process of its own, with one thread, that answers one request at a time. */
export class Scipy {
  /** In words: SciPy, NumPy and Python with their versions. */
  readonly version: string;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;

  constructor(version: string, child: ChildProcessWithoutNullStreams, lines: AsyncIterator<string>) {
    this.version = version;
    this.child = child;
    this.lines = lines;
  }

  smooth(request: Watched): Promise<PeerRun> {
    return this.ask("smooth", request);
  }

  blackBox(request: BlackBoxRequest): Promise<PeerRun> {
    return this.ask("black-box", request);
  }

  time(request: TimeRequest, repeats: number): Promise<PeerTiming> {
    return this.ask("time", { ...request, repeats });
  }

  objective(request: ObjectiveRequest, repeats: number): Promise<{ readonly seconds: number }> {
    return this.ask("objective", { ...request, repeats });
  }

  /** Ends the process; no request may be made after it. */
  close(): void {
    this.child.stdin.end();
  }

  private async ask<Reply>(task: string, request: object): Promise<Reply> {
    this.child.stdin.write(`${JSON.stringify({ task, options: {}, ...request })}\n`);
    const { done, value } = await this.lines.next();
    if (done) throw new Error(`the SciPy process ended while it was asked for ${task}`);
    const reply = JSON.parse(value) as Reply & { readonly error?: string };
    if (reply.error !== undefined) throw new Error(`SciPy, asked for ${task}: ${reply.error}`);
    return reply;
  }
}

/** Threads of NumPy's linear algebra would compete with what is measured beside it. */
const oneThread = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

/** Starts SciPy when a python3 that has it is on the path; else says why not. */
export async function openScipy(python = "python3"): Promise<Scipy | Absent> {
  // -B: leaves no compiled files beside the scripts
  const child = spawn(python, ["-B", scipyScript], { env: { ...process.env, ...oneThread } });
  // what the process says as it dies would end this one as well; its silence is what counts
  child.stdin.on("error", () => {});
  child.stderr.resume();
  const failure = new Promise<Absent>((resolve) => {
    child.once("error", () => resolve({ absent: `no ${python} on the path` }));
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return Promise.race([failure, greet(child, lines, python)]);
}

async function greet(
  child: ChildProcessWithoutNullStreams,
  lines: AsyncIterator<string>,
  python: string,
): Promise<Scipy | Absent> {
  const { done, value } = await lines.next();
  if (done) return { absent: `${python} did not answer` };
  const greeting = JSON.parse(value) as { error?: string; scipy?: string; numpy?: string; python?: string };
  if (greeting.error !== undefined) return { absent: `${python} has no SciPy: ${greeting.error}` };
  return new Scipy(
    `SciPy ${greeting.scipy}, NumPy ${greeting.numpy}, Python ${greeting.python}, one thread`,
    child,
    lines,
  );
}
