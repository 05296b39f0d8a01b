import { holdsIntegers, rangeOf } from "./data-array.ts";
import { expectKind } from "./expect-kind.ts";
import { keyOf } from "./key.ts";
import type { Buffer, DataArray, Program } from "./program.ts";
import { indexRange } from "./ranges.ts";
import { Scope } from "./scope.ts";
import type { Value } from "./value.ts";
import { ValueBuilder } from "./value-builder.ts";

/**
 * Builds a program step by step, in the order in which the function executes. What is built is shared (the same
 * operation on the same operands is the same value, where the first one has surely been computed), folded and
 * simplified (`rewrite.ts` says what that may change), and moved out of the loops it does not depend on.
 *
 * Kinds: the operations of `unary` and `binary` are float64 arithmetic as in JavaScript. On integers `add`, `sub`,
 * `mul`, `rem`, `min`, `max` stay integers where the result is known to be one of 32 bits; all else makes floats.
 * `index` makes an integer of a float. An operand of the wrong kind throws a `TypeError`: what builds the program is wrong then, not its user.
 *
 * Every memory access is checked when the program runs, unless the range of its index shows that it cannot fail.
 *
 *     const build = new ProgramBuilder(2);
 *     const [a, b] = [build.load(build.input, build.integer(0)), build.load(build.input, build.integer(1))];
 *     const program = build.finish([build.binary("mul", a, b)]);
 */
export class ProgramBuilder extends ValueBuilder {
  /** The point. */
  readonly input: Buffer;
  #nextBuffer = 0;
  readonly #inputs: Buffer[] = [];
  readonly #data: Buffer[] = [];
  readonly #locals: Buffer[] = [];
  readonly #outputs: Buffer[] = [];
  readonly #groups: (readonly Value[])[] = [];
  #finished = false;

  constructor(dimension: number) {
    super();
    this.input = this.direction(dimension);
  }

  /** A vector given beside the point when the program runs: a direction, weights. */
  direction(length: number): Buffer {
    return this.#buffer(this.#inputs, "input", "float", length);
  }

  /** Numbers of the caller; integers of at most 32 bits with sign are loaded as integers, all else as floats. */
  data(array: DataArray): Buffer {
    for (const buffer of this.#data) if (buffer.contents === array) return buffer;
    return this.#buffer(this.#data, "data", holdsIntegers(array) ? "integer" : "float", array.length, array);
  }

  /** Memory that is filled anew whenever execution comes here, and belongs to the loop body or arm it is made in. */
  local(length: number, fill = 0, element: "float" | "integer" = "float"): Buffer {
    const buffer = this.#buffer(this.#locals, "local", element, length);
    this.scope.steps.push({ step: "local", buffer, fill });
    return buffer;
  }

  /** Memory that is 0 when a run starts, and an answer when it ends. */
  output(length: number): Buffer {
    return this.#buffer(this.#outputs, "output", "float", length);
  }

  /** The entry of a buffer. With `checked`, the caller vouches for the index: the same access has already succeeded. */
  load(buffer: Buffer, index: Value, checked = false): Value {
    expectKind("an index", index, "integer");
    const fixed = buffer.role === "input" || buffer.role === "data";
    const safe = checked || isWithin(index, buffer);
    const key = keyOf("load", buffer.id, index.id);
    const known = fixed ? this.scope.find(key) : this.scope.findLoad(buffer.id, index.id);
    if (known !== undefined) return known;
    // what cannot fail and cannot change needs not stay where it is asked for
    const scope = fixed && isWithin(index, buffer) ? this.scope.home(index.level) : this.scope;
    const range = buffer.element === "integer" ? rangeOf(buffer) : undefined;
    const value = this.make(buffer.element, "load", [], { level: scope.level, ...range });
    scope.steps.push({ step: "load", value, buffer, index, site: safe ? -1 : this.site("index", describe(buffer)) });
    if (fixed) scope.remember(key, value);
    else scope.rememberLoad(buffer.id, index.id, value);
    return value;
  }

  /** Floats of integer value may be stored among floats, and only integers among integers. */
  store(buffer: Buffer, index: Value, value: Value, checked = false): void {
    expectKind("an index", index, "integer");
    if (buffer.role === "input" || buffer.role === "data")
      throw new TypeError(`a program cannot write its ${buffer.role}`);
    if (buffer.element === "integer") expectKind("what is stored among integers", value, "integer");
    const stored = buffer.element === "float" ? this.float(value) : value;
    const site = checked || isWithin(index, buffer) ? -1 : this.site("index", describe(buffer));
    this.scope.steps.push({ step: "store", buffer, index, value: stored, site });
    this.scope.forgetLoads(buffer.id);
    this.scope.rememberLoad(buffer.id, index.id, stored);
  }

  /**
   * for (index = start; index < end; index += stride), or > end where the stride is negative. The body gets the index
   * and the carried values, and returns their next ones; what is carried keeps its kind: an integer is made a float
   * where the initial value is one, and a float is checked to be an integer where the initial value is.
   *
   * @throws TypeError when the stride is 0 or no integer, or when the body returns too few or many values
   */
  loop(
    start: Value,
    end: Value,
    stride: number,
    initial: readonly Value[],
    body: (index: Value, carried: readonly Value[]) => readonly Value[],
  ): readonly Value[] {
    expectKind("the start of a loop", start, "integer");
    expectKind("the end of a loop", end, "integer");
    if (stride === 0 || stride !== (stride | 0)) throw new TypeError(`the stride of a loop cannot be ${stride}`);
    if (stride > 0 ? start.low >= end.high : start.high <= end.low) return initial;
    if (runsOnce(start, end, stride)) return body(start, initial).map((value, k) => this.as(initial[k].kind, value));
    const inner = this.#enter("loop");
    const index = this.make("integer", "parameter", [], { level: inner.level, ...indexRange(start, end, stride) });
    const carried = initial.map(({ kind }) => this.make(kind, "parameter", [], { level: inner.level }));
    const next = body(index, carried);
    if (next.length !== initial.length) {
      throw new TypeError(`the body of a loop returned ${next.length} values and carries ${initial.length}`);
    }
    const results = next.map((value, k) => this.as(initial[k].kind, value));
    this.#leave(inner);
    const after = initial.map((value) => this.result(value.kind, {}));
    this.scope.steps.push({
      step: "loop",
      start,
      end,
      stride,
      index,
      initial,
      carried,
      body: inner.finish(results),
      results: after,
    });
    return after;
  }

  /**
   * Executes the arm that the condition picks. Both return the same number of values; where one arm gives an integer
   * and the other a float, the result is a float.
   *
   * @throws TypeError when the arms return different numbers of values
   */
  branch(condition: Value, then: () => readonly Value[], otherwise: () => readonly Value[]): readonly Value[] {
    expectKind("what branches", condition, "condition");
    if (condition.constant !== undefined) return condition.constant === 1 ? then() : otherwise();
    const first = this.#enter("arm");
    let firstResults = then();
    this.#leave(first);
    const second = this.#enter("arm");
    let secondResults = otherwise();
    if (firstResults.length !== secondResults.length) {
      throw new TypeError(`the arms of a branch return ${firstResults.length} and ${secondResults.length} values`);
    }
    const kinds = firstResults.map(({ kind }, k) => (kind === secondResults[k].kind ? kind : "float"));
    secondResults = secondResults.map((value, k) => this.as(kinds[k], value));
    this.#leave(second);
    this.scope = first;
    firstResults = firstResults.map((value, k) => this.as(kinds[k], value));
    this.scope = first.parent as Scope;
    if (first.isEmpty && second.isEmpty) {
      // nothing is computed in either arm
      return firstResults.map((value, k) => this.select(condition, value, secondResults[k]));
    }
    const isKnown = (k: number): boolean =>
      firstResults[k] === secondResults[k] ||
      (firstResults[k].constant !== undefined && secondResults[k].constant !== undefined);
    const results = kinds.map((kind, k) =>
      isKnown(k)
        ? this.select(condition, firstResults[k], secondResults[k])
        : this.result(kind, {
            low: Math.min(firstResults[k].low, secondResults[k].low),
            high: Math.max(firstResults[k].high, secondResults[k].high),
          }),
    );
    const differing = results.flatMap((_, k) => (isKnown(k) ? [] : [k]));
    this.scope.steps.push({
      step: "branch",
      condition,
      whenTrue: first.finish(differing.map((k) => firstResults[k])),
      whenFalse: second.finish(differing.map((k) => secondResults[k])),
      results: differing.map((k) => results[k]),
    });
    return results;
  }

  /** The program is valid only while the condition is as expected: a run in which it is not has no result. */
  guard(condition: Value, expected: boolean, note: string): void {
    expectKind("what a guard expects", condition, "condition");
    if (condition.constant === Number(expected)) return;
    this.scope.steps.push({ step: "guard", condition, expected, site: this.site("guard", note) });
  }

  /** Puts values on the tape, a stack, and returns the group by which `pop` takes them from there, last pushed first. */
  push(values: readonly Value[]): number {
    const group = this.#groups.push(values) - 1;
    if (values.length > 0) this.scope.steps.push({ step: "push", group, values });
    return group;
  }

  /** The values that the push of that group put on the tape when it was last executed and not yet popped. */
  pop(group: number): readonly Value[] {
    const { level } = this.scope;
    const values = this.#groups[group].map(({ kind, low, high }) =>
      this.make(kind, "popped", [], { level, low, high }),
    );
    if (values.length > 0) this.scope.steps.push({ step: "pop", group, values });
    return values;
  }

  /**
   * The program that answers with these values as floats, or with a buffer of the program, whose contents become an
   * output. Nothing can be built afterwards.
   */
  finish(results: readonly Value[] | Buffer): Program {
    if (this.#finished || this.scope.parent !== undefined)
      throw new TypeError("the program is finished, or a loop is open");
    const scalars = isBuffer(results) ? [] : results.map((value) => this.float(value));
    const vector = isBuffer(results) ? this.#asOutput(results) : undefined;
    this.#finished = true;
    return {
      dimension: this.input.length,
      inputs: this.#inputs,
      data: this.#data,
      locals: this.#locals,
      outputs: this.#outputs,
      body: this.scope.finish(scalars),
      results: scalars,
      vector,
      sites: this.sites,
      valueCount: this.valueCount,
      bufferCount: this.#nextBuffer,
    };
  }

  #asOutput(buffer: Buffer): Buffer {
    if (buffer.role === "output") return buffer;
    const output = this.output(buffer.length);
    this.loop(this.integer(0), this.integer(buffer.length), 1, [], (i) => {
      this.store(output, i, this.load(buffer, i));
      return [];
    });
    return output;
  }

  #buffer(
    list: Buffer[],
    role: Buffer["role"],
    element: Buffer["element"],
    length: number,
    contents?: DataArray,
  ): Buffer {
    if (length !== (length | 0) || length < 0) throw new TypeError(`a buffer cannot have ${length} entries`);
    const buffer: Buffer = { id: this.#nextBuffer++, role, element, length, contents };
    list.push(buffer);
    return buffer;
  }

  #enter(kind: "loop" | "arm"): Scope {
    this.scope = new Scope(this.scope, kind);
    return this.scope;
  }

  #leave(inner: Scope): void {
    if (this.scope !== inner) throw new TypeError("a loop or an arm was left from within another");
    this.scope = inner.parent as Scope;
    this.scope.absorb(inner);
  }
}

function isWithin(index: Value, buffer: Buffer): boolean {
  return index.low >= 0 && index.high < buffer.length;
}

function isBuffer(results: readonly Value[] | Buffer): results is Buffer {
  return !Array.isArray(results);
}

function describe(buffer: Buffer): string {
  return `${buffer.length} entries`;
}

function runsOnce(start: Value, end: Value, stride: number): boolean {
  if (start.constant === undefined || end.constant === undefined) return false;
  const second = start.constant + stride;
  return stride > 0 ? second >= end.constant : second <= end.constant;
}
