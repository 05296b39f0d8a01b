import { type AxisShape, axisShape } from "./axis-shape.ts";
import { type FullShape, fullShape } from "./full-shape.ts";
import { type LimitedShape, limitedShape } from "./limited-shape.ts";
import type { ShapeKind } from "./shape-kind.ts";

/** What makes steps y ~ N(0, C) of standard normal vectors z: plain data, part of a state. */
export type Shape = FullShape | AxisShape | LimitedShape;

export const shapeKinds = { full: fullShape, separable: axisShape, "limited-memory": limitedShape };

export type ShapeName = keyof typeof shapeKinds;

export function kindOf(shape: Shape): ShapeKind<Shape> {
  // a kind is called with its own shapes only, which the union of kinds cannot say
  return shapeKinds[shape.kind] as unknown as ShapeKind<Shape>;
}
