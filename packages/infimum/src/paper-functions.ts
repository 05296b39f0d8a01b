import type { Paper } from "./run/method.ts";

/** A function of the library that serves papers and is no method: its methods, rules, samplers and pruners say so themselves. */
export interface PaperFunction {
  /** The name it is exported under. */
  readonly name: string;
  /** Where it is imported from. */
  readonly where: `infimum${"" | `/${string}`}`;
  readonly papers: readonly Paper[];
  /** Rows of the catalogue of papers that it serves. */
  readonly rows: readonly string[];
}

/** Every function that serves a paper of the catalogue, listed once. */
export const paperFunctions: readonly PaperFunction[] = [
  {
    name: "differentiate",
    where: "infimum",
    papers: [
      {
        authors: "M. Huot, A. Shaikhha",
        year: 2022,
        title: "Denotationally Correct, Purely Functional, Efficient Reverse-mode Automatic Differentiation",
        source: "arXiv:2212.09801",
      },
    ],
    rows: ["P275"],
  },
  {
    name: "implicit",
    where: "infimum",
    papers: [
      {
        authors: "M. Blondel, Q. Berthet, M. Cuturi, R. Frostig, S. Hoyer, F. Llinares-López, F. Pedregosa, J.-P. Vert",
        year: 2022,
        title: "Efficient and Modular Implicit Differentiation",
        source: "arXiv:2105.15183",
      },
    ],
    rows: ["P273"],
  },
  {
    name: "stochasticDerivative",
    where: "infimum",
    papers: [
      {
        authors: "Z. Shi, Z. Hu, M. Lin, K. Kawaguchi",
        year: 2024,
        title: "Stochastic Taylor Derivative Estimator: Efficient amortization for arbitrary differential operators",
        source: "arXiv:2412.00088",
      },
    ],
    rows: ["P246"],
  },
  {
    name: "unrolled",
    where: "infimum",
    papers: [
      {
        authors: "L. Franceschi, P. Frasconi, S. Salzo, R. Grazzi, M. Pontil",
        year: 2018,
        title: "Bilevel Programming for Hyperparameter Optimization and Meta-Learning",
        source: "arXiv:1806.04910",
      },
      {
        authors: "A. Shaban, C.-A. Cheng, N. Hatch, B. Boots",
        year: 2019,
        title: "Truncated Back-propagation for Bilevel Optimization",
        source: "arXiv:1810.10667",
      },
      {
        authors: "C. Bonnet, P. Caron, T. Barrett, I. Davies, A. Laterre",
        year: 2021,
        title: "One Step at a Time: Pros and Cons of Multi-Step Meta-Gradient Reinforcement Learning",
        source: "arXiv:2111.00206",
      },
    ],
    rows: ["P169", "P035", "P054"],
  },
  {
    name: "temperatureScaling",
    where: "infimum/calibrate",
    papers: [
      {
        authors: "C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger",
        year: 2017,
        title: "On Calibration of Modern Neural Networks",
        source: "arXiv:1706.04599",
      },
    ],
    rows: ["P124"],
  },
  {
    name: "reinMax",
    where: "infimum/arrays",
    papers: [
      {
        authors: "L. Liu, C. Dong, X. Liu, B. Yu, J. Gao",
        year: 2023,
        title: "Bridging Discrete and Backpropagation: Straight-Through and Beyond",
        source: "arXiv:2304.08612",
      },
    ],
    rows: ["P237"],
  },
  {
    name: "selfCalibration",
    where: "infimum/calibrate",
    papers: [
      {
        authors: "S. Ling, T. Strohmer",
        year: 2018,
        title: "Self-Calibration and Bilinear Inverse Problems via Linear Least Squares",
        source: "arXiv:1611.04196",
      },
      {
        authors: "V. Cambareri, L. Jacques",
        year: 2018,
        title: "Through the Haze: a Non-Convex Approach to Blind Gain Calibration for Linear Random Sensing Models",
        source: "arXiv:1610.09028",
      },
    ],
    rows: ["P003", "P011"],
  },
  {
    name: "resampledNewton",
    where: "infimum",
    papers: [
      {
        authors: "J.-J. Forneron, S. Ng",
        year: 2020,
        title: "Inference by Stochastic Optimization: A Free-Lunch Bootstrap",
        source: "arXiv:2004.09627",
      },
    ],
    rows: ["P039"],
  },
];
