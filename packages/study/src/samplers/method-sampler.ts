import { InfimumError, type Method, type Plain } from "infimum";
import type { RandomStream, Vector } from "infimum/numerics";
import type { Space } from "infimum/space";
import { RestartedRun } from "./method/restarted-run.ts";
import { requireOneGoal } from "./one-goal.ts";
import type { EndedTrial, PendingTrial, Sampler, SamplerSession } from "./sampler.ts";
import { codesFromUnit, freeDimensions, uniformCodes, unitFromCodes } from "./unit-cube.ts";

export interface MethodSamplerOptions {
  /** What the measures of the method have to come down to before it is begun again, on the unit cube; its own when left out. */
  readonly tolerance?: number;
}

const answerable = new Set<string>(["value", "values", "ranking"]);

/** True when a method asks for nothing but values, so that trials can answer it. */
export function asksForValuesOnly({ needs }: Method): boolean {
  return needs.every((need) => answerable.has(need));
}

/**
 * A sampler made of a method that asks for values only: each trial answers a question of the method, on the unit cube.
 *
 *     trial k is question k of a run of the method; the loss is the answer
 *
 * The run is that of `solve` in one process, however many trials are on their way and in whatever order they end: the
 * note of a trial says which question of which run it answers. A question that nobody answers yet is asked again only when
 * its trial is lost. While all questions are out and the method needs answers before it can ask more, trials try points near the
 * best one, which the run does not see. It begins again from a random point when the method has ended. The cost of an ask is
 * the method's.
 *
 * Ranges with `log` are logarithmic on the cube. Levels and options are cells of it, which suits ranges of whole numbers and, as they
 * have no order, options hardly: take "tpe" or "cross-entropy" where choices matter. What is not there for the choices of a
 * point is ignored. A failed trial has an invalid value, a pruned one its last report, an infeasible one is
 * worse than all feasible ones, the more the further it is from feasible (the order of Deb).
 *
 * @reference K. Deb, 2000, "An efficient constraint handling method for genetic algorithms", 10.1016/S0045-7825(99)00389-8
 * @throws InfimumError `needs-not-met` when the method asks for more than values
 */
export function methodSampler(method: Method, options: MethodSamplerOptions = {}): Sampler {
  const { name, title, papers, rows } = method;
  if (!asksForValuesOnly(method)) {
    throw new InfimumError(
      "needs-not-met",
      `${name} asks for ${method.needs.join(" and ")}, and trials answer with values: take a method such as "cma-es" or "nelder-mead".`,
    );
  }
  return {
    name,
    title,
    papers,
    rows,
    open({ space, goals, seed }) {
      requireOneGoal(name, goals);
      if (freeDimensions(space).length === 0) return onlyPoint(space);
      return new MethodSession(space, new RestartedRun(method, space, seed, options.tolerance));
    },
  };
}

/** There is nothing to search. */
function onlyPoint(space: Space): SamplerSession {
  return { learn() {}, propose: ({ random }) => ({ codes: uniformCodes(space, random("point")) }) };
}

/** Which question a trial answers. */
type Answering = { readonly run: number; readonly question: number };

/** The note of a trial that answers none. */
const besideTheRun = { beside: true };

class MethodSession implements SamplerSession {
  readonly #space: Space;
  readonly #run: RestartedRun;
  #best: { number: number; violation: number; loss: number; unit: Vector } | undefined;
  /** The trial with the largest number that has answered a question. */
  #latest: (Answering & { readonly number: number }) | undefined;

  constructor(space: Space, run: RestartedRun) {
    this.#space = space;
    this.#run = run;
  }

  learn(trial: EndedTrial): void {
    this.#compare(trial);
    const answering = readNote(trial.note);
    if (answering === undefined) return;
    const { run, question } = answering;
    if (this.#latest === undefined || this.#latest.number < trial.number) {
      this.#latest = { run, question, number: trial.number };
    }
    this.#run.answer(run, question, trial.codes, valueOf(trial));
  }

  propose({
    number,
    pending,
    random,
  }: Parameters<SamplerSession["propose"]>[0]): ReturnType<SamplerSession["propose"]> {
    const chosen = this.#choose(number, pending);
    if (chosen === undefined) return { codes: this.#nearBest(random("beside")), note: besideTheRun };
    const { run, question, codes } = chosen;
    return { codes: codes.slice(), note: { run, question } };
  }

  /**
   * An open question that no pending trial answers. Processes that know the same and begin trials at the same moment take different
   * ones as far as there are: the one as many questions as trials after the latest.
   */
  #choose(number: number, pending: readonly PendingTrial[]) {
    let latest = this.#latest;
    const open = this.#run.open;
    const out = new Set<number>();
    for (const { number: other, note } of pending) {
      const answering = readNote(note);
      if (answering === undefined) continue;
      if (answering.run === open[0]?.run) out.add(answering.question);
      if (latest === undefined || other > latest.number) latest = { ...answering, number: other };
    }
    const free = open.filter(({ question }) => !out.has(question));
    const isInTurn = (each: Answering): boolean =>
      latest !== undefined && each.run === latest.run && each.question - latest.question === number - latest.number;
    return free.find(isInTurn) ?? free[number % Math.max(1, free.length)];
  }

  /** A point about the best one, at a distance of any order of magnitude; anywhere while there is none. */
  #nearBest(random: RandomStream): Vector {
    if (this.#best === undefined) return uniformCodes(this.#space, random);
    const { dimensions } = this.#space;
    const deviation = 0.3 * 10 ** (-2.5 * random.uniform());
    const unit = this.#best.unit.map((at, i) => {
      const anywhere = random.uniform();
      const step = deviation * random.normal();
      const isOption = dimensions[i].domain.kind === "choice";
      if (Number.isNaN(at) || (isOption && anywhere * dimensions.length < 1)) return random.uniform();
      return isOption ? at : reflected(at + step);
    });
    return codesFromUnit(this.#space, unit);
  }

  #compare({ number, codes, violation, losses: [loss] }: EndedTrial): void {
    if (!(Number.isFinite(loss) && violation < Infinity)) return;
    const best = this.#best;
    const order = best ? violation - best.violation || loss - best.loss || number - best.number : -1;
    if (order < 0) this.#best = { number, violation, loss, unit: unitFromCodes(this.#space, codes) };
  }
}

function readNote(note: Plain): Answering | undefined {
  if (typeof note !== "object" || note === null || !("run" in note) || !("question" in note)) return undefined;
  const { run, question } = note;
  return typeof run === "number" && typeof question === "number" ? { run, question } : undefined;
}

/** Above every loss, with room for the distance from feasible to count. */
const worseThanFeasible = 1e200;

function valueOf({ state, violation, losses: [loss] }: EndedTrial): number {
  if (state === "failed") return NaN;
  return violation > 0 ? worseThanFeasible * (1 + Math.min(violation, 1e100)) : loss;
}

/** Into [0, 1], turned back at the ends. */
function reflected(x: number): number {
  const into = Math.abs(x) % 2;
  return into > 1 ? 2 - into : into;
}
