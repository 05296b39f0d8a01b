import type { Vector } from "../numerics/vector.ts";
import type { Counts, InvalidEvaluation, Ledger } from "./ledger.ts";

/** The part of a checkpoint that is counted and kept. */
export interface SavedLedger {
  readonly counts: Counts;
  readonly invalid: readonly InvalidEvaluation[];
  readonly bestX: Vector;
  readonly bestValue: number;
  readonly evaluations: number;
  readonly anyGood: boolean;
}

export function saveLedger({ counts, invalid, bestX, bestValue, evaluations, anyGood }: Ledger): SavedLedger {
  return { counts: { ...counts }, invalid: [...invalid], bestX: bestX.slice(), bestValue, evaluations, anyGood };
}

/** Into a ledger in which nothing has been counted yet. */
export function restoreLedger(ledger: Ledger, saved: SavedLedger): void {
  Object.assign(ledger.counts, saved.counts);
  ledger.invalid.push(...saved.invalid);
  ledger.bestX.set(saved.bestX);
  ledger.bestValue = saved.bestValue;
  ledger.evaluations = saved.evaluations;
  ledger.anyGood = saved.anyGood;
}
