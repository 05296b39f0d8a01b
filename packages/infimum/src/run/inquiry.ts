import { RandomStream } from "../numerics/random/stream.ts";
import { purposeId } from "../numerics/random/purpose.ts";
import { allFinite, type Vector } from "../numerics/vector.ts";
import { InfimumError } from "../error.ts";
import { isThenable } from "../problem/functions.ts";
import type { OracleName } from "../problem/oracles.ts";
import type { Problem } from "../problem/problem.ts";
import { Question } from "../problem/question.ts";
import type { View } from "../problem/view.ts";
import { Journal } from "./journal.ts";
import { Ledger } from "./ledger.ts";
import type { Stopping } from "./stopping.ts";

/** An oracle whose answer is one value, one vector, or both, about one point. */
type SingleOracle = Exclude<OracleName, "values" | "ranking">;

/** A question of one function about one point, as a driver or an asker outside sees it. */
export interface Item {
  /** The number this evaluation will have in the run: `tell` names it. */
  readonly id: number;
  readonly oracle: Exclude<OracleName, "values">;
  /** The point, a vector of its own. */
  readonly x: Vector;
  /** The direction of a Hessian-vector product. */
  readonly v?: Vector;
  readonly sample?: number;
  /** The points to rank. */
  readonly points?: readonly Vector[];
  /** Where the numbers beside the value go; its length says how many are expected. */
  readonly out?: Vector | Int32Array;
}

/** What came back for an item, as the caller gave it. */
export interface Answer {
  readonly value?: unknown;
  /** The numbers beside the value: a gradient, a product, a ranking. */
  readonly output?: ArrayLike<number>;
  /** Why there is no answer. */
  readonly error?: unknown;
}

/** The part of an inquiry that a checkpoint keeps beside the journal. */
export interface Pending {
  readonly valueApart: boolean;
  readonly value: number | undefined;
  readonly gradient: Vector | undefined;
  /** Answers to points of the open batch that came before their turn. */
  readonly early: readonly (readonly [position: number, answer: { value: unknown; error: string | undefined }])[];
}

/**
 * Answers a method's questions in the caller's variables: from the journal when an iteration is being repeated, at once
 * in a synchronous run, else the question stays open until its answers are told. Counting, best-so-far, the
 * caller's sign, copies of points, and what is wrong with an answer all live here.
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
  private readonly inline: boolean;
  private readonly sign: number;
  /** The point as the caller's function gets it: a copy, so that the caller may write to it. */
  private readonly point: Vector;
  private readonly questions: { readonly [N in OracleName]: Question };

  /** True once the caller's gradient was seen not to return the value, which is then asked apart, and first. */
  private valueApart = false;
  private pendingValue: number | undefined;
  private pendingGradient: Vector | undefined;
  private early = new Map<number, { value: unknown; error: string | undefined }>();

  constructor(problem: Problem, ledger: Ledger, stopping: Stopping, context: Context) {
    this.problem = problem;
    this.ledger = ledger;
    this.stopping = stopping;
    this.inline = context.inline;
    this.sign = problem.goal === "maximize" ? -1 : 1;
    this.point = new Float64Array(problem.dimension);
    this.questions = questionsByOracle();
    this.base = this.baseView(context);
    this.view = problem.wrap(this.base);
  }

  /** Drops the question whose coroutine is dropped. */
  abandon(): void {
    for (const question of Object.values(this.questions)) question.abandon();
    this.open = undefined;
  }

  /** The iteration is over: its answers are in the state. */
  clear(): void {
    this.journal.clear();
    this.open = undefined;
  }

  private baseView(context: Context): View {
    const { problem, questions, journal } = this;
    const { value: valueQuestion, gradient: gradientQuestion } = questions;

    const value = (x: Vector) => {
      const question = valueQuestion;
      question.open();
      question.x = x;
      if (journal.replaying) question.close(journal.next());
      else if (!this.inline || this.stopping.refuses()) this.open = question;
      else {
        const answer = this.enterValue(x, this.callValue(x));
        journal.note(answer);
        question.close(answer);
      }
      return question;
    };
    const gradient = (x: Vector, out: Vector) => {
      const question = gradientQuestion;
      question.open();
      question.x = x;
      question.out = out;
      if (journal.replaying) {
        const answer = journal.next();
        journal.read(out);
        question.close(answer);
      } else if (!this.inline) this.open = question;
      else this.answerGradient(question);
      return question;
    };
    const values = (points: readonly Vector[], out: Vector) => {
      const question = questions.values;
      question.open();
      question.points = points;
      question.out = out;
      this.answerBatch(question);
      return question;
    };
    const ranking = (points: readonly Vector[], out: Int32Array) => {
      const question = questions.ranking;
      question.open();
      question.points = points;
      question.order = out;
      if (journal.replaying) {
        journal.read(out);
        question.close(0);
      } else if (!this.inline || this.stopping.refuses()) this.open = question;
      else this.enterRanking(question, this.call(question, points[0]));
      return question;
    };
    /** The other oracles: a value or none, then the numbers of `out`. */
    const single = (oracle: SingleOracle) => {
      const question = questions[oracle];
      return (x: Vector, out: Vector, v: Vector = out, sample = 0) => {
        question.open();
        question.x = x;
        question.v = v;
        question.out = out;
        question.sample = sample;
        if (journal.replaying) {
          const answer = journal.next();
          journal.read(out);
          question.close(answer);
        } else if (!this.inline || this.stopping.refuses()) this.open = question;
        else this.enterSingle(question, this.call(question, x));
        return question;
      };
    };
    const hessianVector = single("hessianVector");
    const sampledGradient = single("sampledGradient");

    return {
      dimension: problem.dimension,
      x0: problem.x0,
      lower: problem.lower,
      upper: problem.upper,
      coordinates: problem.coordinates,
      scratch: context.scratch,
      random: context.random,
      log: context.log,
      value,
      gradient,
      values,
      ranking,
      hessianVector: (x: Vector, v: Vector, out: Vector) => hessianVector(x, out, v),
      hessian: single("hessian"),
      residuals: single("residuals"),
      jacobian: single("jacobian"),
      constraints: single("constraints"),
      constraintJacobian: single("constraintJacobian"),
      sampledGradient: (x: Vector, sample: number, out: Vector) => sampledGradient(x, out, out, sample),
      ...problem.operators,
    } as View;
  }

  // ---- answers at once ----------------------------------------------------------------------------------------

  private callValue(x: Vector): unknown {
    const point = this.copyOf(x);
    try {
      return this.problem.functions.value!(point);
    } catch (error) {
      return this.thrown(x, "value", error);
    }
  }

  private callGradient(x: Vector, out: Vector): unknown {
    const point = this.copyOf(x);
    try {
      return this.problem.functions.gradient!(point, out);
    } catch (error) {
      return this.thrown(x, "gradient", error);
    }
  }

  /** Asks one of the other functions. */
  private call(question: Question, x: Vector): unknown {
    try {
      return callFunction(this.problem, question, this.copyOf(x));
    } catch (error) {
      return this.thrown(x, question.oracle, error);
    }
  }

  private copyOf(x: Vector): Vector {
    const point = this.point;
    if (this.problem.lower !== undefined) this.requireInside(x);
    if (point.length < 48) for (let i = 0; i < point.length; i++) point[i] = x[i];
    else point.set(x);
    return point;
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

  private answerGradient(question: Question): void {
    const { x, out } = question;
    if (!this.valueApart) {
      if (this.stopping.refuses()) {
        this.open = question;
        return;
      }
      const value = this.callGradient(x, out);
      if (value !== undefined) {
        this.closeGradient(question, this.enterJoint(x, value, out));
        return;
      }
      this.holdGradient(out);
    }
    if (this.pendingValue === undefined) {
      if (this.stopping.refuses()) {
        this.open = question;
        return;
      }
      this.requireObjective();
      this.pendingValue = this.enterValue(x, this.callValue(x));
    }
    if (this.pendingValue < Infinity && this.pendingGradient === undefined) {
      if (this.stopping.refuses()) {
        this.open = question;
        return;
      }
      const failed = this.callGradient(x, out);
      this.ledger.count("gradient");
      this.pendingGradient = failed instanceof Failure ? this.unusable(x, "gradient", failed.reason, out) : out;
    }
    this.closeApart(question);
  }

  private answerBatch(question: Question): void {
    const { points, out } = question;
    const { journal, stopping } = this;
    const count = points.length;
    while (question.answered < count && journal.replaying) out[question.answered++] = journal.next();
    if (question.answered === count) {
      question.close(count);
      return;
    }
    if (!this.inline || stopping.refuses()) {
      this.open = question;
      return;
    }
    while (question.answered < count) {
      if (question.answered > 0 && stopping.refuses(true)) {
        this.open = question;
        return;
      }
      const position = question.answered;
      const x = points[position];
      const told = this.early.get(position);
      this.early.delete(position);
      this.foldPoint(question, told ? (told.error === undefined ? told.value : new Failure(told.error)) : this.callValue(x));
    }
    question.close(count);
  }

  // ---- answers as they enter ----------------------------------------------------------------------------------

  /** A value enters: counted, named when it is wrong, turned to minimization, compared with the best. */
  private enterValue(x: Vector, answer: unknown): number {
    this.ledger.count("value");
    const value = this.sign * (answer as number);
    if (typeof answer !== "number" || !(Math.abs(value) < Infinity)) {
      this.ledger.reject(x, "value", this.fault(answer, "the objective"));
      return Infinity;
    }
    this.ledger.consider(x, value);
    return value;
  }

  /** A gradient that came with its value. */
  private enterJoint(x: Vector, answer: unknown, out: Vector): number {
    this.ledger.count("gradient");
    const value = this.sign * (answer as number);
    if (typeof answer !== "number" || !(Math.abs(value) < Infinity)) {
      this.ledger.reject(x, "gradient", this.fault(answer, "the gradient function, as the value,"));
      return Infinity;
    }
    if (!allFinite(out)) {
      this.ledger.reject(x, "gradient", `the gradient has the entry ${out.find((entry) => !Number.isFinite(entry))}`);
      return Infinity;
    }
    if (this.sign < 0) for (let i = 0; i < out.length; i++) out[i] = -out[i];
    this.ledger.consider(x, value);
    return value;
  }

  private closeGradient(question: Question, value: number): void {
    if (value === Infinity) question.out.fill(0);
    this.journal.note(value);
    this.journal.noteAll(question.out);
    question.close(value);
  }

  /** Both halves of a gradient question are in, or the first made the second pointless. */
  private closeApart(question: Question): void {
    const { x, out } = question;
    let value = this.pendingValue!;
    const gradient = this.pendingGradient;
    if (value < Infinity && gradient !== undefined) {
      if (gradient !== out) out.set(gradient);
      if (!allFinite(out)) {
        const wrong = out.find((entry) => !Number.isFinite(entry));
        if (!this.lastWasNamed) this.ledger.reject(x, "gradient", `the gradient has the entry ${wrong}`);
        value = Infinity;
      } else if (this.sign < 0) for (let i = 0; i < out.length; i++) out[i] = -out[i];
    }
    this.lastWasNamed = false;
    this.pendingValue = undefined;
    this.pendingGradient = undefined;
    this.closeGradient(question, value);
  }

  private enterSingle(question: Question, answer: unknown): void {
    const { x, out, oracle } = question;
    const withValue = oracle === "sampledGradient";
    this.ledger.count(oracle as SingleOracle);
    let value = withValue ? this.sign * (answer as number) : 0;
    if (answer instanceof Failure || isThenable(answer) || (withValue && (typeof answer !== "number" || !Number.isFinite(value)))) {
      this.ledger.reject(x, oracle, this.fault(answer, oracle));
      out.fill(withValue ? 0 : NaN);
      value = withValue ? Infinity : NaN;
    } else if (!allFinite(out)) {
      this.ledger.reject(x, oracle, `${oracle} has the entry ${out.find((entry) => !Number.isFinite(entry))}`);
      if (withValue) {
        out.fill(0);
        value = Infinity;
      }
    } else {
      this.ledger.anyGood = true;
      const isObjective = withValue || oracle === "hessian" || oracle === "hessianVector";
      if (this.sign < 0 && isObjective) for (let i = 0; i < out.length; i++) out[i] = -out[i];
    }
    this.journal.note(value);
    this.journal.noteAll(out);
    question.close(value);
  }

  private enterRanking(question: Question, answer: unknown): void {
    const order = question.order;
    this.ledger.count("ranking");
    if (answer instanceof Failure || isThenable(answer) || !isPermutation(order)) {
      const reason = answer instanceof Failure || isThenable(answer) ? this.fault(answer, "rank") : "rank gave no permutation of the points";
      this.ledger.reject(question.points[0], "ranking", reason);
      for (let i = 0; i < order.length; i++) order[i] = i;
    } else this.ledger.anyGood = true;
    this.journal.noteAll(order);
    question.close(0);
  }

  private foldPoint(question: Question, answer: unknown): void {
    const value = this.enterValue(question.points[question.answered], answer);
    question.out[question.answered++] = value;
    this.journal.note(value);
  }

  // ---- what is wrong with an answer ---------------------------------------------------------------------------

  private lastWasNamed = false;

  private unusable(x: Vector, oracle: OracleName, reason: string, out: Vector): Vector {
    this.ledger.reject(x, oracle, reason);
    this.lastWasNamed = true;
    out.fill(NaN);
    return out;
  }

  private holdGradient(out: Vector): void {
    this.ledger.count("gradient");
    this.valueApart = true;
    this.pendingGradient = out;
  }

  private requireObjective(): void {
    if (this.problem.functions.value === undefined) {
      throw new InfimumError(
        "gradient-without-value",
        "the gradient returned no value and the problem has no objective: return the value from gradient(x, out), or give the objective.",
      );
    }
  }

  /** The caller's function threw: at the start that is the caller's mistake, later it is a fact about a point. */
  private thrown(x: Vector, oracle: OracleName, error: unknown): Failure {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    if (error instanceof InfimumError) throw error;
    if (!this.ledger.anyGood) {
      throw new InfimumError(
        "objective-threw",
        `${oracle} threw at ${this.describePoint(x)}, before any point was good: ${text}. Mend the function, or start where it is defined.`,
        { cause: error },
      );
    }
    return new Failure(`threw ${text}`);
  }

  private describePoint(x: Vector): string {
    const shown = Array.from(x.subarray(0, 5), (entry, i) => `${this.problem.layout.names[i]} = ${entry}`).join(", ");
    return x.length > 5 ? `${shown}, ...` : shown;
  }

  private fault(answer: unknown, who: string): string {
    if (answer instanceof Failure) return `${who} ${answer.reason}`;
    if (isThenable(answer)) {
      throw new InfimumError("objective-is-async", `${who} returned a promise: use minimizeAsync, which waits for it.`);
    }
    if (answer === undefined) return `${who} returned undefined (is a return missing?)`;
    if (typeof answer === "number") return `${who} returned ${answer}`;
    return `${who} returned ${typeof answer === "string" ? JSON.stringify(answer) : typeof answer}, not a number`;
  }

  // ---- answers from outside -----------------------------------------------------------------------------------

  /** What the open question still wants to know, as far as the budget reaches. */
  items(): Item[] {
    const question = this.open;
    if (question === undefined || this.stopping.refuses()) return [];
    const id = this.ledger.evaluations;
    if (question.oracle === "values") {
      const affordable = Math.min(question.points.length, question.answered + this.stopping.evaluationLimit - this.ledger.evaluations);
      const items: Item[] = [];
      for (let position = question.answered; position < affordable; position++) {
        if (this.early.has(position)) continue;
        items.push({ id: id + position - question.answered, oracle: "value", x: this.copyOf(question.points[position]).slice() });
      }
      return items;
    }
    if (question.oracle === "ranking") {
      const points = question.points.map((x) => this.copyOf(x).slice());
      return [{ id, oracle: "ranking", x: points[0], points, out: new Int32Array(points.length) }];
    }
    const x = this.copyOf(question.x).slice();
    if (question.oracle === "value") return [{ id, oracle: "value", x }];
    if (question.oracle === "gradient") {
      if (this.valueApart && this.pendingValue === undefined) return [{ id, oracle: "value", x }];
      return [{ id, oracle: "gradient", x, out: new Float64Array(x.length) }];
    }
    const { v, sample, out, oracle } = question;
    if (oracle === "hessianVector") return [{ id, oracle, x, v: v.slice(), out: new Float64Array(out.length) }];
    return [{ id, oracle, x, sample, out: new Float64Array(out.length) }];
  }

  /**
   * Takes the answer to one item; answers to a batch may come in any order and count in the order of its points.
   *
   * @throws InfimumError `nothing-asked`, `unknown-question`, `wrong-length`
   */
  tell(id: number, answer: Answer): void {
    const question = this.open;
    if (question === undefined) {
      throw new InfimumError("nothing-asked", "nothing is being asked now: call ask() first, and answer what it returned.");
    }
    const offset = id - this.ledger.evaluations;
    const given = answer.error === undefined ? answer.value : this.told(question, answer.error);
    if (question.oracle === "values") this.tellPoint(question, question.answered + offset, given);
    else if (offset !== 0) throw unknownQuestion(id);
    else if (question.oracle === "value") {
      const value = this.enterValue(question.x, given);
      this.journal.note(value);
      question.close(value);
    } else if (question.oracle === "gradient") this.tellGradient(question, given, answer.output);
    else if (question.oracle === "ranking") {
      if (answer.output) question.order.set(checkedLength(answer.output, question.order.length, "ranking"));
      this.enterRanking(question, given);
    } else {
      if (answer.output) question.out.set(checkedLength(answer.output, question.out.length, question.oracle));
      this.enterSingle(question, given);
    }
    if (question.done) this.open = undefined;
  }

  private told(question: Question, error: unknown): Failure {
    if (error instanceof TimeOut) return new Failure(error.message);
    return this.thrown(question.oracle === "values" || question.oracle === "ranking" ? question.points[0] : question.x, question.oracle, error);
  }

  private tellPoint(question: Question, position: number, given: unknown): void {
    if (!(position >= question.answered && position < question.points.length) || this.early.has(position)) {
      throw unknownQuestion(this.ledger.evaluations + position - question.answered);
    }
    if (isThenable(given)) this.fault(given, "the objective");
    const failed = given instanceof Failure;
    this.early.set(position, { value: failed ? undefined : given, error: failed ? given.reason : undefined });
    for (let next = this.early.get(question.answered); next !== undefined; next = this.early.get(question.answered)) {
      this.early.delete(question.answered);
      this.foldPoint(question, next.error === undefined ? next.value : new Failure(next.error));
    }
    if (question.answered === question.points.length) question.close(question.answered);
  }

  private tellGradient(question: Question, given: unknown, output: ArrayLike<number> | undefined): void {
    const { x, out } = question;
    if (output) out.set(checkedLength(output, out.length, "gradient"));
    if (this.valueApart && this.pendingValue === undefined) {
      this.pendingValue = this.enterValue(x, given);
      if (this.pendingValue < Infinity && this.pendingGradient === undefined) return;
      this.closeApart(question);
    } else if (this.valueApart) {
      this.ledger.count("gradient");
      const failed = given instanceof Failure || output === undefined;
      const reason = given instanceof Failure ? given.reason : "was not told";
      this.pendingGradient = failed ? this.unusable(x, "gradient", `the gradient ${reason}`, out) : out;
      this.closeApart(question);
    } else if (given === undefined && output) {
      this.requireObjective();
      this.holdGradient(out.slice());
    } else {
      if (!output && !(given instanceof Failure)) out.fill(NaN);
      this.closeGradient(question, this.enterJoint(x, given, out));
    }
  }

  // ---- checkpoints --------------------------------------------------------------------------------------------

  freeze(): Pending {
    return {
      valueApart: this.valueApart,
      value: this.pendingValue,
      gradient: this.pendingGradient?.slice(),
      early: [...this.early],
    };
  }

  thaw(pending: Pending): void {
    this.valueApart = pending.valueApart;
    this.pendingValue = pending.value;
    this.pendingGradient = pending.gradient;
    this.early = new Map(pending.early);
  }
}

/** What the run lends to the view: pools that live for one iteration, and the wrappers' memory. */
export interface Context {
  /** True in a synchronous run: questions are answered as they are asked. */
  readonly inline: boolean;
  readonly scratch: View["scratch"];
  readonly random: View["random"];
  readonly log: View["log"];
}

/** Scratch vectors and random streams that are handed out again in every iteration. */
export class Pool {
  private readonly dimension: number;
  private readonly seed: number;
  private readonly vectors: Vector[] = [];
  private readonly streams: RandomStream[] = [];
  private usedVectors = 0;
  private usedStreams = 0;
  private iteration = 0;

  constructor(dimension: number, seed: number) {
    this.dimension = dimension;
    this.seed = seed;
  }

  begin(iteration: number): void {
    this.iteration = iteration;
    this.usedVectors = 0;
    this.usedStreams = 0;
  }

  readonly scratch = (length = this.dimension): Vector => {
    const position = this.usedVectors++;
    const pooled = this.vectors[position];
    if (pooled !== undefined && pooled.length === length) return pooled;
    const fresh = new Float64Array(length);
    this.vectors[position] = fresh;
    return fresh;
  };

  readonly random = (purpose: string, index = 0): RandomStream => {
    const position = this.usedStreams++;
    const stream = (this.streams[position] ??= new RandomStream());
    return stream.key(this.seed, purposeId(purpose), this.iteration, index);
  };
}

/** An evaluation that was given up after its time. */
export class TimeOut extends Error {}

/** Stands in for an answer that never came. */
class Failure {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** Asks the caller's function for what an item or a question wants to know. */
export function callFunction(
  problem: Problem,
  asked: { oracle: OracleName; v?: Vector; sample?: number; points?: readonly Vector[]; out?: Vector | Int32Array; order?: Int32Array },
  x: Vector,
): unknown {
  const { functions } = problem;
  switch (asked.oracle) {
    case "value":
    case "values":
      return functions.value!(x);
    case "hessianVector":
      return functions.hessianVector!(x, asked.v!, asked.out as Vector);
    case "sampledGradient":
      return functions.sampledGradient!(x, asked.sample!, asked.out as Vector);
    case "ranking":
      return functions.ranking!(asked.points!, asked.order ?? (asked.out as Int32Array));
    default:
      return functions[asked.oracle]!(x, asked.out as Vector);
  }
}

function questionsByOracle(): { [N in OracleName]: Question } {
  const names: OracleName[] = [
    "value",
    "gradient",
    "values",
    "hessianVector",
    "hessian",
    "residuals",
    "jacobian",
    "constraints",
    "constraintJacobian",
    "sampledGradient",
    "ranking",
  ];
  return Object.fromEntries(names.map((name) => [name, new Question(name)])) as { [N in OracleName]: Question };
}

function isPermutation(order: Int32Array): boolean {
  const seen = new Uint8Array(order.length);
  for (const index of order) {
    if (index < 0 || index >= order.length || seen[index]) return false;
    seen[index] = 1;
  }
  return true;
}

function checkedLength(output: ArrayLike<number>, length: number, name: string): ArrayLike<number> {
  if (output.length !== length) {
    throw new InfimumError("wrong-length", `${name} was told ${output.length} numbers where ${length} are needed.`);
  }
  return output;
}

function unknownQuestion(id: number): InfimumError {
  return new InfimumError("unknown-question", `no open question has the id ${id}: answer each item of the last ask() once.`);
}
