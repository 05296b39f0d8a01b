import type { Vector } from "infimum/numerics";
import { dominates } from "../../front/dominates.ts";
import { nondominatedRanks } from "../../front/nondominated-ranks.ts";
import { referenceBeyond, subsetOfFront } from "../../front/subset-of-front.ts";

interface Member {
  readonly row: number;
  readonly number: number;
  readonly losses: Vector;
  /** How many points dominate it: all of them have a lower rank. */
  dominators: number;
}

/**
 * Which trials are good with several goals: front after front, and of the last front that has room those that dominate
 * the most volume together.
 *
 * A point that as many dominate as can ever be asked for is never among the good, nor decides who is: it is forgotten.
 * Adding costs one comparison with every point that is kept.
 *
 * @reference Y. Ozaki, Y. Tanigaki, S. Watanabe, M. Nomura, M. Onishi, 2022, "Multiobjective tree-structured Parzen
 * estimator", Journal of Artificial Intelligence Research 73, 10.1613/jair.1.13188
 */
export class NondominatedPool {
  readonly #limit: number;
  #members: Member[] = [];

  /** @param limit the most that `best` will be asked for */
  constructor(limit: number) {
    this.#limit = limit;
  }

  add(row: number, number: number, losses: Vector): void {
    const added: Member = { row, number, losses, dominators: 0 };
    for (const member of this.#members) {
      if (dominates(member.losses, losses)) added.dominators++;
      else if (dominates(losses, member.losses)) member.dominators++;
    }
    if (added.dominators < this.#limit) this.#members.push(added);
    this.#members = this.#members.filter(({ dominators }) => dominators < this.#limit);
  }

  /** The rows of the best trials, fewer where there are not so many; which they are does not depend on the order of adding. */
  best(count: number): number[] {
    const members = this.#members.toSorted((a, b) => a.number - b.number);
    const ranks = nondominatedRanks(members.map(({ losses }) => losses));
    const fronts: Member[][] = [];
    members.forEach((member, i) => {
      fronts[ranks[i]] ??= [];
      fronts[ranks[i]].push(member);
    });
    const chosen: Member[] = [];
    for (const front of fronts) {
      const room = Math.min(count, this.#limit) - chosen.length;
      if (room <= 0) break;
      chosen.push(...(front.length <= room ? front : spread(front, room)));
    }
    return chosen.map(({ row }) => row);
  }
}

function spread(front: readonly Member[], count: number): Member[] {
  // what is infinite has no volume to compare
  const finite = front.filter(({ losses }) => losses.every(Number.isFinite));
  const points = finite.map(({ losses }) => losses);
  const chosen = points.length > 0 ? subsetOfFront(points, count, referenceBeyond(points)).map((i) => finite[i]) : [];
  return [...chosen, ...front.filter((member) => !finite.includes(member))].slice(0, count);
}
