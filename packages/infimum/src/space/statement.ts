import { InfimumError } from "../error.ts";
import type { Vector } from "../numerics/vector.ts";
import { shortNumber } from "../problem/describe-point.ts";
import type { Coordinate } from "../problem/oracles.ts";
import type { Layout } from "../problem/parameters.ts";
import type { Definition, StartStatement } from "../problem/search-space.ts";
import { overUnitCube, type UnitAxis } from "../problem/wrappers/over-unit-cube.ts";
import { textOf } from "./choice-value.ts";
import type { Dimension } from "./dimensions.ts";
import { codeOfLevel, type Domain, fromUnit, levelsOf, toUnit } from "./domain.ts";
import type { Space } from "./space.ts";

/**
 * A problem over the space: its points are the codes of all dimensions. Those that are not there have the codes they
 * start from, so that every point is finite, within the bounds, and the only one of its parameters.
 *
 * @throws InfimumError `bounds-mismatch`, `space-terms`, `not-differentiable`
 */
export function statementOf(space: Space, definition: Definition): StartStatement {
  const { dimensions, start } = space;
  const discrete = dimensions.find(({ domain }) => !isReal(domain));
  const isPlain = dimensions.every(({ domain }) => isReal(domain) && !isLogarithmic(domain));
  requireFitting(definition, discrete, isPlain);
  const serve: StartStatement["serve"] = (problem, method) =>
    method.handles.includes("integers")
      ? problem
      : overUnitCube(problem, method, dimensions.map(axisOf), (codes) => rest(space, codes, start));
  return {
    layout: layoutOf(space, start),
    x0: start,
    lower: Float64Array.from(dimensions, ({ domain }) => codeOfLevel(domain, 0)),
    upper: Float64Array.from(dimensions, ({ domain }) => highestCode(domain)),
    coordinates: dimensions.map(({ domain }) => coordinateOf(domain)),
    ...(discrete && { derivatives: "none" }),
    serve: isPlain ? undefined : serve,
  };
}

const derivativeNames = ["gradient", "hessian", "hessianVector", "sampled"] as const;

function requireFitting(definition: Definition, discrete: Dimension | undefined, isPlain: boolean): void {
  const { bounds, plus, within } = definition;
  if (bounds !== undefined) {
    throw new InfimumError("bounds-mismatch", "a space has the ranges of its variables: leave bounds out.");
  }
  if (!isPlain && ((Array.isArray(plus) && plus.length > 0) || within !== undefined)) {
    throw new InfimumError(
      "space-terms",
      "terms and sets are for real variables on their own scale: write the penalty into the objective.",
    );
  }
  const given = derivativeNames.find((name) => definition[name] !== undefined);
  if (discrete && given !== undefined) {
    throw new InfimumError(
      "not-differentiable",
      `${given} is given, and ${discrete.name} has levels, between which there are no derivatives: leave it out.`,
    );
  }
}

/** Puts dimensions that are not there where they start. */
function rest(space: Space, codes: Vector, start: Vector): void {
  space.deactivate(codes);
  for (let i = 0; i < codes.length; i++) if (Number.isNaN(codes[i])) codes[i] = start[i];
}

function layoutOf(space: Space, start: Vector): Layout {
  const { dimensions } = space;
  return {
    dimension: dimensions.length,
    names: dimensions.map(({ name }) => name),
    flat: false,
    positions: positionsOf(dimensions),
    decode: (x) => space.decode(x),
    encode: (record, out) => {
      dimensions.forEach(({ path }, i) => {
        let entry: any = record;
        for (const key of path) entry = entry?.[key];
        if (entry !== undefined) out[i] = entry;
      });
      return out;
    },
    pointOf: (params) => space.encode(params).map((code, i) => (Number.isNaN(code) ? start[i] : code)),
    describe: (x, most) => {
      const codes = space.deactivate(x.slice());
      const there = dimensions.flatMap((dimension, i) =>
        Number.isNaN(codes[i]) ? [] : [[dimension, codes[i]] as const],
      );
      const shown = there.slice(0, most).map(([{ name, domain }, code]) => `${name} = ${shownValue(domain, code)}`);
      if (there.length > most) shown.push(`... ${there.length - most} more`);
      return shown.join(", ");
    },
  };
}

/** The record with indices in place of numbers. */
function positionsOf(dimensions: readonly Dimension[]): unknown {
  if (dimensions.some(({ domain }) => domain.kind === "choice")) return undefined;
  const root: any = {};
  dimensions.forEach(({ path }, i) => {
    let record = root;
    for (const name of path.slice(0, -1)) record = record[name] ??= {};
    record[path[path.length - 1]] = i;
  });
  return root;
}

function shownValue(domain: Domain, code: number): string {
  return domain.kind === "choice" ? textOf(domain.options[code])! : String(shortNumber(code));
}

function highestCode(domain: Domain): number {
  return domain.kind === "choice" ? domain.options.length - 1 : domain.high;
}

/** True for a range of real numbers, and for a single value, which is not searched. */
function isReal(domain: Domain): boolean {
  const levels = levelsOf(domain);
  return levels === 1 || levels === Infinity;
}

function isLogarithmic(domain: Domain): boolean {
  return domain.kind !== "choice" && domain.log && levelsOf(domain) > 1;
}

function coordinateOf(domain: Domain): Coordinate {
  if (isReal(domain)) return { kind: "continuous" };
  if (domain.kind === "choice") return { kind: "choice", options: domain.options.length };
  return { kind: "integer", step: domain.step! };
}

function axisOf({ name, domain }: Dimension): UnitAxis {
  return {
    name,
    discrete: !isReal(domain),
    levels: isReal(domain) || isLogarithmic(domain) ? 0 : levelsOf(domain),
    fixed: levelsOf(domain) === 1,
    from: (unit) => fromUnit(domain, unit),
    to: (code) => toUnit(domain, code),
    slope: (code) => slopeOf(domain, code),
  };
}

/** How fast `fromUnit` moves where it gives the code; for ranges of real numbers. */
function slopeOf(domain: Domain, code: number): number {
  if (domain.kind === "choice" || domain.low === domain.high) return 0;
  const { low, high, log } = domain;
  return log ? code * (Math.log(high) - Math.log(low)) : high - low;
}
