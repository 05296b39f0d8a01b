import { InfimumError } from "../../error.ts";
import { RandomStream } from "../../numerics/random/stream.ts";
import type { Vector } from "../../numerics/vector.ts";
import { method } from "../../run/method.ts";
import {
  bestMember,
  openPopulation,
  type Population,
  rangeOfValues,
  spreadOfMembers,
  wholePoint,
} from "./population.ts";
import { stalled } from "./population-verdict.ts";
import { sampleRegion } from "./sample-region.ts";

/** "ring": each particle knows the two beside it; "global": all know the best. */
export type SwarmTopology = "ring" | "global";

/** Where particles are and where each of them was best; plain data. */
export interface SwarmState {
  /** The best point of each particle. */
  readonly bests: Population;
  readonly positions: Float64Array;
  readonly velocities: Float64Array;
  /** False until the first positions have values. */
  opened: boolean;
  /** Generations in a row in which no particle found a better point. */
  idle: number;
  spread: number;
  valueRange: number;
}

const topologies: readonly SwarmTopology[] = ["ring", "global"];

/**
 * Particle swarm: particles are drawn to their own best point p and to the best one g that they know of,
 *
 *     v = chi (v + r phi (p - x) + r' phi (g - x)),   x += v,
 *
 * r, r' uniform in [0, 1) for each variable, phi = 2.05, chi = 0.7298. At a bound a particle stays and half of its velocity is
 * turned back. One batch of as many values as particles; only the order of values counts.
 *
 * @reference M. Clerc, J. Kennedy (2002), The particle swarm - explosion, stability, and convergence in a multidimensional
 * complex space, doi:10.1109/4235.985692
 * @reference D. Bratton, J. Kennedy (2007), Defining a Standard for Particle Swarm Optimization, doi:10.1109/SIS.2007.368035
 *
 * @example
 * const bounds = { lower: -10, upper: 10 };
 * minimize(([a, b]) => Math.abs(a - 2) + Math.abs(b + 1), [9, 9], { method: "particle-swarm", bounds, target: 1e-6 }).status; // "target"
 */
export const particleSwarm = method({
  name: "particle-swarm",
  version: 1,
  title: "Particle swarm with constriction",
  papers: [
    {
      authors: "M. Clerc, J. Kennedy",
      year: 2002,
      title: "The particle swarm - explosion, stability, and convergence in a multidimensional complex space",
      source: "10.1109/4235.985692",
    },
    {
      authors: "D. Bratton, J. Kennedy",
      year: 2007,
      title: "Defining a Standard for Particle Swarm Optimization",
      source: "10.1109/SIS.2007.368035",
    },
  ],
  needs: ["values"],
  handles: ["bounds", "batches"],
  random: RandomStream,
  options: {
    /** Particles, at least 3. */
    populationSize: 40,
    topology: "ring" as SwarmTopology,
    /** The standard deviation of variables without two finite bounds, in units of max(|x0_i|, 1). */
    scale: 1,
  },
  validate({ populationSize, topology, scale }) {
    if (!(Number.isSafeInteger(populationSize) && populationSize >= 3)) {
      throw new InfimumError("bad-option", `populationSize is ${populationSize}: give a whole number of at least 3.`);
    }
    if (!topologies.includes(topology)) {
      throw new InfimumError("bad-option", `topology is "${topology}": give "ring" or "global".`);
    }
    if (!(scale > 0 && scale < Infinity)) {
      throw new InfimumError("bad-option", `scale is ${scale}: give a positive number.`);
    }
  },
  *start(problem, { populationSize, scale }) {
    yield* problem.values([problem.x0], problem.scratch(1));
    const region = sampleRegion(problem, scale);
    const n = region.free.length;
    const draw = (purpose: string) =>
      problem.random(purpose).fillUniform(problem.scratch(Math.max(0, populationSize - 1) * n));
    const bests = openPopulation(region, problem, populationSize, draw("positions"));
    const others = openPopulation(region, problem, populationSize, draw("velocities"));
    const state: SwarmState = {
      bests,
      positions: bests.points.slice(),
      // half of the way to another random point
      velocities: others.points.map((entry, at) => (entry - bests.points[at]) / 2),
      opened: false,
      idle: 0,
      spread: Infinity,
      valueRange: Infinity,
    };
    return state;
  },
  *step(state, problem, { topology }) {
    const { bests, positions, velocities } = state;
    const { region, points, values } = bests;
    const n = region.free.length;
    const size = values.length;
    if (n === 0) return { stop: "settled", why: "every variable is fixed by its bounds" };
    const moved = problem.scratch(size * n);
    const speeds = problem.scratch(size * n);
    moved.set(positions);
    speeds.set(velocities);
    if (state.opened) {
      const random = problem.random("forces");
      const known = (k: number) => (topology === "global" ? bestMember(values, size) : bestBeside(values, k));
      for (let k = 0; k < size; k++) {
        const guide = known(k);
        for (let j = 0; j < n; j++) {
          const at = k * n + j;
          const own = random.uniform() * attraction * (points[at] - positions[at]);
          const social = random.uniform() * attraction * (points[guide * n + j] - positions[at]);
          move(at, constriction * (velocities[at] + own + social), region.free[j]);
        }
      }
    }
    const batch: Vector[] = Array.from({ length: size }, (_, k) => wholePoint(region, problem, moved, k * n));
    const answers = problem.scratch(size);
    yield* problem.values(batch, answers);

    positions.set(moved);
    velocities.set(speeds);
    state.opened = true;
    state.idle++;
    for (let k = 0; k < size; k++) {
      if (!(answers[k] < values[k])) continue;
      values[k] = answers[k];
      points.set(moved.subarray(k * n, (k + 1) * n), k * n);
      state.idle = 0;
    }
    state.spread = spreadOfMembers(points, n, size);
    state.valueRange = rangeOfValues(values, size);
    const best = values[bestMember(values, size)];
    if (best < -1e100) return { stop: "unbounded", why: `the value has fallen to ${best}` };
    if (state.idle >= mostIdleGenerations) return stalled(`${state.idle} generations in a row found no better point`);
    return undefined;

    function move(at: number, velocity: number, i: number): void {
      const lower = problem.lower?.[i] ?? -Infinity;
      const upper = problem.upper?.[i] ?? Infinity;
      const to = positions[at] + velocity;
      moved[at] = Math.min(upper, Math.max(lower, to));
      speeds[at] = moved[at] === to ? velocity : -velocity / 2;
    }
  },
  measures: ({ spread, valueRange }) => ({ spread, valueRange }),
  // a value is known to rounding where x is known to its root
  settles: { spread: 1e-6, valueRange: 1e-12 },
});

/** chi = 2 / |2 - phi - sqrt(phi^2 - 4 phi)| for the sum phi = 4.1 of both attractions. */
const attraction = 2.05;
const constriction = 2 / Math.abs(2 - 4.1 - Math.sqrt(4.1 ** 2 - 4 * 4.1));

const mostIdleGenerations = 200;

/** The best of a particle and the two beside it on the ring. */
function bestBeside(values: Vector, k: number): number {
  const size = values.length;
  let best = k;
  for (const other of [(k + size - 1) % size, (k + 1) % size]) if (values[other] < values[best]) best = other;
  return best;
}
