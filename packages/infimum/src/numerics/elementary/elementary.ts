/** Functions of one number, in one precision. */
export interface Elementary {
  exp(x: number): number;
  expm1(x: number): number;
  tanh(x: number): number;
  log(x: number): number;
  log1p(x: number): number;
  sin(x: number): number;
  cos(x: number): number;
}
