import { badValue } from "../../error.ts";
import type { Vector } from "../../numerics/vector.ts";
import { copy } from "../../numerics/vector.ts";
import type { Coroutine } from "../../problem/question.ts";
import type { Facts, View } from "../../problem/view.ts";
import { method, type Verdict } from "../../run/method.ts";
import { roundingLevel } from "../parts/rounding-level.ts";
import { locateInBox, placeInBox, type SearchBox, searchBox } from "./search-box.ts";
import { centreOfBest, replaceWorst, type Simplex, simplexSize, sortSimplex, valueSpread } from "./simplex.ts";

/** The simplex is in search coordinates. */
export interface NelderMeadState extends Simplex {
  readonly box: SearchBox;
  readonly factors: AdaptiveFactors;
  size: number;
  /** The size below which the surroundings of the simplex are next looked at. */
  nextLook: number;
}

type Problem = View<"value" | "values">;

/**
 * The simplex of Nelder and Mead: the worst of n + 1 points is replaced by one on the line through it and the centre c
 * of the others, c - t (worst - c) with t = 1 (reflection), 1 + 2/n (expansion), +-(3/4 - 1/(2n)) (contraction), or all
 * move towards the best by the factor 1 - 1/n. 1 or 2 values an iteration (n + 2 to shrink), about n^2 operations.
 *
 * Beyond the paper: bounds are kept by a smooth change of variables (`SearchBox`), since clipped points soon lie in one
 * face (measured with 8 active bounds: 1,100 values, not 15,000). A simplex can collapse short of a minimizer, so its
 * surroundings are looked at when its size falls below 1e-3 and 1e-6: if one of 2n points along the coordinates gains
 * more than the whole simplex spans, a larger one starts there. Equal values keep their order (Lagarias et al.).
 *
 * @reference F. Gao, L. Han (2012), Implementing the Nelder-Mead simplex algorithm with adaptive parameters,
 * doi:10.1007/s10589-010-9329-3
 */
export const nelderMead = method({
  name: "nelder-mead",
  version: 1,
  title: "Simplex method with adaptive parameters, without derivatives",
  papers: [
    {
      authors: "J. A. Nelder, R. Mead",
      year: 1965,
      title: "A Simplex Method for Function Minimization",
      source: "10.1093/comjnl/7.4.308",
    },
    {
      authors: "F. Gao, L. Han",
      year: 2012,
      title: "Implementing the Nelder-Mead simplex algorithm with adaptive parameters",
      source: "10.1007/s10589-010-9329-3",
    },
    {
      authors: "M. A. Luersen, R. Le Riche",
      year: 2004,
      title: "Globalized Nelder-Mead method for engineering optimization",
      source: "10.1016/j.compstruc.2004.03.072",
    },
  ],
  needs: ["value", "values"],
  handles: ["bounds"],
  options: {
    /** The edges of the first simplex, one along each variable: relativeStep |x0_i|, but at least absoluteStep. */
    relativeStep: 0.1,
    absoluteStep: 0.1,
  },
  validate({ relativeStep, absoluteStep }) {
    if (!(relativeStep >= 0 && relativeStep < Infinity)) {
      throw badValue("bad-option", "relativeStep", relativeStep, "a number that is at least 0");
    }
    if (!(absoluteStep > 0 && absoluteStep < Infinity)) {
      throw badValue("bad-option", "absoluteStep", absoluteStep, "a positive number");
    }
  },
  *start(problem, { relativeStep, absoluteStep }) {
    const box = searchBox(problem);
    const n = box.free.length;
    const origin = locateInBox(box, problem.x0, new Float64Array(n));
    const vertices = [origin];
    for (let j = 0; j < n; j++) {
      const vertex = origin.slice();
      vertex[j] += firstEdge(box, j, origin[j], Math.max(absoluteStep, relativeStep * Math.abs(origin[j])));
      vertices.push(vertex);
    }
    const points = vertices.map((vertex) => placed(box, problem, vertex));
    // the way through the change of variables and back may have rounded it
    points[0].set(problem.x0);
    const values = problem.scratch(n + 1);
    yield* problem.values(points, values);
    const factors = adaptiveFactors(n);
    const state: NelderMeadState = { vertices, values: values.slice(), box, factors, size: 0, nextLook: firstLook };
    sortSimplex(state);
    state.size = simplexSize(state);
    return state;
  },
  *step(state, problem) {
    const { vertices, values, box, factors } = state;
    const { expansion, contraction } = factors;
    const n = vertices.length - 1;
    if (n === 0) return { stop: "settled", why: "every variable is fixed by its bounds" };
    if (state.size <= state.nextLook) return yield* lookAround(state, problem);
    const best = values[0];
    const worst = values[n];
    const centre = centreOfBest(state, problem.scratch(n));

    const reflected = along(vertices[n], centre, 1, problem.scratch(n));
    const reflectedValue = yield* problem.value(placed(box, problem, reflected));
    if (reflectedValue < best) {
      const expanded = along(vertices[n], centre, expansion, problem.scratch(n));
      const expandedValue = yield* problem.value(placed(box, problem, expanded));
      if (expandedValue < reflectedValue) return accept(state, expanded, expandedValue);
      return accept(state, reflected, reflectedValue);
    }
    if (reflectedValue < values[n - 1]) return accept(state, reflected, reflectedValue);
    const outside = reflectedValue < worst;
    const contracted = along(vertices[n], centre, outside ? contraction : -contraction, problem.scratch(n));
    const contractedValue = yield* problem.value(placed(box, problem, contracted));
    const isBetter = outside ? contractedValue <= reflectedValue : contractedValue < worst;
    if (isBetter) return accept(state, contracted, contractedValue);
    if (best === worst && reflectedValue === best && contractedValue === best) {
      return {
        stop: "stalled",
        why: `the value is ${best} all over the simplex, of size ${state.size}, and beside it`,
      };
    }
    return yield* shrink(state, problem);
  },
  measures: (state) => ({ simplexSize: state.size, valueSpread: valueSpread(state) }),
  settles: { simplexSize: 1e-8, valueSpread: 1e-8 },
});

interface AdaptiveFactors {
  readonly expansion: number;
  readonly contraction: number;
  readonly shrinkage: number;
}

/** Gao and Han's factors; for two variables, and taken over for one, they are those of Nelder and Mead. */
export function adaptiveFactors(variables: number): AdaptiveFactors {
  const n = Math.max(2, variables);
  return { expansion: 1 + 2 / n, contraction: 3 / 4 - 1 / (2 * n), shrinkage: 1 - 1 / n };
}

/** A step of that length along a variable, at most half the width between its bounds; down if above lacks the room. */
function firstEdge({ maps }: SearchBox, j: number, at: number, length: number): number {
  const { lower, upper } = maps[j];
  const step = Math.min(length, upper / 2 - lower / 2);
  return at + step <= upper ? step : -step;
}

/** The point of search coordinates. */
function placed(box: SearchBox, problem: Facts, u: Vector): Vector {
  const point = problem.scratch();
  if (u.length < point.length) point.set(problem.x0);
  return placeInBox(box, u, point);
}

/** c - t (worst - c) */
function along(worst: Vector, centre: Vector, t: number, out: Vector): Vector {
  for (let i = 0; i < out.length; i++) out[i] = centre[i] - t * (worst[i] - centre[i]);
  return out;
}

/** A value below this is taken for one that falls without end. */
const unboundedValue = -1e100;

function accept(state: NelderMeadState, vertex: Vector, value: number): Verdict | undefined {
  replaceWorst(state, vertex, value);
  state.size = simplexSize(state);
  return value < unboundedValue ? { stop: "unbounded", why: `the value has fallen to ${value}` } : undefined;
}

function* shrink(state: NelderMeadState, problem: Problem): Coroutine<Verdict | undefined> {
  const { vertices, values, box, factors } = state;
  const n = vertices.length - 1;
  const moved: Vector[] = [];
  for (let k = 1; k <= n; k++) moved.push(along(vertices[k], vertices[0], -factors.shrinkage, problem.scratch(n)));
  const movedValues = yield* valuesOf(box, problem, moved);
  for (let k = 1; k <= n; k++) {
    copy(moved[k - 1], vertices[k]);
    values[k] = movedValues[k - 1];
  }
  sortSimplex(state);
  state.size = simplexSize(state);
  if (state.size > 4 * Number.EPSILON) return undefined;
  return {
    stop: "stalled",
    why: `the simplex has shrunk to size ${state.size} and no value in it is below ${values[0]}`,
  };
}

const firstLook = 1e-3;
const lookFactor = 1e-3;

/**
 * Asks for the values on both sides of the best vertex along every coordinate, at the distance `nextLook`. One that
 * gains more than the simplex spans shows that the simplex has collapsed: a new one starts there, larger again, with
 * its edges towards the better sides.
 */
function* lookAround(state: NelderMeadState, problem: Problem): Coroutine<undefined> {
  const { vertices, values, box } = state;
  const n = vertices.length - 1;
  const best = vertices[0];
  const around: Vector[] = [];
  for (let j = 0; j < n; j++) {
    around.push(neighbour(best, j, state.nextLook, problem), neighbour(best, j, -state.nextLook, problem));
  }
  const seen = yield* valuesOf(box, problem, around);
  let lowest = 0;
  for (let k = 1; k < 2 * n; k++) if (seen[k] < seen[lowest]) lowest = k;
  const spanned = Math.max(values[n] - values[0], roundingLevel(values[0]));
  if (!(values[0] - seen[lowest] > spanned)) {
    state.nextLook *= lookFactor;
    return;
  }
  const edge = Math.sqrt(state.nextLook);
  const corners: Vector[] = [];
  for (let j = 0; j < n; j++) {
    corners.push(neighbour(around[lowest], j, seen[2 * j] <= seen[2 * j + 1] ? edge : -edge, problem));
  }
  const cornerValues = yield* valuesOf(box, problem, corners);
  copy(around[lowest], vertices[0]);
  values[0] = seen[lowest];
  for (let j = 0; j < n; j++) {
    copy(corners[j], vertices[j + 1]);
    values[j + 1] = cornerValues[j];
  }
  sortSimplex(state);
  state.size = simplexSize(state);
}

/** A step along one coordinate, relative to it where it is above 1. */
function neighbour(u: Vector, j: number, relative: number, problem: Facts): Vector {
  const point = copy(u, problem.scratch(u.length));
  point[j] += relative * Math.max(1, Math.abs(u[j]));
  return point;
}

/** The values at search coordinates, as one batch. */
function* valuesOf(box: SearchBox, problem: Problem, us: readonly Vector[]): Coroutine<Vector> {
  const points: Vector[] = [];
  for (const u of us) points.push(placed(box, problem, u));
  const values = problem.scratch(us.length);
  yield* problem.values(points, values);
  return values;
}
