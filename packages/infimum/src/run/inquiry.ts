import { InfimumError } from "../error.ts";
import { copy, type Vector } from "../numerics/vector.ts";
import type { OracleName } from "../problem/oracles.ts";
import type { Problem } from "../problem/problem.ts";
import { Question } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { type Answer, callFunction, Failure, type Item, TimeOut, textOf } from "./answer.ts";
import { GradientHalves, type SavedHalves } from "./gradient-halves.ts";
import { Intake } from "./intake.ts";
import { Journal } from "./journal.ts";
import type { Ledger } from "./ledger.ts";
import type { Stopping } from "./stopping.ts";

/** The oracles about one point whose answer is not the objective's value alone, the gradient aside. */
const vectorOracles = [
  "hessianVector",
  "hessian",
  "residuals",
  "jacobian",
  "constraints",
  "constraintJacobian",
  "sampledGradient",
] as const;
type VectorOracle = (typeof vectorOracles)[number];

/** What the run lends to the view: pools that live for one iteration, and the wrappers' memory. */
export interface Context {
  /** True in a synchronous run: questions are answered as they are asked. */
  readonly inline: boolean;
  readonly scratch: View["scratch"];
  readonly random: View["random"];
  readonly log: View["log"];
}

/** An answer that waits for its turn, as plain data: of an error the text. */
interface Early {
  readonly value: unknown;
  readonly failure: string | undefined;
  /** True when the failure is an error of the caller's function, which only its turn shows to be a mistake or a fact. */
  readonly thrown: boolean;
}

/** What a checkpoint keeps of an inquiry beside the journal. */
export interface Pending {
  readonly halves: SavedHalves;
  readonly early: readonly (readonly [position: number, answer: Early])[];
}

/**
 * Answers a method's questions: from the journal while an iteration is being repeated, at once in a synchronous run; else
 * the question stays open until its answers are told. A gradient that does not return its value takes two answers, a
 * batch as many as it has points, and whatever is in of them is kept.
 */
export class Inquiry {
  readonly journal = new Journal();
  /** The problem as the caller stated it. */
  readonly base: View;
  /** The problem as the method sees it, through the wrappers. */
  readonly view: View;
  /** The question that waits for an answer. */
  open: Question | undefined;

  private readonly problem: Problem;
  private readonly ledger: Ledger;
  private readonly stopping: Stopping;
  private readonly intake: Intake;
  private readonly inline: boolean;
  /** The point as the caller's function gets it: a copy, so that the caller may write to it. */
  private readonly point: Vector;

  private readonly halves = new GradientHalves();
  private early = new Map<number, Early>();

  constructor(problem: Problem, ledger: Ledger, stopping: Stopping, context: Context) {
    this.problem = problem;
    this.ledger = ledger;
    this.stopping = stopping;
    this.intake = new Intake(problem, ledger);
    this.inline = context.inline;
    this.point = new Float64Array(problem.dimension);
    this.base = this.makeBase(context);
    this.view = problem.wrap(this.base);
  }

  /** The iteration is over: its answers are in the state. */
  clear(): void {
    this.journal.clear();
    this.open = undefined;
  }

  freeze(): Pending {
    return { halves: this.halves.save(), early: [...this.early] };
  }

  thaw({ halves, early }: Pending): void {
    this.halves.restore(halves);
    this.early = new Map(early);
  }

  // ---- questions ----------------------------------------------------------------------------------------------

  private makeBase(context: Context): View {
    const { problem, journal } = this;
    const valueQuestion = new Question("value");
    const gradientQuestion = new Question("gradient");
    const batchQuestion = new Question("values");
    const rankingQuestion = new Question("ranking");

    const value = (x: Vector): Question => {
      valueQuestion.open();
      valueQuestion.x = x;
      if (journal.replaying) valueQuestion.close(journal.next());
      else if (!this.inline || this.stopping.refuses()) this.open = valueQuestion;
      else this.closeValue(valueQuestion, this.intake.value(x, this.callValue(x)));
      return valueQuestion;
    };
    const gradient = (x: Vector, out: Vector): Question => {
      gradientQuestion.open();
      gradientQuestion.x = x;
      gradientQuestion.out = out;
      if (journal.replaying) this.repeat(gradientQuestion, out);
      else if (!this.inline || !this.answerGradient(gradientQuestion)) this.open = gradientQuestion;
      return gradientQuestion;
    };
    const values = (points: readonly Vector[], out: Vector): Question => {
      batchQuestion.open();
      batchQuestion.points = points;
      batchQuestion.out = out;
      if (!this.answerBatch(batchQuestion)) this.open = batchQuestion;
      return batchQuestion;
    };
    const ranking = (points: readonly Vector[], order: Int32Array): Question => {
      rankingQuestion.open();
      rankingQuestion.points = points;
      rankingQuestion.order = order;
      if (journal.replaying) {
        journal.read(order);
        rankingQuestion.close(0);
      } else if (!this.inline || this.stopping.refuses()) this.open = rankingQuestion;
      else {
        const asked = { oracle: "ranking", points: this.copiesOf(points), out: order } as const;
        this.closeRanking(rankingQuestion, this.call(asked, points[0]));
      }
      return rankingQuestion;
    };
    const vectorOracle = (oracle: VectorOracle) => {
      const question = new Question(oracle);
      return (x: Vector, out: Vector, v: Vector = out, sample = 0): Question => {
        question.open();
        question.x = x;
        question.v = v;
        question.out = out;
        question.sample = sample;
        if (journal.replaying) this.repeat(question, out);
        else if (!this.inline || this.stopping.refuses()) this.open = question;
        else this.closeVector(question, this.call(question, x));
        return question;
      };
    };
    const asks = Object.fromEntries(vectorOracles.map((oracle) => [oracle, vectorOracle(oracle)])) as {
      [N in VectorOracle]: ReturnType<typeof vectorOracle>;
    };
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
      ...asks,
      value,
      gradient,
      values,
      ranking,
      hessianVector: (x: Vector, v: Vector, out: Vector) => asks.hessianVector(x, out, v),
      sampledGradient: (x: Vector, sample: number, out: Vector) => asks.sampledGradient(x, out, out, sample),
    } as unknown as View;
  }

  private repeat(question: Question, out: Vector): void {
    const answer = this.journal.next();
    this.journal.read(out);
    question.close(answer);
  }

  // ---- answers at once ----------------------------------------------------------------------------------------

  private callValue(x: Vector): unknown {
    const point = this.copyOf(x);
    try {
      return this.problem.functions.value!(point);
    } catch (error) {
      return this.intake.thrown(x, "value", error);
    }
  }

  private callGradient(x: Vector, out: Vector): unknown {
    const point = this.copyOf(x);
    blank(out);
    try {
      return this.problem.functions.gradient!(point, out);
    } catch (error) {
      return this.intake.thrown(x, "gradient", error);
    }
  }

  private call(asked: Parameters<typeof callFunction>[1], x: Vector): unknown {
    blank(asked.out!);
    try {
      return callFunction(this.problem, asked, this.copyOf(x));
    } catch (error) {
      return this.intake.thrown(x, asked.oracle, error);
    }
  }

  private copyOf(x: Vector): Vector {
    const point = this.point;
    if (this.problem.lower !== undefined) this.requireInside(x);
    if (point.length < 48) for (let i = 0; i < point.length; i++) point[i] = x[i];
    else point.set(x);
    return point;
  }

  private copiesOf(points: readonly Vector[]): Vector[] {
    return points.map((x) => this.copyOf(x).slice());
  }

  /** Bounds are law: a method that would break them is stopped before anybody is asked. */
  private requireInside(x: Vector): void {
    const { lower, upper, layout } = this.problem;
    for (let i = 0; i < x.length; i++) {
      if (!(x[i] >= lower![i] && x[i] <= upper![i])) {
        throw new InfimumError(
          "outside-bounds",
          `the method asked at ${layout.names[i]} = ${x[i]}, outside [${lower![i]}, ${upper![i]}]: a method that handles "bounds" has to keep them.`,
        );
      }
    }
  }

  /** False when the run has to stop before the answer is complete; the half that is there is kept. */
  private answerGradient(question: Question): boolean {
    const { x, out } = question;
    const { halves, stopping, intake } = this;
    if (!halves.apart) {
      if (stopping.refuses()) return false;
      const answer = this.callGradient(x, out);
      if (answer !== undefined) {
        this.closeGradient(question, intake.valueAndGradient(x, answer, out));
        return true;
      }
      this.learnApart(out);
    }
    if (halves.wantsValue) {
      if (stopping.refuses()) return false;
      halves.value = intake.value(x, this.callValue(x));
    }
    if (halves.wantsGradient) {
      if (stopping.refuses()) return false;
      this.holdGradient(out, this.callGradient(x, out));
    }
    this.closeHalves(question);
    return true;
  }

  /** False when the batch is not complete. */
  private answerBatch(question: Question): boolean {
    const { points, out } = question;
    const { journal, stopping } = this;
    while (question.answered < points.length && journal.replaying) out[question.answered++] = journal.next();
    while (question.answered < points.length) {
      const within = question.answered > 0;
      if (!this.inline || stopping.refuses(within)) return false;
      const position = question.answered;
      const told = this.early.get(position);
      this.early.delete(position);
      this.foldPoint(question, told ? this.inTurn(points[position], told) : this.callValue(points[position]));
    }
    question.close(points.length);
    return true;
  }

  // ---- answers that close a question --------------------------------------------------------------------------

  private closeValue(question: Question, value: number): void {
    this.journal.note(value);
    question.close(value);
  }

  private closeGradient(question: Question, value: number): void {
    if (value === Infinity) question.out.fill(0);
    this.journal.note(value);
    this.journal.noteAll(question.out);
    question.close(value);
  }

  private closeVector(question: Question, answer: unknown): void {
    const value = this.intake.vector(question.x, question.oracle as VectorOracle, answer, question.out);
    this.journal.note(value);
    this.journal.noteAll(question.out);
    question.close(value);
  }

  private closeRanking(question: Question, answer: unknown): void {
    this.intake.ranking(question.points, answer, question.order);
    this.journal.noteAll(question.order);
    question.close(0);
  }

  private foldPoint(question: Question, answer: unknown): void {
    const value = this.intake.value(question.points[question.answered], answer);
    question.out[question.answered++] = value;
    this.journal.note(value);
  }

  // ---- a gradient and its value as two answers ----------------------------------------------------------------

  private learnApart(gradient: Vector): void {
    this.ledger.countGradient();
    this.halves.learn(gradient, this.problem.functions.value !== undefined);
  }

  private holdGradient(out: Vector, answer: unknown): void {
    this.ledger.countGradient();
    if (answer instanceof Failure) out.fill(NaN);
    this.halves.gradient = out;
  }

  private closeHalves(question: Question): void {
    const { x, out } = question;
    const { value, gradient } = this.halves.take();
    if (gradient !== undefined && gradient !== out) out.set(gradient);
    this.closeGradient(question, value === Infinity ? value : this.intake.gradientOf(x, value, out));
  }

  // ---- answers from outside -----------------------------------------------------------------------------------

  /** What the open question still wants to know, as far as the budget reaches. */
  items(): Item[] {
    const question = this.open;
    if (question === undefined || this.stopping.refuses()) return [];
    const id = this.ledger.evaluations;
    const { oracle, points, v, sample } = question;
    if (oracle === "values") return this.batchItems(question, id);
    if (oracle === "ranking") {
      const copies = this.copiesOf(points);
      return [{ id, oracle, x: copies[0], points: copies, out: blank(new Int32Array(copies.length)) }];
    }
    const x = this.copyOf(question.x).slice();
    if (oracle === "value" || (oracle === "gradient" && this.halves.wantsValue)) {
      return [{ id, oracle: "value", x }];
    }
    const out = blank(new Float64Array(question.out.length));
    if (oracle === "gradient") return [{ id, oracle, x, out }];
    if (oracle === "hessianVector") return [{ id, oracle, x, v: v.slice(), out }];
    return [{ id, oracle, x, sample, out }];
  }

  private batchItems({ points, answered }: Question, firstId: number): Item[] {
    const affordable = Math.min(points.length, answered + this.stopping.evaluationLimit - this.ledger.evaluations);
    const items: Item[] = [];
    for (let position = answered; position < affordable; position++) {
      if (this.early.has(position)) continue;
      items.push({ id: firstId + position - answered, oracle: "value", x: this.copyOf(points[position]).slice() });
    }
    return items;
  }

  /**
   * Takes the answer to one item; answers to a batch may come in any order and count in the order of its points.
   *
   * @throws InfimumError `nothing-asked`, `unknown-question`, `wrong-length`, `objective-threw`, `objective-is-async`
   */
  tell(id: number, answer: Answer): void {
    const question = this.open;
    if (question === undefined) {
      throw new InfimumError(
        "nothing-asked",
        "nothing is being asked now: call ask() first, and answer what it returned.",
      );
    }
    const { oracle, x, points } = question;
    const position = question.answered + id - this.ledger.evaluations;
    if (oracle === "values") {
      this.tellPoint(question, position, id, answer);
      return;
    }
    if (position !== question.answered) throw unknownQuestion(id);
    const given = this.given(oracle === "ranking" ? points[0] : x, oracle, answer);
    if (oracle === "value") this.closeValue(question, this.intake.value(x, given));
    else if (oracle === "gradient") this.tellGradient(question, given, answer.output);
    else if (oracle === "ranking") {
      take(answer.output, question.order, oracle);
      this.closeRanking(question, given);
    } else {
      take(answer.output, question.out, oracle);
      this.closeVector(question, given);
    }
    if (question.done) this.open = undefined;
  }

  private given(x: Vector, oracle: OracleName, { value, error }: Answer): unknown {
    if (error === undefined) return value;
    return error instanceof TimeOut ? new Failure(error.message) : this.intake.thrown(x, oracle, error);
  }

  private tellPoint(question: Question, position: number, id: number, answer: Answer): void {
    const { points } = question;
    const { early } = this;
    const asked = Number.isInteger(position) && position >= question.answered && position < points.length;
    if (!asked || early.has(position)) throw unknownQuestion(id);
    if (position > question.answered) {
      early.set(position, beforeItsTurn(answer));
      return;
    }
    this.foldPoint(question, this.given(points[position], "value", answer));
    for (let next = early.get(question.answered); next !== undefined; next = early.get(question.answered)) {
      const given = this.inTurn(points[question.answered], next);
      early.delete(question.answered);
      this.foldPoint(question, given);
    }
    if (question.answered < points.length) return;
    question.close(points.length);
    this.open = undefined;
  }

  private inTurn(x: Vector, { value, failure, thrown }: Early): unknown {
    if (failure === undefined) return value;
    return thrown ? this.intake.thrown(x, "value", failure) : new Failure(failure);
  }

  private tellGradient(question: Question, given: unknown, output: ArrayLike<number> | undefined): void {
    const { x, out } = question;
    const { halves, intake } = this;
    if (halves.wantsValue) {
      halves.value = intake.value(x, given);
      if (!halves.wantsGradient) this.closeHalves(question);
      return;
    }
    take(output, out, "gradient");
    if (halves.apart) {
      this.holdGradient(out, given);
      this.closeHalves(question);
    } else if (given === undefined && output !== undefined) this.learnApart(out.slice());
    else this.closeGradient(question, intake.valueAndGradient(x, given, out));
  }
}

/** @throws what is an error of the library, whenever it comes */
function beforeItsTurn({ value, error }: Answer): Early {
  if (error === undefined) return { value, failure: undefined, thrown: false };
  if (error instanceof InfimumError) throw error;
  if (error instanceof TimeOut) return { value: undefined, failure: error.message, thrown: false };
  return { value: undefined, failure: textOf(error), thrown: true };
}

/** What the caller does not write must not be taken for an answer: NaN, or no index, until it is written. */
function blank<Out extends Vector | Int32Array>(out: Out): Out {
  const nothing = out instanceof Int32Array ? -1 : NaN;
  if (out.length < 48) for (let i = 0; i < out.length; i++) out[i] = nothing;
  else out.fill(nothing);
  return out;
}

function take(output: ArrayLike<number> | undefined, out: Vector | Int32Array, name: string): void {
  if (output === undefined) {
    blank(out);
    return;
  }
  if (output.length !== out.length) {
    throw new InfimumError("wrong-length", `${name} was told ${output.length} numbers where ${out.length} are needed.`);
  }
  out.set(output);
}

function unknownQuestion(id: number): InfimumError {
  return new InfimumError(
    "unknown-question",
    `no open question has the id ${id}: answer each item of the last ask() once.`,
  );
}
