import { HessianCompression } from "../../numerics/sparse/hessian-compression.ts";
import type { Vector } from "../../numerics/vector.ts";
import type { Problem } from "../problem.ts";
import type { Coroutine } from "../question.ts";
import type { View } from "../view.ts";
import { wrap } from "./wrap.ts";

/**
 * Adds the Hessian (n x n) from Hessian-vector products: one for each color of its pattern where that is known, else one for
 * each variable. Entries are made symmetric, as products by differences are not.
 */
export function hessianFromProducts(problem: Problem): Problem {
  return wrap(problem, {
    adds: ["hessian"],
    view: (inner) => {
      const products = new HessianProducts(inner);
      return { ...inner, hessian: (x: Vector, out: Vector) => products.hessian(x, out) };
    },
  });
}

// a class, whose generator functions are made once: see finite-differences.ts
class HessianProducts {
  private readonly inner: View;
  private readonly compression: HessianCompression | undefined;
  private readonly unit: Vector;
  private readonly product: Vector;
  private readonly all: Vector;

  constructor(inner: View) {
    const n = inner.dimension;
    const pattern = inner.hessianPattern?.();
    this.inner = inner;
    this.compression = pattern && pattern.rows.length < n * n ? new HessianCompression(pattern) : undefined;
    this.unit = new Float64Array(n);
    this.product = new Float64Array(n);
    this.all = new Float64Array(n * (this.compression?.seeds.length ?? 0));
  }

  *hessian(x: Vector, out: Vector): Coroutine<void> {
    const { inner, compression, unit, product, all } = this;
    const n = x.length;
    if (compression === undefined) {
      for (let j = 0; j < n; j++) {
        unit[j] = 1;
        yield* inner.hessianVector(x, unit, product);
        unit[j] = 0;
        out.set(product, j * n);
      }
      for (let j = 0; j < n; j++) {
        for (let i = 0; i < j; i++) {
          const mean = (out[i + j * n] + out[j + i * n]) / 2;
          out[i + j * n] = mean;
          out[j + i * n] = mean;
        }
      }
      return;
    }
    const { pattern, seeds, places } = compression;
    for (let color = 0; color < seeds.length; color++) {
      yield* inner.hessianVector(x, seeds[color], product);
      all.set(product, n * color);
    }
    out.fill(0);
    for (let j = 0; j < n; j++) {
      for (let k = pattern.columnStarts[j]; k < pattern.columnStarts[j + 1]; k++) {
        out[pattern.rows[k] + j * n] = all[places[k]];
      }
    }
  }
}
