import { wrongKind } from "../error.ts";
import type { Layout } from "../problem/parameters.ts";
import { type FunctionOfBoth, JointFunction, type JointOptions } from "./joint-function.ts";

/** What is minimized by the parameters: a number for a solution and the parameters it belongs to. */
export type OuterObjective = (x: any, theta: any, data: any) => number;

/** The outer objectives that have been asked for, each read once. */
export class OuterFunctions {
  #known = new WeakMap<OuterObjective, JointFunction>();

  /** Forgets all: the unknowns or the parameters have another shape. */
  clear(): void {
    this.#known = new WeakMap();
  }

  /** @throws InfimumError `not-a-function` */
  of(outer: OuterObjective, n: number, layout: Layout, options: JointOptions): JointFunction {
    if (typeof outer !== "function") throw wrongKind("not-a-function", "the outer objective", "a function", outer);
    let joint = this.#known.get(outer);
    if (joint === undefined) {
      joint = new JointFunction(outer as FunctionOfBoth, n, layout, options);
      this.#known.set(outer, joint);
    }
    joint.bind(options.data);
    return joint;
  }
}
