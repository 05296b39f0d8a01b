import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Why there is no peer to compare with. */
export interface Absent {
  readonly absent: string;
}

/** A Python script in a process of its own, with one thread, that answers one request a line. */
export class PythonPeer<Greeting extends object> {
  /** What it said when it was ready. */
  readonly greeting: Greeting;
  private readonly library: string;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;

  constructor(
    library: string,
    greeting: Greeting,
    child: ChildProcessWithoutNullStreams,
    lines: AsyncIterator<string>,
  ) {
    this.library = library;
    this.greeting = greeting;
    this.child = child;
    this.lines = lines;
  }

  async ask<Reply>(task: string, request: object): Promise<Reply> {
    this.child.stdin.write(`${JSON.stringify({ task, ...request })}\n`);
    const { done, value } = await this.lines.next();
    if (done) throw new Error(`the ${this.library} process ended while it was asked for ${task}`);
    const reply = JSON.parse(value) as Reply & { readonly error?: string };
    if (reply.error !== undefined) throw new Error(`${this.library}, asked for ${task}: ${reply.error}`);
    return reply;
  }

  /** Ends the process; no request may be made after it. */
  close(): void {
    this.child.stdin.end();
  }
}

/** Threads of NumPy's linear algebra would compete with what is measured beside it. */
const oneThread = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

/** Starts the script when a Python that has the library is on the path; else says why not. */
export async function openPythonPeer<Greeting extends object>(
  library: string,
  script: string,
  python: string,
): Promise<PythonPeer<Greeting> | Absent> {
  // -B: leaves no compiled files beside the scripts
  const child = spawn(python, ["-B", script], { env: { ...process.env, ...oneThread } });
  // what the process says as it dies would end this one as well; its silence is what counts
  child.stdin.on("error", () => {});
  child.stderr.resume();
  const failure = new Promise<Absent>((resolve) => {
    child.once("error", () => resolve({ absent: `no ${python} on the path` }));
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const greet = async (): Promise<PythonPeer<Greeting> | Absent> => {
    const { done, value } = await lines.next();
    if (done) return { absent: `${python} did not answer` };
    const greeting = JSON.parse(value) as Greeting & { readonly error?: string };
    if (greeting.error !== undefined) return { absent: `${python} has no ${library}: ${greeting.error}` };
    return new PythonPeer(library, greeting, child, lines);
  };
  return Promise.race([failure, greet()]);
}
