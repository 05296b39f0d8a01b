import { decode, encode } from "../run/plain-data.ts";

/**
 * A rule's state (or parameters, or both in a record) as plain JSON, bit for bit: what JSON would lose is marked.
 *
 * @throws InfimumError `not-plain-data` for what a state must not hold: functions, class instances
 */
export function freeze(state: unknown): unknown {
  return encode(state);
}

/** The state again, from what `freeze` returned or from its JSON parsed. */
export function thaw<State = any>(frozen: unknown): State {
  return decode(frozen) as State;
}
