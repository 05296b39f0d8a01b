import { badValue } from "../../error.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Problem } from "../problem.ts";
import type { Coroutine } from "../question.ts";
import type { View } from "../view.ts";
import { wrap } from "./wrap.ts";

/** How an average over samples is estimated. */
export interface Subsampling {
  /** How many samples the average is over, numbered from 0. */
  readonly samples: number;
  /** Samples of a gradient, drawn anew in every iteration; all of them where it is `samples` or more. */
  readonly gradientBatch: number;
  /** Samples of a Hessian-vector product. */
  readonly hessianBatch: number;
}

/** eps^(1/3): balances the truncation of a central difference of gradients and its rounding. */
const differenceStep = 6e-6;

/**
 * Adds inexact gradients and Hessian-vector products from gradients of single samples: means over batches, drawn with replacement, the
 * same within an iteration and others in the next; products are central differences of the mean over the second
 * batch. For methods that stand inexact oracles, and bring random streams. Cost: a sampled gradient for each sample of a batch, two for products.
 *
 * @throws InfimumError `bad-option` for counts that are none
 *
 * @example
 * const parabolas = problem({ x0: [0], sampled: (x, k, out) => { out[0] = x[0] - k; return (x[0] - k) ** 2 / 2; } });
 * const inexact = subsampled(parabolas, { samples: 100, gradientBatch: 10, hessianBatch: 5 });
 */
export function subsampled(problem: Problem, { samples, gradientBatch, hessianBatch }: Subsampling): Problem {
  for (const [name, count] of Object.entries({ samples, gradientBatch, hessianBatch })) {
    if (!Number.isSafeInteger(count) || count < 1) throw badValue("bad-option", name, count, "a number of samples");
  }
  return wrap(problem, {
    adds: ["gradient", "hessianVector"],
    view: (inner) => {
      const batches = new Batches(inner, samples);
      return {
        ...inner,
        hessianPattern: undefined,
        gradient: (x: Vector, out: Vector) => batches.mean("gradient-batch", gradientBatch, x, out),
        hessianVector: (x: Vector, v: Vector, out: Vector) => batches.product(hessianBatch, x, v, out),
      };
    },
  });
}

// a class, whose generator functions are made once: see finite-differences.ts
class Batches {
  private readonly inner: View;
  private readonly samples: number;
  private readonly single: Vector;
  private readonly moved: Vector;
  private readonly other: Vector;

  constructor(inner: View, samples: number) {
    this.inner = inner;
    this.samples = samples;
    this.single = new Float64Array(inner.dimension);
    this.moved = new Float64Array(inner.dimension);
    this.other = new Float64Array(inner.dimension);
  }

  *mean(purpose: string, batch: number, x: Vector, out: Vector): Coroutine<number> {
    const { inner, samples, single } = this;
    const isWhole = batch >= samples;
    const count = isWhole ? samples : batch;
    const random = inner.random(purpose);
    out.fill(0);
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const sample = isWhole ? k : random.integer(0, samples - 1);
      sum += yield* inner.sampledGradient(x, sample, single);
      for (let i = 0; i < out.length; i++) out[i] += single[i] / count;
    }
    return sum / count;
  }

  *product(batch: number, x: Vector, v: Vector, out: Vector): Coroutine<void> {
    const { moved, other } = this;
    let size = 0;
    let length = 0;
    for (let i = 0; i < x.length; i++) {
      size = Math.max(size, Math.abs(x[i]));
      length = Math.max(length, Math.abs(v[i]));
    }
    if (!(length > 0)) {
      out.fill(0);
      return;
    }
    const step = (differenceStep * Math.max(1, size)) / length;
    for (let i = 0; i < x.length; i++) moved[i] = x[i] + step * v[i];
    yield* this.mean("hessian-batch", batch, moved, out);
    for (let i = 0; i < x.length; i++) moved[i] = x[i] - step * v[i];
    yield* this.mean("hessian-batch", batch, moved, other);
    for (let i = 0; i < x.length; i++) out[i] = (out[i] - other[i]) / (2 * step);
  }
}
