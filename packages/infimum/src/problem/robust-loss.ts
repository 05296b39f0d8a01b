/** The numbers of a loss, such as where it begins to bend. */
export type LossParameters = Readonly<Record<string, number>>;

/**
 * What is summed of the square s = r^2 of each residual in place of it: rho(s), with rho(0) = 0 and rho'(0) = 1, growing
 * more slowly for residuals that are far out. Its functions get its parameters as their second argument, so that a formula
 * with it can be read.
 */
export interface RobustLoss<P extends LossParameters = any> {
  readonly name: string;
  readonly parameters: P;
  /** rho(s). */
  readonly value: (square: number, parameters: P) => number;
  /** rho'(s), at least 0. */
  readonly slope: (square: number, parameters: P) => number;
  /** rho''(s). */
  readonly curvature: (square: number, parameters: P) => number;
}
