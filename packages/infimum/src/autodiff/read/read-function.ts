import type { Program } from "../program/program.ts";
import { Interpreter } from "../run/interpreter.ts";
import { atPosition } from "./arrays.ts";
import { call } from "./calls.ts";
import { bindData, bindOuter, type DataBinding, sourceOnce } from "./data.ts";
import { globalNamed } from "./globals.ts";
import { Obstacle, type Place } from "./obstacle.ts";
import { outerNames } from "./outer-names.ts";
import { type Experience, Reading } from "./reading.ts";
import { programOf } from "./replay.ts";
import { kindOf } from "./scalars.ts";
import { Scope } from "./scopes.ts";
import { CannotMerge, CannotRoll, MustUnroll, NeedsMemory, NeedsRoom, Throws } from "./signals.ts";
import type { FunctionSource } from "./source.ts";
import type { AnySyntax } from "./syntax.ts";
import type { Trace } from "./trace.ts";
import { isScalar, type Memory, type Scalar, type Traced } from "./traced.ts";
import { ArrayValue, Closure, type Value } from "./values.ts";

/** A function as a program. */
export interface ReadProgram {
  readonly program: Program;
  /** "scalar": one number; "vector": an array of them, the residuals of a function. */
  readonly answer: "scalar" | "vector";
  /** The data that the program loads, for other data of the same structure. */
  readonly bindings: readonly DataBinding[];
}

export interface ReadOptions {
  /** The number of variables. */
  readonly dimension: number;
  /** The point in the shape that the function receives; the vector itself where left out. */
  readonly decode?: (x: Float64Array) => unknown;
  /** Each variable is an argument of its own, and there are no data. */
  readonly separate?: boolean;
  /** What the function receives as its second argument. */
  readonly data?: unknown;
  /** Outer values that the function uses, by their names. */
  readonly using?: Readonly<Record<string, unknown>>;
}

type AnyFunction = (...args: never[]) => unknown;

/** How often a reading starts again with more experience. */
const mostReadings = 60;

/**
 * A function of numbers as something that can be read at one point after another: its syntax, and what has been learned of its
 * loops. Reading never calls the function.
 */
export class FunctionReader {
  readonly source: FunctionSource;
  /** What the function receives as its second argument. */
  data: unknown;
  readonly #options: ReadOptions;
  readonly #experience: Experience = { unrolled: new Set(), failures: new Map(), carried: new Map() };

  /** @throws Obstacle where the function has no source that can be read */
  constructor(f: AnyFunction, options: ReadOptions) {
    this.source = sourceOnce(f);
    this.#options = options;
    this.data = options.data;
  }

  /**
   * The program of the function around a point: where the function decides by the point what it executes, and the
   * decision is not part of the program, guards say where the program holds.
   *
   * @throws Obstacle
   */
  read(x: Float64Array): ReadProgram {
    for (let attempt = 0; attempt < mostReadings; attempt++) {
      try {
        return this.#readOnce(x);
      } catch (error) {
        if (!(error instanceof MustUnroll)) throw asObstacle(error);
        this.#experience.unrolled.add(error.loop);
      }
    }
    throw new Obstacle("the loops of the function cannot be read", "write them as for (let i = 0; i < n; i++)");
  }

  /**
   * Loops are unrolled from now on: a rolled one read where there is nothing.
   *
   * @param place where that was; the loops around it are unrolled, and all where there are none
   */
  unrollLoops(place: Place | undefined): void {
    const rolled = [...this.#experience.carried.keys()] as AnySyntax[];
    const around = place === undefined ? [] : rolled.filter(({ loc }) => isBetween(loc, place.line));
    for (const loop of around.length > 0 ? around : rolled) this.#experience.unrolled.add(loop);
  }

  #readOnce(x: Float64Array): ReadProgram {
    const { source } = this;
    const { data } = this;
    const { using = {}, separate = false } = this.#options;
    const reading = new Reading(source, x, this.#experience, (trace, wanted) => evaluateAt(trace, wanted, x));
    const outer = new Scope(undefined);
    reading.outerScope = outer;
    for (const [name, value] of Object.entries(using)) {
      try {
        outer.declare(name, reading.cell(bindOuter(reading, value)));
      } catch (error) {
        if (!(error instanceof Obstacle)) throw error;
        throw new Obstacle(`using.${name}: ${error.message}`, error.remedy, error.place);
      }
    }
    reading.unknownNames = outerNames(source.syntax).filter((name) => !outer.has(name) && !globalNamed(reading, name));
    const point = this.#point(reading, x);
    const bound = data === undefined ? undefined : bindData(reading, data);
    const args = separate ? this.#variables(reading, x) : bound === undefined ? [point] : [point, bound.value];
    const result = call(reading, new Closure(source.syntax, outer, source), args, source.syntax);
    const answers = answersOf(reading, result, source);
    const program = programOf(reading.trace, answers);
    return {
      program,
      answer: Array.isArray(answers) && isScalar(result) ? "scalar" : "vector",
      bindings: bound?.bindings ?? [],
    };
  }

  #variables(reading: Reading, x: Float64Array): Value[] {
    const leaf = { shape: "leaf", memory: reading.trace.point, base: 0 } as const;
    return Array.from(x, (_, k) => atPosition(reading, leaf, k));
  }

  /** The point in the shape that the function receives: found by asking for the shape of the positions. */
  #point(reading: Reading, x: Float64Array): Value {
    const leaf = { shape: "leaf", memory: reading.trace.point, base: 0 } as const;
    const { decode } = this.#options;
    if (decode === undefined) return reading.view(leaf, 0, x.length, "float64");
    const shaped = (node: unknown): Value => {
      if (typeof node === "number") return atPosition(reading, leaf, node);
      if (node instanceof Float64Array || Array.isArray(node)) {
        const typed = Array.isArray(node) ? undefined : "float64";
        return node.length === 0 ? reading.array([], typed) : reading.view(leaf, node[0], node.length, typed);
      }
      return reading.record(Object.entries(node as object).map(([name, part]) => [name, shaped(part)] as const));
    };
    return shaped(decode(Float64Array.from(x, (_, i) => i)));
  }
}

function isBetween(loc: AnySyntax["loc"], line: number): boolean {
  return loc !== undefined && loc !== null && loc.start.line <= line && line <= loc.end.line;
}

function answersOf(reading: Reading, result: Value, source: FunctionSource): readonly Scalar[] | Memory {
  if (isScalar(result)) return [result];
  if (!(result instanceof ArrayValue)) {
    const isMissing = result === undefined;
    throw new Obstacle(
      `${source.name} returns ${isMissing ? "undefined" : kindOf(result)}`,
      isMissing ? "is a return missing?" : "return a number, or an array of numbers for residuals",
      source.place(source.syntax),
    );
  }
  const { storage } = result;
  if (!("items" in storage)) {
    const { of, first, length } = storage;
    if (of.shape === "leaf" && of.memory.role === "local" && first === 0 && of.memory.length === length)
      return of.memory;
    return Array.from({ length }, (_, i) => {
      const entry = atPosition(reading, of, reading.trace.binary("add", first, i));
      if (!isScalar(entry)) throw new Obstacle("an entry of the residuals is no number", "return an array of numbers");
      return entry;
    });
  }
  return storage.items.map((item, i) => {
    if (isScalar(item)) return item;
    throw new Obstacle(`entry ${i} of what ${source.name} returns is ${kindOf(item)}`, "return an array of numbers");
  });
}

function evaluateAt(trace: Trace, wanted: Traced, x: Float64Array): number | boolean {
  const program = programOf(trace, [wanted]);
  const run = new Interpreter(program);
  const failed = run.run(x);
  if (failed >= 0) throw failureOf(program, failed);
  const value = run.result(0);
  return wanted.kind === "condition" ? value !== 0 : value;
}

/** What a site says when a run has failed there. */
export function failureOf(program: Program, site: number): Obstacle {
  const { what, position, note } = program.sites[site];
  const where = position && { line: position.line, column: position.column };
  if (what === "index") {
    return new Obstacle(`an index is outside an array of ${note}`, "mend the index", where);
  }
  if (what === "integer") return new Obstacle("an index is not an integer", "round it with Math.floor", where);
  return new Obstacle(`the function decides otherwise than when it was read: ${note}`, "report this", where);
}

function asObstacle(error: unknown): unknown {
  if (error instanceof Obstacle) return error;
  if (error instanceof Throws) return new Obstacle("the function throws at the point", "start where it is defined");
  if (error instanceof CannotRoll || error instanceof CannotMerge) {
    return new Obstacle(
      `a loop or a branch cannot be read: ${error.message}`,
      "write it more plainly, or give the gradient",
    );
  }
  if (error instanceof NeedsMemory || error instanceof NeedsRoom) {
    return new Obstacle(
      "an array is indexed by a computed number where it cannot be",
      "use a typed array that is made outside loops",
    );
  }
  if (error instanceof RangeError && /call stack/i.test(error.message)) {
    return new Obstacle("the function calls itself too deep", "write the recursion as a loop");
  }
  if (error instanceof TypeError || error instanceof RangeError) {
    // a mistake of the reader: differences are slower, and right
    const obstacle = new Obstacle(`reading the function failed: ${error.message}`, "report this");
    obstacle.cause = error;
    return obstacle;
  }
  return error;
}
