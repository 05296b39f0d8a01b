import { InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";

/**
 * A gradient question whose value comes as an answer of its own, because the caller's gradient does not return it. That is
 * seen at its first answer; from then on the value is asked first, since a point without one needs no gradient.
 */
export class GradientHalves {
  /** True once the gradient was seen not to return the value. */
  apart = false;
  value: number | undefined;
  gradient: Vector | undefined;

  get wantsValue(): boolean {
    return this.apart && this.value === undefined;
  }

  get wantsGradient(): boolean {
    return this.gradient === undefined && this.value !== Infinity;
  }

  /** The gradient came without its value. @throws InfimumError `gradient-without-value` */
  learn(gradient: Vector, hasObjective: boolean): void {
    if (!hasObjective) {
      throw new InfimumError(
        "gradient-without-value",
        "the gradient returned no value and there is no objective: give one.",
      );
    }
    this.apart = true;
    this.gradient = gradient;
  }

  /** Both halves, or a value that makes the other pointless; the next question starts anew. */
  take(): { value: number; gradient: Vector | undefined } {
    const { value, gradient } = this;
    this.value = undefined;
    this.gradient = undefined;
    return { value: value!, gradient };
  }
}
