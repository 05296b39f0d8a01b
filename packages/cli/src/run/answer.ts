import type { Asked, Problem, Told } from "infimum";

/**
 * Calls the function of the problem that answers a question. What is thrown is an answer too. Undefined for questions
 * that only the run itself can answer.
 */
export function answer(problem: Problem, asked: Asked): Told | Promise<Told> | undefined {
  const { functions, dimension } = problem;
  const { id, x, v, sample, points } = asked;
  switch (asked.oracle) {
    case "value":
      return told(id, () => functions.value?.(x), undefined);
    case "gradient": {
      const out = new Float64Array(dimension);
      return told(id, () => functions.gradient?.(x, out), out);
    }
    case "hessian": {
      const out = new Float64Array(dimension * dimension);
      return told(id, () => functions.hessian?.(x, out), out);
    }
    case "hessianVector": {
      const out = new Float64Array(dimension);
      return v && told(id, () => functions.hessianVector?.(x, v, out), out);
    }
    case "sampledGradient": {
      const out = new Float64Array(dimension);
      return sample === undefined ? undefined : told(id, () => functions.sampledGradient?.(x, sample, out), out);
    }
    case "ranking": {
      const out = new Int32Array(points?.length ?? 0);
      return points && told(id, () => functions.ranking?.(points, out), out);
    }
    default:
      return undefined;
  }
}

export function isAsynchronous(answered: Told | Promise<Told> | undefined): answered is Promise<Told> {
  return answered instanceof Promise;
}

function told(id: number, call: () => unknown, output: ArrayLike<number> | undefined): Told | Promise<Told> {
  // what is no number is named by the run, so it goes through as it is
  const withValue = (value: unknown): Told => ({ id, value: value as number, output });
  const withError = (error: unknown): Told => ({ id, error });
  try {
    const answered = call();
    return isThenable(answered) ? Promise.resolve(answered).then(withValue, withError) : withValue(answered);
  } catch (error) {
    return withError(error);
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}
