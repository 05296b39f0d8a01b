import { RandomStream } from "../../numerics/random/stream.ts";
import { copy, type Vector } from "../../numerics/vector.ts";
import type { Asked, Coroutine } from "../../problem/question.ts";
import type { View } from "../../problem/view.ts";

/** The functions of a problem for tests of parts. */
export interface Functions {
  gradient?(x: Vector, out: Vector): number;
  hessianVector?(x: Vector, v: Vector, out: Vector): void;
}

/** A view whose questions are answered as they are asked, for tests of parts without a run; `asked` counts them. */
export function answeredView(n: number, functions: Functions): View<"gradient" | "hessianVector"> & { asked: number } {
  const view = {
    asked: 0,
    dimension: n,
    x0: new Float64Array(n),
    lower: undefined,
    upper: undefined,
    coordinates: [],
    // NaN shows when a part reads what it has not written
    original: copy,
    scratch: (length = n) => new Float64Array(length).fill(NaN),
    random: (_purpose: string, index = 0) => new RandomStream().key(1, 1, 1, index),
    log: () => [],
    gradient(x: Vector, out: Vector): Asked<number> {
      view.asked++;
      return answered(functions.gradient!(x, out));
    },
    hessianVector(x: Vector, v: Vector, out: Vector): Asked<void> {
      view.asked++;
      return answered(functions.hessianVector!(x, v, out));
    },
  };
  // a View is generic over its needs, which a literal cannot follow
  return view as unknown as ReturnType<typeof answeredView>;
}

/** Runs a coroutine whose questions are all answered. */
export function outcomeOf<Outcome>(coroutine: Coroutine<Outcome>): Outcome {
  const end = coroutine.next();
  if (!end.done) throw new Error("a question was left open");
  return end.value;
}

function answered<Answer>(answer: Answer): Asked<Answer> {
  return { [Symbol.iterator]: () => ({ next: () => ({ done: true, value: answer }) }) };
}
