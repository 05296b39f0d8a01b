import type { SuiteOptions } from "./suite.ts";

/**
 * The methods to run: those asked for, in the suite's order.
 *
 * @throws RangeError when one of them is not in the suite
 */
export function chooseMethods<Name extends string>(
  asked: readonly string[] | undefined,
  known: readonly Name[],
): readonly Name[] {
  if (asked === undefined) return known;
  for (const name of asked) {
    if (!known.includes(name as Name)) {
      throw new RangeError(`this suite does not run ${name}: it runs ${known.join(", ")}.`);
    }
  }
  return known.filter((name) => asked.includes(name));
}

/** @throws RangeError when an option was given that the suite has no use for */
export function refuseOptions(
  suite: string,
  options: SuiteOptions,
  names: readonly ("methods" | "dims" | "budget" | "instances")[],
): void {
  for (const name of names) {
    if (options[name] !== undefined) throw new RangeError(`the suite ${suite} takes no ${name}: leave it out.`);
  }
}

/** @throws RangeError when the dimensions, the instances or the budget are not positive whole numbers */
export function requireCounts({ dims = [], instances = [], budget = 1 }: SuiteOptions): void {
  for (const instance of instances) {
    if (!Number.isSafeInteger(instance) || instance < 1) {
      throw new RangeError(`the instance ${instance} is not a positive whole number.`);
    }
  }
  for (const dimension of dims) {
    if (!Number.isSafeInteger(dimension) || dimension < 1) {
      throw new RangeError(`the dimension ${dimension} is not a positive whole number.`);
    }
  }
  if (!Number.isSafeInteger(budget) || budget < 1) {
    throw new RangeError(`the budget ${budget} is not a positive whole number of evaluations for each variable.`);
  }
}
