import { type Family, repeated } from "./family.ts";

/** Fits of curves to the data that were published with them. */
export const fits: readonly Family[] = [
  {
    name: "jennrich-sampson",
    dimensions: [2],
    optima: { 2: 124.36218235561489 },
    start: repeated(0.3, 0.4),
    objective(x) {
      let sum = 0;
      for (let i = 1; i <= 10; i++) sum += (2 + 2 * i - (Math.exp(i * x[0]) + Math.exp(i * x[1]))) ** 2;
      return sum;
    },
  },
  {
    name: "bard",
    dimensions: [3],
    optima: { 3: 0.008214877306578963 },
    otherMinima: { 3: [17.428693] },
    start: repeated(1, 1, 1),
    objective(x) {
      const y = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39];
      let sum = 0;
      for (let i = 0; i < 15; i++) {
        const u = i + 1;
        const v = 15 - i;
        const w = Math.min(u, v);
        sum += (y[i] - (x[0] + u / (v * x[1] + w * x[2]))) ** 2;
      }
      return sum;
    },
  },
  {
    name: "gaussian",
    dimensions: [3],
    optima: { 3: 1.12793276961871e-8 },
    start: repeated(0.4, 1, 0),
    objective(x) {
      const y = [
        0.0009, 0.0044, 0.0175, 0.054, 0.1295, 0.242, 0.3521, 0.3989, 0.3521, 0.242, 0.1295, 0.054, 0.0175, 0.0044,
        0.0009,
      ];
      let sum = 0;
      for (let i = 0; i < 15; i++) {
        const t = (7 - i) / 2;
        sum += (x[0] * Math.exp((-x[1] * (t - x[2]) ** 2) / 2) - y[i]) ** 2;
      }
      return sum;
    },
  },
  {
    name: "meyer",
    dimensions: [3],
    optima: { 3: 87.94585517018 },
    start: repeated(0.02, 4000, 250),
    objective(x) {
      const y = [34780, 28610, 23650, 19630, 16370, 13720, 11540, 9744, 8261, 7030, 6005, 5147, 4427, 3820, 3307, 2872];
      let sum = 0;
      for (let i = 0; i < 16; i++) sum += (x[0] * Math.exp(x[1] / (50 + 5 * i + x[2])) - y[i]) ** 2;
      return sum;
    },
  },
  {
    name: "gulf",
    dimensions: [3],
    optima: { 3: 0 },
    start: repeated(5, 2.5, 0.15),
    objective(x) {
      let sum = 0;
      for (let i = 1; i <= 99; i++) {
        const t = i / 100;
        const y = 25 + (-50 * Math.log(t)) ** (2 / 3);
        sum += (Math.exp(-(Math.abs(y - x[1]) ** x[2]) / x[0]) - t) ** 2;
      }
      return sum;
    },
  },
  {
    name: "box-3d",
    dimensions: [3],
    optima: { 3: 0 },
    start: repeated(0, 10, 20),
    objective(x) {
      let sum = 0;
      for (let i = 1; i <= 10; i++) {
        const t = i / 10;
        sum += (Math.exp(-t * x[0]) - Math.exp(-t * x[1]) - x[2] * (Math.exp(-t) - Math.exp(-10 * t))) ** 2;
      }
      return sum;
    },
  },
  {
    name: "kowalik-osborne",
    dimensions: [4],
    optima: { 4: 0.0003075056038492 },
    start: repeated(0.25, 0.39, 0.415, 0.39),
    objective(x) {
      const y = [0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246];
      const u = [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625];
      let sum = 0;
      for (let i = 0; i < 11; i++) {
        sum += (y[i] - (x[0] * (u[i] ** 2 + u[i] * x[1])) / (u[i] ** 2 + u[i] * x[2] + x[3])) ** 2;
      }
      return sum;
    },
  },
  {
    name: "brown-dennis",
    dimensions: [4],
    optima: { 4: 85822.20162635628 },
    start: repeated(25, 5, -5, -1),
    objective(x) {
      let sum = 0;
      for (let i = 1; i <= 20; i++) {
        const t = i / 5;
        const first = x[0] + t * x[1] - Math.exp(t);
        const second = x[2] + x[3] * Math.sin(t) - Math.cos(t);
        sum += (first * first + second * second) ** 2;
      }
      return sum;
    },
  },
  {
    name: "osborne-1",
    dimensions: [5],
    optima: { 5: 5.464894697482e-5 },
    start: repeated(0.5, 1.5, -1, 0.01, 0.02),
    objective(x) {
      const y = [
        0.844, 0.908, 0.932, 0.936, 0.925, 0.908, 0.881, 0.85, 0.818, 0.784, 0.751, 0.718, 0.685, 0.658, 0.628, 0.603,
        0.58, 0.558, 0.538, 0.522, 0.506, 0.49, 0.478, 0.467, 0.457, 0.448, 0.438, 0.431, 0.424, 0.42, 0.414, 0.411,
        0.406,
      ];
      let sum = 0;
      for (let i = 0; i < 33; i++) {
        const t = 10 * i;
        sum += (y[i] - (x[0] + x[1] * Math.exp(-t * x[3]) + x[2] * Math.exp(-t * x[4]))) ** 2;
      }
      return sum;
    },
  },
  {
    name: "biggs-exp6",
    dimensions: [6],
    optima: { 6: 0 },
    otherMinima: { 6: [0.005655649925] },
    start: repeated(1, 2, 1, 1, 1, 1),
    objective(x) {
      let sum = 0;
      for (let i = 1; i <= 13; i++) {
        const t = i / 10;
        const y = Math.exp(-t) - 5 * Math.exp(-10 * t) + 3 * Math.exp(-4 * t);
        sum += (x[2] * Math.exp(-t * x[0]) - x[3] * Math.exp(-t * x[1]) + x[5] * Math.exp(-t * x[4]) - y) ** 2;
      }
      return sum;
    },
  },
  {
    name: "osborne-2",
    dimensions: [11],
    optima: { 11: 0.04013773629354 },
    start: repeated(1.3, 0.65, 0.65, 0.7, 0.6, 3, 5, 7, 2, 4.5, 5.5),
    objective(x) {
      const y = [
        1.366, 1.191, 1.112, 1.013, 0.991, 0.885, 0.831, 0.847, 0.786, 0.725, 0.746, 0.679, 0.608, 0.655, 0.616, 0.606,
        0.602, 0.626, 0.651, 0.724, 0.649, 0.649, 0.694, 0.644, 0.624, 0.661, 0.612, 0.558, 0.533, 0.495, 0.5, 0.423,
        0.395, 0.375, 0.372, 0.391, 0.396, 0.405, 0.428, 0.429, 0.523, 0.562, 0.607, 0.653, 0.672, 0.708, 0.633, 0.668,
        0.645, 0.632, 0.591, 0.559, 0.597, 0.625, 0.739, 0.71, 0.729, 0.72, 0.636, 0.581, 0.428, 0.292, 0.162, 0.098,
        0.054,
      ];
      let sum = 0;
      for (let i = 0; i < 65; i++) {
        const t = i / 10;
        const decay = x[0] * Math.exp(-t * x[4]);
        const first = x[1] * Math.exp(-((t - x[8]) ** 2) * x[5]);
        const second = x[2] * Math.exp(-((t - x[9]) ** 2) * x[6]);
        const third = x[3] * Math.exp(-((t - x[10]) ** 2) * x[7]);
        sum += (y[i] - (decay + first + second + third)) ** 2;
      }
      return sum;
    },
  },
  {
    name: "watson",
    dimensions: [6, 9, 12],
    optima: { 6: 0.002287670053552, 9: 1.399760138e-6, 12: 4.7223811e-10 },
    start: repeated(0),
    objective(x) {
      let sum = x[0] ** 2 + (x[1] - x[0] ** 2 - 1) ** 2;
      for (let i = 1; i <= 29; i++) {
        const t = i / 29;
        let polynomial = 0;
        let slope = 0;
        let power = 1;
        for (let j = 0; j < x.length; j++) {
          polynomial += power * x[j];
          if (j + 1 < x.length) slope += (j + 1) * power * x[j + 1];
          power *= t;
        }
        sum += (slope - polynomial ** 2 - 1) ** 2;
      }
      return sum;
    },
  },
];
