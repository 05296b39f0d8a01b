import { InfimumError } from "../error.ts";
import { copy, type Vector } from "../numerics/vector.ts";
import type { OracleName } from "../problem/oracles.ts";
import type { Problem } from "../problem/problem.ts";
import { Question } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { callFunction, Failure } from "./answer.ts";
import { GradientHalves } from "./gradient-halves.ts";
import { Intake } from "./intake.ts";
import type { Ledger } from "./ledger.ts";
import type { Stopping } from "./stopping.ts";

/** An oracle about one point whose answer is not the objective's value alone, the gradient aside. */
type VectorOracle = Exclude<OracleName, "value" | "values" | "gradient" | "ranking">;

/** What the run lends to the view: pools that live for one iteration, and the wrappers' memory. */
export type Context = Pick<View, "scratch" | "random" | "log">;

/**
 * Answers a method's questions as they are asked, by calling the caller's functions. A question that the stop protocol
 * refuses stays open, and the run ends there. A gradient that does not return its value takes two answers, a batch as
 * many as it has points.
 */
export class DirectInquiry {
  /** The problem as the caller stated it. */
  readonly base: View;
  /** The problem as the method sees it, through the wrappers. */
  readonly view: View;
  /** The question that waits for an answer. */
  open: Question | undefined;

  protected readonly problem: Problem;
  protected readonly ledger: Ledger;
  protected readonly stopping: Stopping;
  protected readonly intake: Intake;
  protected readonly halves = new GradientHalves();
  /** The point as the caller's function gets it: a copy, so that the caller may write to it. */
  readonly #point: Vector;

  constructor(problem: Problem, ledger: Ledger, stopping: Stopping, context: Context) {
    this.problem = problem;
    this.ledger = ledger;
    this.stopping = stopping;
    this.intake = new Intake(problem, ledger);
    this.#point = new Float64Array(problem.dimension);
    this.base = this.#makeBase(context);
    this.view = problem.wrap(this.base);
  }

  // ---- questions ----------------------------------------------------------------------------------------------

  #makeBase(context: Context): View {
    const { problem } = this;
    const valueQuestion = new Question("value");
    const gradientQuestion = new Question("gradient");
    const batchQuestion = new Question("values");
    const rankingQuestion = new Question("ranking");
    const direction = new Float64Array(problem.dimension);

    const value = (x: Vector): Question => {
      valueQuestion.open();
      valueQuestion.x = x;
      this.answerValue(valueQuestion);
      return valueQuestion;
    };
    const gradient = (x: Vector, out: Vector): Question => {
      gradientQuestion.open();
      gradientQuestion.x = x;
      gradientQuestion.out = out;
      this.answerGradient(gradientQuestion);
      return gradientQuestion;
    };
    const values = (points: readonly Vector[], out: Vector): Question => {
      batchQuestion.open();
      batchQuestion.points = points;
      batchQuestion.out = out;
      this.answerBatch(batchQuestion);
      return batchQuestion;
    };
    const ranking = (points: readonly Vector[], order: Int32Array): Question => {
      rankingQuestion.open();
      rankingQuestion.points = points;
      rankingQuestion.order = order;
      this.answerRanking(rankingQuestion);
      return rankingQuestion;
    };
    const vectorOracle = (oracle: VectorOracle) => {
      let made: Question | undefined;
      return (x: Vector, out: Vector, v: Vector = out, sample = 0): Question => {
        made ??= new Question(oracle);
        const question = made;
        question.open();
        question.x = x;
        question.v = v;
        question.out = out;
        question.sample = sample;
        this.answerVector(question);
        return question;
      };
    };
    const product = vectorOracle("hessianVector");
    const sampled = vectorOracle("sampledGradient");
    return {
      dimension: problem.dimension,
      x0: problem.x0,
      lower: problem.lower,
      upper: problem.upper,
      coordinates: problem.coordinates,
      original: copy,
      scratch: context.scratch,
      random: context.random,
      log: context.log,
      ...problem.operators,
      hessian: vectorOracle("hessian"),
      residuals: vectorOracle("residuals"),
      jacobian: vectorOracle("jacobian"),
      constraints: vectorOracle("constraints"),
      constraintJacobian: vectorOracle("constraintJacobian"),
      value,
      gradient,
      values,
      ranking,
      // a copy, as of the point: the caller may write to it
      hessianVector: (x: Vector, v: Vector, out: Vector) => product(x, out, copy(v, direction)),
      sampledGradient: (x: Vector, sample: number, out: Vector) => sampled(x, out, out, sample),
    } as unknown as View;
  }

  // ---- answers at once: what is refused stays open -------------------------------------------------------------

  /** True when the run has to stop before this answer: the question stays open. */
  #refuses(question: Question, insideBatch = false): boolean {
    if (!this.stopping.refuses(insideBatch)) return false;
    this.open = question;
    return true;
  }

  protected answerValue(question: Question): void {
    if (!this.#refuses(question)) this.closeValue(question, this.intake.value(question.x, this.#callValue(question.x)));
  }

  protected answerGradient(question: Question): void {
    const { x, out } = question;
    if (this.halves.apart) this.#answerHalves(question);
    else if (!this.#refuses(question)) {
      const answer = this.#callGradient(x, out);
      if (answer === undefined) {
        this.learnApart(out);
        this.#answerHalves(question);
      } else this.closeGradient(question, this.intake.valueAndGradient(x, answer, out));
    }
  }

  /** Stays open when the run has to stop before both halves are there; the one that is there is kept. */
  #answerHalves(question: Question): void {
    const { x, out } = question;
    const { halves, intake } = this;
    if (halves.wantsValue) {
      if (this.#refuses(question)) return;
      halves.value = intake.value(x, this.#callValue(x));
    }
    if (halves.wantsGradient) {
      if (this.#refuses(question)) return;
      this.holdGradient(out, this.#callGradient(x, out));
    }
    this.closeHalves(question);
  }

  protected answerBatch(question: Question): void {
    const { points } = question;
    while (question.answered < points.length) {
      if (this.#refuses(question, question.answered > 0)) return;
      this.foldPoint(question, this.callPoint(points[question.answered], question.answered));
    }
    question.close(points.length);
  }

  protected answerRanking(question: Question): void {
    const { points, order } = question;
    if (!this.#refuses(question)) {
      const asked = { oracle: "ranking", points: this.copiesOf(points), out: order } as const;
      this.closeRanking(question, this.#call(asked, points[0]));
    }
  }

  protected answerVector(question: Question): void {
    if (!this.#refuses(question)) this.closeVector(question, this.#call(question, question.x));
  }

  /** The answer for the point at `position` of a batch. */
  protected callPoint(x: Vector, _position: number): unknown {
    return this.#callValue(x);
  }

  #callValue(x: Vector): unknown {
    const point = this.copyOf(x);
    try {
      return this.problem.functions.value!(point);
    } catch (error) {
      return this.intake.thrown(x, "value", error);
    }
  }

  #callGradient(x: Vector, out: Vector): unknown {
    const point = this.copyOf(x);
    // a loop: `fill` takes 30 ns to begin
    for (let i = 0; i < out.length; i++) out[i] = NaN;
    try {
      return this.problem.functions.gradient!(point, out);
    } catch (error) {
      return this.intake.thrown(x, "gradient", error);
    }
  }

  #call(asked: Parameters<typeof callFunction>[1], x: Vector): unknown {
    blank(asked.out!);
    try {
      return callFunction(this.problem, asked, this.copyOf(x));
    } catch (error) {
      return this.intake.thrown(x, asked.oracle, error);
    }
  }

  protected copyOf(x: Vector): Vector {
    if (this.problem.lower !== undefined) this.#requireInside(x);
    return copy(x, this.#point);
  }

  protected copiesOf(points: readonly Vector[]): Vector[] {
    return points.map((x) => this.copyOf(x).slice());
  }

  /** Bounds are law: a method that would break them is stopped before anybody is asked. */
  #requireInside(x: Vector): void {
    const { lower, upper, layout } = this.problem;
    for (let i = 0; i < x.length; i++) {
      if (!(x[i] >= lower![i] && x[i] <= upper![i])) {
        throw new InfimumError(
          "outside-bounds",
          `the method asked at ${layout.names[i]} = ${x[i]}, outside [${lower![i]}, ${upper![i]}]: one that handles "bounds" keeps them.`,
        );
      }
    }
  }

  // ---- answers that close a question --------------------------------------------------------------------------

  protected closeValue(question: Question, value: number): void {
    question.close(value);
  }

  protected closeGradient(question: Question, value: number): void {
    if (value === Infinity) question.out.fill(0);
    question.close(value);
  }

  protected closeVector(question: Question, answer: unknown): void {
    question.close(this.intake.vector(question.x, question.oracle as VectorOracle, answer, question.out));
  }

  protected closeRanking(question: Question, answer: unknown): void {
    this.intake.ranking(question.points, answer, question.order);
    question.close(0);
  }

  protected foldPoint(question: Question, answer: unknown): void {
    question.out[question.answered] = this.intake.value(question.points[question.answered], answer);
    question.answered++;
  }

  // ---- a gradient and its value as two answers ----------------------------------------------------------------

  protected learnApart(gradient: Vector): void {
    this.ledger.countGradient();
    this.halves.learn(gradient, this.problem.functions.value !== undefined);
  }

  protected holdGradient(out: Vector, answer: unknown): void {
    this.ledger.countGradient();
    if (answer instanceof Failure) out.fill(NaN);
    this.halves.gradient = out;
  }

  protected closeHalves(question: Question): void {
    const { x, out } = question;
    const { value, gradient } = this.halves.take();
    if (gradient !== undefined && gradient !== out) out.set(gradient);
    this.closeGradient(question, value === Infinity ? value : this.intake.gradientOf(x, value, out));
  }
}

/** What the caller does not write must not be taken for an answer: NaN, or no index, until it is written. */
export function blank<Out extends Vector | Int32Array>(out: Out): Out {
  out.fill(out instanceof Int32Array ? -1 : NaN);
  return out;
}
