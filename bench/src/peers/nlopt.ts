import { nloptScript } from "../peer-scripts.ts";
import { type Absent, openPythonPeer, PythonPeer } from "./python-peer.ts";

export interface NloptRequest {
  /** A name of `moreGarbowHillstromProblems`. */
  readonly problem: string;
  readonly x0: readonly number[];
  /** The value at which a run ends. */
  readonly target: number;
  /** Evaluations. */
  readonly budget: number;
}

export interface NloptRun {
  /** Of one run. */
  readonly seconds: number;
  /** Of value and gradient at once. */
  readonly evaluations: number;
  readonly value: number;
}

/** NLopt's L-BFGS in a process of its own, on objectives of NumPy. */
export class Nlopt {
  /** In words: NLopt and Python with their versions. */
  readonly version: string;
  private readonly peer: PythonPeer<object>;

  constructor(version: string, peer: PythonPeer<object>) {
    this.version = version;
    this.peer = peer;
  }

  solve(request: NloptRequest, repeats: number): Promise<NloptRun> {
    return this.peer.ask("solve", { ...request, repeats });
  }

  /** Ends the process; no request may be made after it. */
  close(): void {
    this.peer.close();
  }
}

/** Starts NLopt when a python3 that has it is on the path; else says why not. */
export async function openNlopt(python = "python3"): Promise<Nlopt | Absent> {
  const peer = await openPythonPeer<{ nlopt: string; python: string }>("NLopt", nloptScript, python);
  if (!(peer instanceof PythonPeer)) return peer;
  return new Nlopt(`NLopt ${peer.greeting.nlopt}, Python ${peer.greeting.python}`, peer);
}
