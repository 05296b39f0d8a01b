import { type Family, repeated, zeroIn } from "./family.ts";

/** Functions of any number of variables. */
export const scalable: readonly Family[] = [
  {
    name: "penalty-1",
    dimensions: [4, 10, 100],
    optima: { 4: 2.2499775e-5, 10: 7.087651467e-5, 100: 0.000902491 },
    start: (n) => Array.from({ length: n }, (_, i) => i + 1),
    objective(x) {
      let sum = 0;
      let squares = 0;
      for (let i = 0; i < x.length; i++) {
        sum += 1e-5 * (x[i] - 1) ** 2;
        squares += x[i] ** 2;
      }
      return sum + (squares - 0.25) ** 2;
    },
  },
  {
    name: "penalty-2",
    dimensions: [4, 10],
    optima: { 4: 9.376293e-6, 10: 0.0002936605 },
    start: repeated(0.5),
    objective(x) {
      const n = x.length;
      let sum = (x[0] - 0.2) ** 2;
      let squares = n * x[0] ** 2;
      for (let i = 1; i < n; i++) {
        const y = Math.exp((i + 1) / 10) + Math.exp(i / 10);
        sum += 1e-5 * (Math.exp(x[i] / 10) + Math.exp(x[i - 1] / 10) - y) ** 2;
        sum += 1e-5 * (Math.exp(x[i] / 10) - Math.exp(-1 / 10)) ** 2;
        squares += (n - i) * x[i] ** 2;
      }
      return sum + (squares - 1) ** 2;
    },
  },
  {
    name: "variably-dimensioned",
    ...zeroIn(10, 100),
    start: (n) => Array.from({ length: n }, (_, i) => 1 - (i + 1) / n),
    objective(x) {
      let sum = 0;
      let weighted = 0;
      for (let i = 0; i < x.length; i++) {
        sum += (x[i] - 1) ** 2;
        weighted += (i + 1) * (x[i] - 1);
      }
      return sum + weighted ** 2 + weighted ** 4;
    },
  },
  {
    name: "trigonometric",
    ...zeroIn(10, 100),
    otherMinima: { 10: [2.795056121876e-5], 100: [1.8409625e-6] },
    start: (n) => Array.from({ length: n }, () => 1 / n),
    objective(x) {
      const n = x.length;
      let cosines = 0;
      for (let i = 0; i < n; i++) cosines += Math.cos(x[i]);
      let sum = 0;
      for (let i = 0; i < n; i++) sum += (n - cosines + (i + 1) * (1 - Math.cos(x[i])) - Math.sin(x[i])) ** 2;
      return sum;
    },
  },
  {
    name: "brown-almost-linear",
    ...zeroIn(10),
    start: repeated(0.5),
    objective(x) {
      const n = x.length;
      let total = 0;
      let product = 1;
      for (let i = 0; i < n; i++) {
        total += x[i];
        product *= x[i];
      }
      let sum = (product - 1) ** 2;
      for (let i = 0; i + 1 < n; i++) sum += (x[i] + total - (n + 1)) ** 2;
      return sum;
    },
  },
  {
    name: "chebyquad",
    dimensions: [8, 10],
    optima: { 8: 0.003516873725678, 10: 0.0065039547 },
    start: (n) => Array.from({ length: n }, (_, i) => (i + 1) / (n + 1)),
    objective(x) {
      const n = x.length;
      const means = new Float64Array(n);
      for (let j = 0; j < n; j++) {
        const t = 2 * x[j] - 1;
        let before = 1;
        let last = t;
        for (let i = 0; i < n; i++) {
          means[i] += last / n;
          const next = 2 * t * last - before;
          before = last;
          last = next;
        }
      }
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const integral = i % 2 === 1 ? -1 / ((i + 1) ** 2 - 1) : 0;
        sum += (means[i] - integral) ** 2;
      }
      return sum;
    },
  },
  {
    name: "broyden-banded",
    ...zeroIn(10),
    otherMinima: { 10: [3.0572784] },
    start: repeated(-1),
    objective(x) {
      const n = x.length;
      let sum = 0;
      for (let i = 0; i < n; i++) {
        let band = 0;
        for (let j = Math.max(0, i - 5); j <= Math.min(n - 1, i + 1); j++) if (j !== i) band += x[j] * (1 + x[j]);
        sum += (x[i] * (2 + 5 * x[i] ** 2) + 1 - band) ** 2;
      }
      return sum;
    },
  },
  {
    name: "broyden-tridiagonal",
    ...zeroIn(10, 100, 1000),
    otherMinima: { 100: [0.71252791, 1.7232729], 1000: [0.71252791, 1.4078121] },
    start: repeated(-1),
    objective(x) {
      const n = x.length;
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const before = i > 0 ? x[i - 1] : 0;
        const after = i + 1 < n ? x[i + 1] : 0;
        sum += ((3 - 2 * x[i]) * x[i] - before - 2 * after + 1) ** 2;
      }
      return sum;
    },
  },
  {
    name: "discrete-boundary-value",
    ...zeroIn(10, 100),
    start: (n) => Array.from({ length: n }, (_, i) => ((i + 1) / (n + 1)) * ((i + 1) / (n + 1) - 1)),
    objective(x) {
      const n = x.length;
      const h = 1 / (n + 1);
      let sum = 0;
      for (let i = 0; i < n; i++) {
        const before = i > 0 ? x[i - 1] : 0;
        const after = i + 1 < n ? x[i + 1] : 0;
        sum += (2 * x[i] - before - after + (h * h * (x[i] + (i + 1) * h + 1) ** 3) / 2) ** 2;
      }
      return sum;
    },
  },
  {
    name: "extended-rosenbrock",
    ...zeroIn(100, 1000),
    start: repeated(-1.2, 1),
    objective(x) {
      let sum = 0;
      for (let i = 0; i < x.length; i += 2) sum += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
      return sum;
    },
  },
  {
    name: "chained-rosenbrock",
    ...zeroIn(100, 1000),
    otherMinima: { 100: [3.9866239], 1000: [3.9866239] },
    start: repeated(-1.2, 1),
    objective(x) {
      let sum = 0;
      for (let i = 0; i < x.length - 1; i++) sum += 100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2;
      return sum;
    },
  },
  {
    name: "chained-wood",
    ...zeroIn(100, 1000),
    otherMinima: { 100: [3.5727672], 1000: [3.5727672] },
    start: (n) => Array.from({ length: n }, (_, i) => (i < 4 ? [-3, -1][i % 2] : [-2, 0][i % 2])),
    objective(x) {
      let sum = 0;
      for (let i = 0; i < x.length - 3; i += 2) {
        const [a, b, c, d] = [x[i], x[i + 1], x[i + 2], x[i + 3]];
        sum += 100 * (b - a * a) ** 2 + (1 - a) ** 2 + 90 * (d - c * c) ** 2 + (1 - c) ** 2;
        sum += 10 * (b + d - 2) ** 2 + (b - d) ** 2 / 10;
      }
      return sum;
    },
  },
];
