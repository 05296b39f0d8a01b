import { badValue } from "infimum";
import type { RandomStream, Vector } from "infimum/numerics";
import { levelsOf } from "infimum/space";
import { configurableSampler } from "../configurable-sampler.ts";
import type { EndedTrial, Proposal, ProposalRequest, SamplerContext, SamplerSession } from "../sampler.ts";
import { sobolSampler } from "../sobol-sampler.ts";
import { TriedPoints } from "../tried-points.ts";
import { codesFromUnit, unitFromCodes } from "../unit-cube.ts";
import { beats, type Individual, type Ranked, select } from "./population.ts";
import { polynomialMutation, simulatedBinaryCrossover } from "./variation.ts";

export interface Nsga2Options {
  /** How many parents there are, and how many trials have to end before the next generation begins. */
  readonly populationSize: number;
  /** The probability that a child has two parents. */
  readonly crossoverProbability: number;
  /** The larger, the nearer a child is to a parent. */
  readonly crossoverIndex: number;
  /** The larger, the smaller mutations are. */
  readonly mutationIndex: number;
  /** The probability that a dimension is mutated; one dimension of a child on average when left out. */
  readonly mutationProbability: number | undefined;
}

const options: Nsga2Options = {
  populationSize: 50,
  crossoverProbability: 0.9,
  crossoverIndex: 20,
  mutationIndex: 5,
  mutationProbability: undefined,
};

/** How often a child may be born until it is one that has not been tried. */
const births = 8;

/**
 * NSGA-II: a population for several goals, which keeps the nondominated and among equals those with the most room, and whose
 * children are crossed and mutated.
 *
 *     P_(t+1) = best N of P_t and its children: by front, then by crowding distance
 *     child   = mutation(crossover of two winners of binary tournaments)
 *
 * Crossover is simulated binary and mutation polynomial, on the unit cube; choices are exchanged, and mutated to another
 * option. A dimension that only one parent has comes from that parent; one that neither has is drawn uniformly. Infeasible
 * trials stand behind feasible ones, by their violation. With one goal it is a genetic algorithm with elitism.
 *
 * The paper's generations are synchronous. Here a generation ends when as many trials as the population has have ended since
 * the last one did, whichever they are, so that no worker waits: with more workers than that, a child may be younger than
 * its generation. The first generation is a Sobol sample in place of a random one. In spaces without real dimensions a
 * child that has been tried is born anew, with more mutations each time, up to eight times.
 *
 * The paper's index of mutation is 20. With the few trials of a study wider mutations are better: 2,000 trials of ZDT2 in ten
 * dimensions dominate 75 to 90 % of what its front does with 5, and 0 to 78 % with 20 (eight seeds).
 *
 * A selection costs O(m N log N) for two goals and O(m N^2) for more, once a generation; a child O(n).
 *
 * @reference K. Deb, A. Pratap, S. Agarwal, T. Meyarivan, 2002, "A fast and elitist multiobjective genetic algorithm:
 * NSGA-II", 10.1109/4235.996017
 */
export const nsga2Sampler = configurableSampler<Nsga2Options>({
  name: "nsga-2",
  title: "NSGA-II: a population that spreads along the front of several goals",
  papers: [
    {
      authors: "K. Deb, A. Pratap, S. Agarwal, T. Meyarivan",
      year: 2002,
      title: "A fast and elitist multiobjective genetic algorithm: NSGA-II",
      source: "10.1109/4235.996017",
    },
  ],
  options,
  validate,
  open: (context, chosen) => new Nsga2Session(context, chosen),
});

function validate({
  populationSize,
  crossoverProbability,
  crossoverIndex,
  mutationIndex,
  mutationProbability,
}: Nsga2Options): void {
  if (!Number.isSafeInteger(populationSize) || populationSize < 2) {
    throw badValue("bad-option", "populationSize", populationSize, "a whole number from 2 on");
  }
  for (const [name, index] of Object.entries({ crossoverIndex, mutationIndex })) {
    if (!(index >= 0 && index < Infinity)) throw badValue("bad-option", name, index, "a number that is not negative");
  }
  for (const [name, p] of Object.entries({ crossoverProbability, mutationProbability: mutationProbability ?? 0 })) {
    if (!(p >= 0 && p <= 1)) throw badValue("bad-option", name, p, "a probability");
  }
}

class Nsga2Session implements SamplerSession {
  readonly #context: SamplerContext;
  readonly #options: Nsga2Options;
  readonly #start: SamplerSession;
  readonly #tried: TriedPoints;
  #generation = 0;
  #parents: readonly Ranked[] = [];
  #ended: Individual[] = [];

  constructor(context: SamplerContext, chosen: Nsga2Options) {
    this.#context = context;
    this.#options = chosen;
    this.#start = sobolSampler.open(context);
    this.#tried = new TriedPoints(context.space);
  }

  learn({ number, codes, losses, violation }: EndedTrial): void {
    this.#tried.add(codes);
    this.#ended.push({ number, unit: unitFromCodes(this.#context.space, codes), losses: losses.slice(), violation });
    if (this.#ended.length < this.#options.populationSize) return;
    this.#parents = select([...this.#parents, ...this.#ended], this.#options.populationSize);
    this.#ended = [];
    this.#generation++;
  }

  propose(request: ProposalRequest): Proposal | undefined {
    const note = { generation: this.#generation };
    if (this.#generation === 0) {
      const first = this.#start.propose(request);
      return first && { codes: first.codes, note };
    }
    const { space } = this.#context;
    const random = request.random("child");
    const isOnTheWay = (codes: Vector): boolean => request.pending.some((trial) => sameCodes(trial.codes, codes));
    let codes = this.#child(random, 1);
    for (let birth = 2; birth <= births; birth++) {
      const there = space.deactivate(codes.slice());
      if (!this.#tried.has(there) && !isOnTheWay(there)) break;
      codes = this.#child(random, birth);
    }
    return { codes, note };
  }

  /** With so many times the usual mutations. */
  #child(random: RandomStream, mutations: number): Vector {
    const { space } = this.#context;
    const { crossoverProbability, mutationIndex, mutationProbability } = this.#options;
    const mother = this.#winner(random).unit;
    const father = this.#winner(random).unit;
    const isCrossed = random.uniform() < crossoverProbability;
    const n = space.dimensions.length;
    const unit = new Float64Array(n);
    for (let d = 0; d < n; d++) unit[d] = this.#inherit(d, mother[d], isCrossed ? father[d] : mother[d], random);
    for (let d = 0; d < n; d++) {
      if (random.uniform() >= mutations * (mutationProbability ?? 1 / n)) continue;
      const { domain } = space.dimensions[d];
      unit[d] =
        domain.kind === "choice"
          ? otherOption(unit[d], levelsOf(domain), random)
          : polynomialMutation(unit[d], mutationIndex, random);
    }
    return codesFromUnit(space, unit);
  }

  /** The better of two parents drawn at random. */
  #winner(random: RandomStream): Ranked {
    const one = this.#parents[random.choice(this.#parents.length)];
    const other = this.#parents[random.choice(this.#parents.length)];
    return beats(other, one) ? other : one;
  }

  #inherit(dimension: number, mother: number, father: number, random: RandomStream): number {
    if (Number.isNaN(mother)) return Number.isNaN(father) ? random.uniform() : father;
    if (Number.isNaN(father)) return mother;
    // each dimension takes part with probability one half; else the child has it from its mother
    if (random.uniform() < 0.5) return mother;
    if (this.#context.space.dimensions[dimension].domain.kind === "choice") {
      return random.uniform() < 0.5 ? mother : father;
    }
    return simulatedBinaryCrossover(mother, father, this.#options.crossoverIndex, random);
  }
}

/** The middle of another option's part of the unit interval, all equally likely. */
function otherOption(unit: number, count: number, random: RandomStream): number {
  if (count === 1) return unit;
  const own = Math.min(count - 1, Math.floor(unit * count));
  const other = random.choice(count - 1);
  return ((other < own ? other : other + 1) + 0.5) / count;
}

function sameCodes(a: Vector, b: Vector): boolean {
  for (let d = 0; d < a.length; d++) if (!Object.is(a[d], b[d])) return false;
  return true;
}
