import { dot, type Vector } from "../../numerics/vector.ts";
import type { ShapeKind } from "./shape-kind.ts";

/** C^(1/2) as a product of few factors (1 - c_j) I + c_j m_j m_j^T, one for each time scale of the mean's moves. */
export interface LimitedShape {
  readonly kind: "limited-memory";
  /** The vectors m_j, one after the other. */
  readonly directions: Float64Array;
  /** How many of them have learnt something. */
  known: number;
  /** The standard deviations of the coordinates, estimated from the last generation. */
  readonly deviations: Float64Array;
}

/**
 * 4 n m operations a point with m = 4 + floor(3 ln n) vectors: for thousands of variables whose curvature is large along few
 * directions.
 *
 * @reference I. Loshchilov, T. Glasmachers, H.-G. Beyer (2019), Large Scale Black-Box Optimization by Limited-Memory
 * Matrix Adaptation, arXiv:1705.06693
 */
export const limitedShape: ShapeKind<LimitedShape> = {
  open(n) {
    const memory = 4 + Math.floor(3 * Math.log(Math.max(1, n)));
    return {
      kind: "limited-memory",
      directions: new Float64Array(n * memory),
      known: 0,
      deviations: new Float64Array(n).fill(1),
    };
  },
  stretch(shape, normals, count, _problem, out) {
    const n = shape.deviations.length;
    out.set(normals);
    for (let k = 0; k < count; k++) {
      const step = out.subarray(k * n, (k + 1) * n);
      for (let j = 0; j < shape.known; j++) {
        const direction = directionOf(shape, j);
        const share = memoryRate(j, n);
        const along = share * dot(direction, step);
        for (let i = 0; i < n; i++) step[i] = (1 - share) * step[i] + along * direction[i];
      }
    }
    return out;
  },
  // the factors undone, last first, each by the formula of Sherman and Morrison
  relax(shape, step, _problem, out) {
    const n = shape.deviations.length;
    out.set(step);
    for (let j = shape.known - 1; j >= 0; j--) {
      const direction = directionOf(shape, j);
      const share = memoryRate(j, n);
      const along = (share * dot(direction, out)) / (1 - share + share * dot(direction, direction));
      for (let i = 0; i < n; i++) out[i] = (out[i] - along * direction[i]) / (1 - share);
    }
    return out;
  },
  whiten(_shape, normal, out) {
    out.set(normal);
    return out;
  },
  learn(shape, { constants, meanNormal, steps }) {
    const { deviations } = shape;
    const n = deviations.length;
    const memory = shape.directions.length / Math.max(1, n);
    for (let j = 0; j < memory; j++) {
      const decay = Math.min(1, constants.populationSize / (4 ** j * n));
      const gain = Math.sqrt(constants.effectiveParents * decay * (2 - decay));
      const direction = directionOf(shape, j);
      for (let i = 0; i < n; i++) direction[i] = (1 - decay) * direction[i] + gain * meanNormal[i];
    }
    shape.known = Math.min(memory, shape.known + 1);
    for (let i = 0; i < n; i++) {
      let squares = 0;
      for (let at = i; at < steps.length; at += n) squares += steps[at] * steps[at];
      deviations[i] = Math.sqrt((squares * n) / steps.length);
    }
  },
  deviation: ({ deviations }, i) => deviations[i],
  // one coordinate cannot be made narrower by itself
  narrow() {},
  refresh: () => true,
  axis: () => false,
};

function directionOf({ directions, deviations: { length } }: LimitedShape, j: number): Vector {
  return directions.subarray(j * length, (j + 1) * length);
}

/** c_d of factor j; below 1 also in one variable, where the first factor would be singular. */
function memoryRate(j: number, n: number): number {
  return 1 / (1.5 ** j * Math.max(2, n));
}
