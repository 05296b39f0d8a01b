import { InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import type { OracleName } from "../problem/oracles.ts";
import type { Question } from "../problem/question.ts";
import { type Answer, Failure, type Item, TimeOut, textOf } from "./answer.ts";
import { blank, DirectInquiry } from "./direct-inquiry.ts";
import type { GradientHalves } from "./gradient-halves.ts";
import { Journal } from "./journal.ts";

/** An answer that waits for its turn, as plain data: of an error the text. */
interface Early {
  readonly value: unknown;
  readonly failure: string | undefined;
  /** True when the failure is an error of the caller's function, which only its turn shows to be a mistake or a fact. */
  readonly thrown: boolean;
}

/** What a checkpoint keeps of an inquiry beside the journal. */
export interface Pending {
  readonly halves: Pick<GradientHalves, "apart" | "value" | "gradient">;
  readonly early: readonly (readonly [position: number, answer: Early])[];
}

/**
 * An inquiry that can also wait for its answers, and be frozen. While an iteration is being repeated questions are
 * answered from the journal; otherwise at once where `inline` says so, else the question stays open until its answers are
 * told, and whatever is in of them is kept.
 */
export class Inquiry extends DirectInquiry {
  readonly journal = new Journal();

  /** False: questions wait for answers from outside. */
  inline = true;
  #early = new Map<number, Early>();

  freeze(): Pending {
    const { apart, value, gradient } = this.halves;
    return { halves: { apart, value, gradient: gradient?.slice() }, early: [...this.#early] };
  }

  thaw({ halves, early }: Pending): void {
    Object.assign(this.halves, halves);
    this.#early = new Map(early);
  }

  // ---- answers from the journal, at once, or later -------------------------------------------------------------

  protected override answerValue(question: Question): void {
    if (this.journal.replaying) question.close(this.journal.next());
    else if (this.inline) super.answerValue(question);
    else this.open = question;
  }

  protected override answerGradient(question: Question): void {
    if (this.journal.replaying) this.#repeat(question);
    else if (this.inline) super.answerGradient(question);
    else this.open = question;
  }

  protected override answerBatch(question: Question): void {
    const { points, out } = question;
    const { journal } = this;
    while (question.answered < points.length && journal.replaying) out[question.answered++] = journal.next();
    if (this.inline || question.answered === points.length) super.answerBatch(question);
    else this.open = question;
  }

  protected override answerRanking(question: Question): void {
    if (this.journal.replaying) {
      this.journal.read(question.order);
      question.close(0);
    } else if (this.inline) super.answerRanking(question);
    else this.open = question;
  }

  protected override answerVector(question: Question): void {
    if (this.journal.replaying) this.#repeat(question);
    else if (this.inline) super.answerVector(question);
    else this.open = question;
  }

  #repeat(question: Question): void {
    const answer = this.journal.next();
    this.journal.read(question.out);
    question.close(answer);
  }

  /** A point that was told before its turn, when the run still waited, is not asked again. */
  protected override callPoint(x: Vector, position: number): unknown {
    const told = this.#early.get(position);
    if (told === undefined) return super.callPoint(x, position);
    this.#early.delete(position);
    return this.#inTurn(x, told);
  }

  // ---- what closes a question enters the journal ---------------------------------------------------------------

  protected override closeValue(question: Question, value: number): void {
    this.journal.note(value);
    super.closeValue(question, value);
  }

  protected override closeGradient(question: Question, value: number): void {
    super.closeGradient(question, value);
    this.journal.note(value);
    this.journal.noteAll(question.out);
  }

  protected override closeVector(question: Question, answer: unknown): void {
    super.closeVector(question, answer);
    this.journal.note(question.value as number);
    this.journal.noteAll(question.out);
  }

  protected override closeRanking(question: Question, answer: unknown): void {
    super.closeRanking(question, answer);
    this.journal.noteAll(question.order);
  }

  protected override foldPoint(question: Question, answer: unknown): void {
    super.foldPoint(question, answer);
    this.journal.note(question.out[question.answered - 1]);
  }

  // ---- answers from outside -----------------------------------------------------------------------------------

  /** What the open question still wants to know, as far as the budget reaches. */
  items(): Item[] {
    const question = this.open;
    if (question === undefined || this.stopping.refuses()) return [];
    const id = this.ledger.evaluations;
    const { oracle, points, v, sample } = question;
    if (oracle === "values") return this.#batchItems(question, id);
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

  #batchItems({ points, answered }: Question, firstId: number): Item[] {
    const affordable = Math.min(points.length, answered + this.stopping.evaluationLimit - this.ledger.evaluations);
    const items: Item[] = [];
    for (let position = answered; position < affordable; position++) {
      if (this.#early.has(position)) continue;
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
      this.#tellPoint(question, position, id, answer);
      return;
    }
    if (position !== question.answered) throw unknownQuestion(id);
    const given = this.#given(oracle === "ranking" ? points[0] : x, oracle, answer);
    if (oracle === "value") this.closeValue(question, this.intake.value(x, given));
    else if (oracle === "gradient") this.#tellGradient(question, given, answer.output);
    else if (oracle === "ranking") {
      take(answer.output, question.order, oracle);
      this.closeRanking(question, given);
    } else {
      take(answer.output, question.out, oracle);
      this.closeVector(question, given);
    }
    if (question.done) this.open = undefined;
  }

  #given(x: Vector, oracle: OracleName, { value, error }: Answer): unknown {
    if (error === undefined) return value;
    return error instanceof TimeOut ? new Failure(error.message) : this.intake.thrown(x, oracle, error);
  }

  #tellPoint(question: Question, position: number, id: number, answer: Answer): void {
    const { points } = question;
    const early = this.#early;
    const asked = Number.isInteger(position) && position >= question.answered && position < points.length;
    if (!asked || early.has(position)) throw unknownQuestion(id);
    if (position > question.answered) {
      early.set(position, beforeItsTurn(answer));
      return;
    }
    this.foldPoint(question, this.#given(points[position], "value", answer));
    for (let next = early.get(question.answered); next !== undefined; next = early.get(question.answered)) {
      const given = this.#inTurn(points[question.answered], next);
      early.delete(question.answered);
      this.foldPoint(question, given);
    }
    if (question.answered < points.length) return;
    question.close(points.length);
    this.open = undefined;
  }

  #inTurn(x: Vector, { value, failure, thrown }: Early): unknown {
    if (failure === undefined) return value;
    return thrown ? this.intake.thrown(x, "value", failure) : new Failure(failure);
  }

  #tellGradient(question: Question, given: unknown, output: ArrayLike<number> | undefined): void {
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
