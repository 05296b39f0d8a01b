/**
 * What is summed of the square s = r^2 of each residual in place of it: rho(s), with rho(0) = 0 and rho'(0) = 1, growing
 * more slowly for residuals that are far out. A plain function each, so that a formula with it can be read.
 */
export interface RobustLoss {
  readonly name: string;
  /** rho(s). */
  readonly value: (square: number) => number;
  /** rho'(s), at least 0. */
  readonly slope: (square: number) => number;
  /** rho''(s). */
  readonly curvature: (square: number) => number;
}
