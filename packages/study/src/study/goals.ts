import { InfimumError } from "infimum";

export type Goal = "minimize" | "maximize";

/** What a study is after: one value or several, each to be minimized or maximized. */
export class Goals {
  readonly list: readonly Goal[];

  /** @throws InfimumError `unknown-goal`, `bad-goals` */
  constructor(goal: Goal | undefined, goals: readonly Goal[] | undefined) {
    if (goal !== undefined && goals !== undefined) {
      throw new InfimumError("bad-goals", "goal and goals are both given: give goal for one value, goals for several.");
    }
    this.list = goals ?? [goal ?? "minimize"];
    if (this.list.length === 0) throw new InfimumError("bad-goals", "goals is empty: give one for each value.");
    for (const each of this.list) {
      if (each !== "minimize" && each !== "maximize") {
        throw new InfimumError("unknown-goal", `the goal is ${JSON.stringify(each)}: write "minimize" or "maximize".`);
      }
    }
  }

  get count(): number {
    return this.list.length;
  }

  /** The value as something to be minimized. */
  loss(value: number, goal = 0): number {
    return this.list[goal] === "maximize" ? -value : value;
  }
}
