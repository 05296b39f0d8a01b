import type { Space } from "infimum/space";
import { optunaScript } from "../peer-scripts.ts";
import { type Absent, openPythonPeer, PythonPeer } from "./python-peer.ts";

/** A point that Optuna proposes, and how long it took to. */
export interface PeerProposal {
  readonly codes: readonly number[];
  readonly seconds: number;
}

/** Optuna's TPE with its defaults, in a process of its own; one study at a time. */
export class Optuna {
  /** In words: Optuna and Python with their versions. */
  readonly version: string;
  private readonly peer: PythonPeer<object>;

  constructor(version: string, peer: PythonPeer<object>) {
    this.version = version;
    this.peer = peer;
  }

  /** A new study in place of the last; its first point. Spaces without conditions only. */
  begin(space: Space, seed: number): Promise<PeerProposal> {
    const dimensions = space.dimensions.map(({ name, domain }) =>
      domain.kind === "choice"
        ? { name, kind: domain.kind, options: domain.options.length }
        : { name, ...domain, step: domain.step ?? null },
    );
    return this.peer.ask("begin", { space: dimensions, seed });
  }

  /** Tells the value of the last point, to be minimized; the next point. */
  goOn(value: number): Promise<PeerProposal> {
    return this.peer.ask("go-on", { value });
  }

  /** Ends the process; no request may be made after it. */
  close(): void {
    this.peer.close();
  }
}

/** Starts Optuna when a python3 that has it is on the path; else says why not. */
export async function openOptuna(python = "python3"): Promise<Optuna | Absent> {
  const peer = await openPythonPeer<{ optuna: string; python: string }>("Optuna", optunaScript, python);
  if (!(peer instanceof PythonPeer)) return peer;
  return new Optuna(`Optuna ${peer.greeting.optuna}, Python ${peer.greeting.python}`, peer);
}
