import type { Vector } from "infimum/numerics";
import { crowdingDistance } from "../../front/crowding-distance.ts";
import { nondominatedRanks } from "../../front/nondominated-ranks.ts";

/** A trial that may have children. */
export interface Individual {
  readonly number: number;
  /** On the unit cube; NaN where a dimension is not there. */
  readonly unit: Vector;
  readonly losses: Vector;
  readonly violation: number;
}

/** With how it stands: less by rank is better, then more room. */
export interface Ranked extends Individual {
  readonly rank: number;
  readonly room: number;
}

/** The best `size` individuals: front after front, and of the last one those with the most room. */
export function select(individuals: readonly Individual[], size: number): Ranked[] {
  const losses = individuals.map((individual) => individual.losses);
  const ranks = nondominatedRanks(
    losses,
    individuals.map(({ violation }) => violation),
  );
  const fronts: number[][] = [];
  ranks.forEach((rank, i) => {
    fronts[rank] ??= [];
    fronts[rank].push(i);
  });
  const chosen: Ranked[] = [];
  for (const front of fronts) {
    if (chosen.length >= size) break;
    const rooms = crowdingDistance(losses, front);
    chosen.push(...front.map((i, k) => ({ ...individuals[i], rank: ranks[i], room: rooms[k] })));
  }
  return chosen.toSorted((a, b) => (beats(a, b) ? -1 : beats(b, a) ? 1 : a.number - b.number)).slice(0, size);
}

/** The crowded comparison: by rank, then by room. */
export function beats(a: Ranked, b: Ranked): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.room > b.room);
}
