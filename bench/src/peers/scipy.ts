import { scipyScript } from "../peer-scripts.ts";
import { type Absent, openPythonPeer, PythonPeer } from "./python-peer.ts";

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

/** A fit: null where it broke off. */
export interface PeerFit {
  readonly x: readonly number[] | null;
  readonly errors: readonly number[] | null;
  readonly evaluations: number;
  readonly end: string;
}

interface FitRequest extends RunRequest {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
}

/** A run with every value it saw, in order, and its time; null where it was not repeated. */
export interface PeerTrace {
  readonly values: readonly number[];
  readonly gradientNorm: number;
  readonly seconds: number | null;
  readonly end: string;
}

interface RunRequest {
  readonly problem: string;
  readonly method: string;
  readonly x0: readonly number[];
  readonly options?: Readonly<Record<string, number>>;
}

/** Repeated for its time so often, and so long. */
export interface TraceRequest extends RunRequest {
  /** Lower and upper bound of each variable; null where there is none. */
  readonly bounds?: readonly (readonly [number | null, number | null])[];
  readonly repeats: number;
  readonly seconds: number;
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
  private readonly peer: PythonPeer<object>;

  constructor(version: string, peer: PythonPeer<object>) {
    this.version = version;
    this.peer = peer;
  }

  smooth(request: Watched): Promise<PeerRun> {
    return this.ask("smooth", request);
  }

  nist(request: FitRequest): Promise<PeerFit> {
    return this.ask("nist", request);
  }

  moreGarbowHillstrom(request: TraceRequest): Promise<PeerTrace> {
    return this.ask("more-garbow-hillstrom", request);
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
    this.peer.close();
  }

  private ask<Reply>(task: string, request: object): Promise<Reply> {
    return this.peer.ask(task, { options: {}, ...request });
  }
}

interface Versions {
  readonly scipy: string;
  readonly numpy: string;
  readonly python: string;
}

/** Starts SciPy when a python3 that has it is on the path; else says why not. */
export async function openScipy(python = "python3"): Promise<Scipy | Absent> {
  const peer = await openPythonPeer<Versions>("SciPy", scipyScript, python);
  if (!(peer instanceof PythonPeer)) return peer;
  const { scipy, numpy, python: version } = peer.greeting;
  return new Scipy(`SciPy ${scipy}, NumPy ${numpy}, Python ${version}, one thread`, peer);
}
