import { type Family, repeated, zeroIn } from "./family.ts";

/** Functions of two to four variables that are no fits of data. */
export const small: readonly Family[] = [
  {
    name: "rosenbrock",
    ...zeroIn(2),
    start: repeated(-1.2, 1),
    objective: (x) => 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2,
  },
  {
    name: "freudenstein-roth",
    ...zeroIn(2),
    otherMinima: { 2: [48.98425367923973] },
    start: repeated(0.5, -2),
    objective(x) {
      const first = -13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1];
      const second = -29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1];
      return first * first + second * second;
    },
  },
  {
    name: "powell-badly-scaled",
    ...zeroIn(2),
    start: repeated(0, 1),
    objective: (x) => (1e4 * x[0] * x[1] - 1) ** 2 + (Math.exp(-x[0]) + Math.exp(-x[1]) - 1.0001) ** 2,
  },
  {
    name: "brown-badly-scaled",
    ...zeroIn(2),
    start: repeated(1, 1),
    objective: (x) => (x[0] - 1e6) ** 2 + (x[1] - 2e-6) ** 2 + (x[0] * x[1] - 2) ** 2,
  },
  {
    name: "beale",
    ...zeroIn(2),
    start: repeated(1, 1),
    objective: (x) =>
      (1.5 - x[0] * (1 - x[1])) ** 2 + (2.25 - x[0] * (1 - x[1] ** 2)) ** 2 + (2.625 - x[0] * (1 - x[1] ** 3)) ** 2,
  },
  {
    name: "helical-valley",
    ...zeroIn(3),
    start: repeated(-1, 0, 0),
    objective(x) {
      const turn = Math.atan(x[1] / x[0]) / (2 * Math.PI) + (x[0] < 0 ? 0.5 : 0);
      const radius = Math.sqrt(x[0] ** 2 + x[1] ** 2);
      return 100 * (x[2] - 10 * turn) ** 2 + 100 * (radius - 1) ** 2 + x[2] ** 2;
    },
  },
  {
    name: "powell-singular",
    ...zeroIn(4, 100, 1000),
    start: repeated(3, -1, 0, 1),
    objective(x) {
      let sum = 0;
      for (let i = 0; i < x.length; i += 4) {
        const [a, b, c, d] = [x[i], x[i + 1], x[i + 2], x[i + 3]];
        sum += (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4;
      }
      return sum;
    },
  },
  {
    name: "wood",
    ...zeroIn(4),
    start: repeated(-3, -1, -3, -1),
    objective(x) {
      const [a, b, c, d] = [x[0], x[1], x[2], x[3]];
      const first = 100 * (b - a * a) ** 2 + (1 - a) ** 2;
      const second = 90 * (d - c * c) ** 2 + (1 - c) ** 2;
      return first + second + 10 * (b + d - 2) ** 2 + (b - d) ** 2 / 10;
    },
  },
];
