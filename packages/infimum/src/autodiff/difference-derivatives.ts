import type { Vector } from "../numerics/vector.ts";

/** cbrt(eps): balances the truncation of a central difference, h^2 f''', against its rounding, eps f / h. */
const centralStep = Math.cbrt(Number.EPSILON);

/** eps^(1/4): for differences of differences. */
const secondStep = Number.EPSILON ** 0.25;

/** The function at a point, written to `out`: one number for an objective, one for each residual. */
export type Answers = (x: Vector, out: Vector) => void;

/**
 * The Jacobian by central differences, m x n, column-major: 2 n calls, with an error of about 1e-10 of the third
 * derivatives. The gradient of an objective is that of its one answer.
 */
export function centralJacobian(f: Answers, x: Vector, rows: number, out: Vector): Vector {
  const point = x.slice();
  const [above, below] = [new Float64Array(rows), new Float64Array(rows)];
  for (let j = 0; j < x.length; j++) {
    const step = centralStep * Math.max(1, Math.abs(x[j]));
    point[j] = x[j] + step;
    const high = point[j];
    f(point, above);
    point[j] = x[j] - step;
    // the distance that is there, not the one that was asked for: x + h is rounded
    const distance = high - point[j];
    f(point, below);
    point[j] = x[j];
    for (let i = 0; i < rows; i++) out[i + j * rows] = (above[i] - below[i]) / distance;
  }
  return out;
}

/** The Jacobian times v, by a central difference along v: 2 calls. */
export function centralJacobianVector(f: Answers, x: Vector, v: Vector, out: Vector): Vector {
  const reach = largest(v);
  if (reach === 0) return out.fill(0);
  const step = (centralStep * Math.max(1, largest(x))) / reach;
  const below = new Float64Array(out.length);
  f(moved(x, step, v), out);
  f(moved(x, -step, v), below);
  for (let i = 0; i < out.length; i++) out[i] = (out[i] - below[i]) / (2 * step);
  return out;
}

/** The Hessian of an objective times v, by central differences of gradients that are differences: 4 n calls. */
export function centralHessianVector(f: Answers, x: Vector, v: Vector, out: Vector): Vector {
  const n = x.length;
  const reach = largest(v);
  if (reach === 0) return out.fill(0);
  const step = (secondStep * Math.max(1, largest(x))) / reach;
  const along = (t: number): Vector => centralJacobian(f, moved(x, t, v), 1, new Float64Array(n));
  const [above, below] = [along(step), along(-step)];
  for (let i = 0; i < n; i++) out[i] = (above[i] - below[i]) / (2 * step);
  return out;
}

function moved(x: Vector, t: number, v: Vector): Vector {
  return x.map((entry, i) => entry + t * v[i]);
}

function largest(x: Vector): number {
  let size = 0;
  for (let i = 0; i < x.length; i++) size = Math.max(size, Math.abs(x[i]));
  return size;
}
