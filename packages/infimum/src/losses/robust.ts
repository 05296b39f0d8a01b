import { badValue } from "../error.ts";
import type { RobustLoss } from "../problem/robust-loss.ts";

// Losses of the square of a residual, rho(s) with s = r^2, for least squares with outliers. All are rho_1(s / scale^2) scale^2,
// so residuals that are small beside `scale` count as they do in a sum of squares, rho(s) = s.

interface Scaled extends Readonly<Record<string, number>> {
  readonly scale: number;
}

/** The loss with a scale, from rho_1 and its derivatives. */
function scaled(
  name: string,
  scale: number,
  value: RobustLoss<Scaled>["value"],
  slope: RobustLoss<Scaled>["slope"],
  curvature: RobustLoss<Scaled>["curvature"],
): RobustLoss<Scaled> {
  requireScale(name, scale);
  return { name, parameters: { scale }, value, slope, curvature };
}

/**
 * Huber's loss: squares up to `scale`, then the tangent, 2 scale |r| - scale^2. Convex; an outlier pulls with a bounded force.
 *
 * @param scale in the units of the (weighted) residuals; 1 by default. 1.345 standard deviations cost 5 % of the efficiency
 * of least squares where there are no outliers.
 * @throws InfimumError `bad-option` for a scale that is not positive
 * @reference P. J. Huber, 1964, Robust estimation of a location parameter, 10.1214/aoms/1177703732
 */
export function huber(scale = 1): RobustLoss {
  return scaled(
    "huber",
    scale,
    (s, { scale: c }) => (s <= c * c ? s : 2 * c * Math.sqrt(s) - c * c),
    (s, { scale: c }) => (s <= c * c ? 1 : c / Math.sqrt(s)),
    (s, { scale: c }) => (s <= c * c ? 0 : -0.5 * c * s ** -1.5),
  );
}

/**
 * The smooth relative of Huber's loss, 2 scale^2 (sqrt(1 + s / scale^2) - 1). Convex, with derivatives of every order.
 *
 * @param scale in the units of the (weighted) residuals; 1 by default
 * @throws InfimumError `bad-option`
 */
export function softL1(scale = 1): RobustLoss {
  return scaled(
    "soft-l1",
    scale,
    // s / (1 + sqrt(1 + s)): without cancellation for small s
    (s, { scale: c }) => (2 * s) / (1 + Math.sqrt(1 + s / (c * c))),
    (s, { scale: c }) => 1 / Math.sqrt(1 + s / (c * c)),
    (s, { scale: c }) => (-0.5 * (1 + s / (c * c)) ** -1.5) / (c * c),
  );
}

/**
 * Cauchy's (Lorentz's) loss, scale^2 log(1 + s / scale^2): the pull of an outlier falls as 1 / r. Not convex.
 *
 * @param scale in the units of the (weighted) residuals; 1 by default
 * @throws InfimumError `bad-option`
 */
export function cauchy(scale = 1): RobustLoss {
  return scaled(
    "cauchy",
    scale,
    (s, { scale: c }) => c * c * Math.log1p(s / (c * c)),
    (s, { scale: c }) => 1 / (1 + s / (c * c)),
    (s, { scale: c }) => -1 / (1 + s / (c * c)) ** 2 / (c * c),
  );
}

/**
 * scale^2 arctan(s / scale^2): no residual costs more than pi / 2 scale^2. Not convex.
 *
 * @param scale in the units of the (weighted) residuals; 1 by default
 * @throws InfimumError `bad-option`
 */
export function arctan(scale = 1): RobustLoss {
  return scaled(
    "arctan",
    scale,
    (s, { scale: c }) => c * c * Math.atan(s / (c * c)),
    (s, { scale: c }) => 1 / (1 + (s / (c * c)) ** 2),
    (s, { scale: c }) => (-2 * s) / (c * c) / (1 + (s / (c * c)) ** 2) ** 2 / (c * c),
  );
}

/**
 * Tukey's biweight, scale^2 / 3 (1 - (1 - s / scale^2)^3) up to `scale` and constant beyond: residuals further out do not
 * pull at all. Not convex: begin near the solution, with the result of `huber` for instance.
 *
 * @param scale in the units of the (weighted) residuals; 1 by default. 4.685 standard deviations cost 5 % of the efficiency.
 * @throws InfimumError `bad-option`
 * @reference A. E. Beaton, J. W. Tukey, 1974, The fitting of power series, meaning polynomials, illustrated on
 * band-spectroscopic data, 10.1080/00401706.1974.10489171
 */
export function tukey(scale = 1): RobustLoss {
  return scaled(
    "tukey",
    scale,
    // 1 - (1 - z)^3 = 3 z (1 - z + z^2 / 3): without cancellation for small s
    (s, { scale: c }) => (s <= c * c ? s * (1 - s / (c * c) + (s / (c * c)) ** 2 / 3) : (c * c) / 3),
    (s, { scale: c }) => (s <= c * c ? (1 - s / (c * c)) ** 2 : 0),
    (s, { scale: c }) => (s <= c * c ? (-2 * (1 - s / (c * c))) / (c * c) : 0),
  );
}

/**
 * Barron's family of losses: with b = |shape - 2|, 2 scale^2 b / shape ((s / (b scale^2) + 1)^(shape / 2) - 1), and its limits.
 * Shape 2 is least squares, 1 the soft L1, 0 Cauchy's (of the scale sqrt(2) scale), -2 Geman and McClure's, -Infinity Welsch's.
 *
 * @param shape at most 2: the lower, the less an outlier pulls
 * @param scale in the units of the (weighted) residuals; 1 by default
 * @throws InfimumError `bad-option`
 * @reference J. T. Barron, 2019, A general and adaptive robust loss function, 1701.03077
 */
export function barron(shape: number, scale = 1): RobustLoss {
  requireScale("barron", scale);
  if (!(shape <= 2)) throw badValue("bad-option", "the shape of barron", shape, "a number of at most 2");
  const parameters = { shape, scale };
  const name = "barron";
  if (shape === 2) return { name, parameters, value: (s) => s, slope: () => 1, curvature: () => 0 };
  if (shape === 0) {
    return {
      name,
      parameters,
      value: (s, { scale: c }) => 2 * c * c * Math.log1p(s / (2 * c * c)),
      slope: (s, { scale: c }) => 1 / (1 + s / (2 * c * c)),
      curvature: (s, { scale: c }) => -1 / (1 + s / (2 * c * c)) ** 2 / (2 * c * c),
    };
  }
  if (shape === -Infinity) {
    return {
      name,
      parameters,
      value: (s, { scale: c }) => -2 * c * c * Math.expm1(-s / (2 * c * c)),
      slope: (s, { scale: c }) => Math.exp(-s / (2 * c * c)),
      curvature: (s, { scale: c }) => -Math.exp(-s / (2 * c * c)) / (2 * c * c),
    };
  }
  return {
    name,
    parameters,
    // expm1 of a logarithm: without cancellation for small s
    value: (s, { shape: a, scale: c }) =>
      ((2 * c * c * (2 - a)) / a) * Math.expm1((a / 2) * Math.log1p(s / ((2 - a) * c * c))),
    slope: (s, { shape: a, scale: c }) => (1 + s / ((2 - a) * c * c)) ** (a / 2 - 1),
    curvature: (s, { shape: a, scale: c }) => (-0.5 * (1 + s / ((2 - a) * c * c)) ** (a / 2 - 2)) / (c * c),
  };
}

/** The losses that a name stands for, each with the scale 1. */
export const robustLosses = { huber, "soft-l1": softL1, cauchy, arctan, tukey } as const;

/** "linear" is the plain sum of squares. */
export type RobustLossName = "linear" | keyof typeof robustLosses;

function requireScale(name: string, scale: number): void {
  if (!(scale > 0 && scale < Infinity)) {
    throw badValue("bad-option", `the scale of ${name}`, scale, "a positive number, in the units of the residuals");
  }
}
