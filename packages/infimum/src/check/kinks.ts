import type { Value } from "../autodiff/program/value.ts";
import type { Place } from "../autodiff/read/obstacle.ts";
import { placeText } from "../autodiff/read/obstacle.ts";
import type { ReadProgram } from "../autodiff/read/read-function.ts";
import { ComplexStep } from "../autodiff/run/complex-step.ts";
import { RandomStream } from "../numerics/random/stream.ts";
import type { Vector } from "../numerics/vector.ts";
import type { CheckedPoint } from "./finding.ts";
import type { Subject } from "./subject.ts";

export interface KinkReport {
  /** Where the objective, as it was read, has kinks or decides by the variables; the nearest to a point that was looked at first. */
  readonly kinks: readonly Kink[];
  /** How many programs the objective was read as: one holds while it decides the same. */
  readonly programs: number;
  /** Where it decides what is executed, so that it is read again where it decides otherwise. */
  readonly decisions: readonly string[];
}

export interface Kink {
  /** "abs", "max", "comparison", ... */
  readonly what: string;
  /** Where, in words; counted from the first line of the objective. */
  readonly place: string;
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** How far x0 is from it, and the nearest of the points, in sizes of the variables; 0 on it. */
  readonly distanceFromStart: number;
  readonly distance: number;
}

/** Nearer than this, in sizes of the variables, differences reach over a kink. */
const near = 1e-6;
/** Directions along which distances are measured where there are more variables. */
const mostDirections = 30;
/** Kinks that are named in one finding. */
const named = 3;

/** Looks where the objective has kinks and how far they are; undefined where it cannot be read. */
export function checkKinks(subject: Subject, points: readonly CheckedPoint[], seed: number): KinkReport | undefined {
  if (subject.exact === undefined) return undefined;
  const kinks = new Map<string, Kink>();
  const programs = new Set<ReadProgram>();
  for (const [k, { x }] of points.entries()) {
    const read = subject.programAt(x);
    if (read === undefined) continue;
    programs.add(read);
    for (const [value, distance] of distancesAt(subject, read, x, seed))
      note(kinks, value, read.places.get(value), distance, k === 0);
  }
  const report: KinkReport = {
    kinks: [...kinks.values()].toSorted((a, b) => a.distance - b.distance),
    programs: programs.size,
    decisions: [...new Set([...programs].flatMap(decisionsOf))],
  };
  findings(subject, report);
  return report;
}

/** For each operation that has ties: how far the variables are from the nearest, in their sizes. */
function distancesAt(subject: Subject, { program }: ReadProgram, x: Vector, seed: number): Map<Value, number> {
  const nearest = new Map<Value, number>();
  const step = new ComplexStep(program, (value, distance, slope) => {
    // what does not move along this direction has no tie there
    if (slope === 0 || Number.isNaN(slope)) return;
    const far = Math.abs(distance / slope);
    if (far < (nearest.get(value) ?? Infinity)) nearest.set(value, far);
  });
  for (const d of directionsOf(subject, x, seed)) {
    step.run(x, d);
    if (subject.isLate) break;
  }
  return nearest;
}

function* directionsOf(subject: Subject, x: Vector, seed: number): Generator<Vector> {
  const n = x.length;
  if (n <= mostDirections) {
    for (let i = 0; i < n; i++) yield new Float64Array(n).fill(subject.size(x, i), i, i + 1);
    return;
  }
  const random = new RandomStream();
  for (let k = 0; k < mostDirections / 2; k++) {
    random.key(seed, "check kinks", 0, k);
    yield x.map((_, i) => subject.size(x, i) * random.normal());
  }
}

function note(
  kinks: Map<string, Kink>,
  value: Value,
  place: Place | undefined,
  distance: number,
  isStart: boolean,
): void {
  const what = nameOf(value.operation);
  const key = `${what} ${place ? placeText(place) : value.id}`;
  const known = kinks.get(key);
  kinks.set(key, {
    what,
    place: place ? placeText(place) : "a place that is not known",
    line: place?.line,
    column: place?.column,
    distanceFromStart: Math.min(isStart ? distance : Infinity, known?.distanceFromStart ?? Infinity),
    distance: Math.min(distance, known?.distance ?? Infinity),
  });
}

const comparisons: ReadonlySet<string> = new Set(["lt", "le", "gt", "ge", "eq", "ne"]);

function nameOf(operation: string): string {
  return comparisons.has(operation) ? "comparison" : operation;
}

function decisionsOf({ program }: ReadProgram): string[] {
  return program.sites
    .filter(({ what }) => what === "guard")
    .map(({ note: why, position }) => `${why}${position ? ` (${placeText(position)})` : ""}`);
}

function findings(subject: Subject, { kinks, programs, decisions }: KinkReport): void {
  const on = kinks.filter(({ distanceFromStart }) => distanceFromStart === 0);
  if (on.length > 0) {
    subject.find({
      severity: "warning",
      check: "kinks",
      code: "start-on-kink",
      message: `x0 lies on a kink of the objective: ${textOf(on)}; the derivative there is that of one side, or 0`,
      remedy: "start beside it",
    });
  }
  const close = kinks.filter(({ distance, distanceFromStart }) => distance < near && distanceFromStart > 0);
  if (close.length > 0) {
    subject.find({
      severity: "note",
      check: "kinks",
      code: "near-kink",
      message: `points lie within ${near} of a kink: ${textOf(close)}`,
    });
  }
  if (kinks.length > 0) {
    subject.find({
      severity: "note",
      check: "kinks",
      code: "kinks",
      message: `the objective has ${kinks.length === 1 ? "a kink or a decision" : `${kinks.length} kinks or decisions`} that variables move over: ${textOf(kinks)}`,
      remedy: "methods for smooth functions may stall there; a smooth approximation, or a method for values, does not",
    });
  }
  if (programs > 1) {
    subject.find({
      severity: "note",
      check: "kinks",
      code: "read-again",
      message: `it was read ${programs} times, as it decides by the point what is executed: ${decisions.slice(0, named).join("; ")}`,
    });
  }
}

function textOf(kinks: readonly Kink[]): string {
  const shown = kinks.slice(0, named).map(({ what, place }) => `${what} at ${place}`);
  return kinks.length > named ? `${shown.join(", ")} and ${kinks.length - named} more` : shown.join(", ");
}
