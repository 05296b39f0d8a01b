/** A signal whose `aborted` is seen at once by code that never lets the event loop turn. */
export interface SharedSignal {
  readonly signal: AbortSignal;
  /** Tells the listeners of the signal once the flag is up. */
  readonly look: () => void;
}

/**
 * A signal over memory shared with the thread that hears Ctrl-C. The library reads `aborted` between two evaluations, so
 * a run in one long loop still stops after the current one. Listeners are told at the next look at `aborted`, or when
 * `look` is called as the event loop turns.
 */
export function sharedSignal(flag: SharedArrayBuffer): SharedSignal {
  const raised = new Int32Array(flag);
  const controller = new AbortController();
  const look = (): boolean => {
    if (Atomics.load(raised, 0) === 0) return false;
    controller.abort(new Error("the command was interrupted."));
    return true;
  };
  // an own property hides the accessor of the prototype, which aborting itself does not go through
  Object.defineProperty(controller.signal, "aborted", { get: look });
  return { signal: controller.signal, look };
}
