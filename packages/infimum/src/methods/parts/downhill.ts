import type { Vector } from "../../numerics/vector.ts";

/**
 * direction := -image, where `image` is the gradient, or what a positive definite matrix makes of it; it may be `direction`.
 * Returns the slope along the direction, g'd.
 */
export function downhill(image: Vector, gradient: Vector, direction: Vector): number {
  let slope = 0;
  for (let i = 0; i < image.length; i++) {
    direction[i] = -image[i];
    slope += gradient[i] * direction[i];
  }
  return slope;
}
