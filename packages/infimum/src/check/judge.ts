/** What a gradient says of one direction. */
export interface Claim {
  readonly gradient: number;
  /** Derivatives below this are so small beside those of other variables that only their size counts. */
  readonly negligible: number;
}

export type Verdict =
  | { readonly kind: "agree"; readonly difference: number }
  | { readonly kind: "kink" }
  /** What is compared with is not known well enough. */
  | { readonly kind: "unsure" }
  | {
      readonly kind: "wrong";
      readonly reference: number;
      readonly error: number;
      readonly by: "differences" | "complex step";
    };

/** Relative differences up to this are those of a gradient that is made by differences itself, not of a mistake. */
const imprecise = 1e-5;
/** A difference whose own error is larger than this, relative to the derivative, shows nothing. */
const tellable = 0.05;
/** How far estimates of errors may be too small. */
const doubt = 4;

/**
 * Whether a derivative is what the objective has: by differences with their error, and by a complex step where the objective
 * was read, which decides where differences cannot.
 */
export function judge(
  { gradient, negligible }: Claim,
  { value, error }: { readonly value: number; readonly error: number },
  exact: number | undefined,
): Verdict {
  const size = (other: number): number => Math.max(Math.abs(gradient), Math.abs(other), negligible) || 1;
  const apart = Math.abs(gradient - value);
  const isTold = error <= tellable * size(value);
  if (apart > doubt * error && apart > imprecise * size(value)) {
    // a complex step that agrees says that the difference is that of the differences
    const agrees = exact !== undefined && Math.abs(gradient - exact) <= imprecise * size(exact);
    if (exact !== undefined && !agrees) return { kind: "wrong", reference: exact, error: 0, by: "complex step" };
    if (!agrees || isTold) return { kind: "wrong", reference: value, error, by: "differences" };
  }
  if (exact !== undefined) {
    const difference = Math.abs(gradient - exact) / size(exact);
    if (difference <= imprecise) return { kind: "agree", difference };
    return { kind: "wrong", reference: exact, error: 0, by: "complex step" };
  }
  return isTold ? { kind: "agree", difference: Math.max(0, apart - error) / size(value) } : { kind: "unsure" };
}
