// Values and gradients as one would write them by hand, for speed: what exact derivatives are timed against.

/** Chained Rosenbrock, sum of 100 (x_{i+1} - x_i^2)^2 + (1 - x_i)^2. */
export function chainedRosenbrock(x: Float64Array, gradient: Float64Array): number {
  gradient.fill(0);
  let sum = 0;
  for (let i = 0; i < x.length - 1; i++) {
    const a = x[i + 1] - x[i] * x[i];
    const b = 1 - x[i];
    sum += 100 * a * a + b * b;
    gradient[i + 1] += 200 * a;
    gradient[i] += -400 * a * x[i] - 2 * b;
  }
  return sum;
}

/** The mean of log(1 + exp(-y_i w'row_i)) over the rows of a flat matrix. */
export function logisticLoss(
  w: Float64Array,
  gradient: Float64Array,
  rows: Float64Array,
  labels: Float64Array,
): number {
  const n = w.length;
  const m = labels.length;
  gradient.fill(0);
  let sum = 0;
  for (let i = 0; i < m; i++) {
    let z = 0;
    for (let j = 0; j < n; j++) z += w[j] * rows[i * n + j];
    const e = Math.exp(-labels[i] * z);
    sum += Math.log1p(e);
    const slope = (-labels[i] * e) / (1 + e) / m;
    for (let j = 0; j < n; j++) gradient[j] += slope * rows[i * n + j];
  }
  return sum / m;
}
