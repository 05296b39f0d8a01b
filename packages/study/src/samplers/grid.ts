import { InfimumError } from "infimum";
import type { Vector } from "infimum/numerics";
import { type Domain, fromUnit, levelsOf, type Space, toUnit } from "infimum/space";

/** How many points stand for a range: one number for all real ranges, or one by the name of a dimension. */
export type GridPoints = number | Readonly<Record<string, number>>;

/**
 * Every combination of the levels of a space, each once: a dimension that is not there for the choices before it multiplies
 * nothing. Combinations are numbered and none is ever listed: one is made from its number, and numbered, in one pass over the
 * levels.
 */
export class Grid {
  /** How many combinations there are. */
  readonly size: number;
  readonly #dimension: number;
  readonly #parts: readonly GridPart[];

  /** @throws InfimumError `grid-needs-points` for a real range without a number of points, `grid-too-large` */
  constructor(space: Space, points: GridPoints | undefined) {
    const levels = space.dimensions.map(({ name, domain }) => levelsOfGrid(domain, name, points));
    this.#dimension = levels.length;
    this.#parts = independentParts(space).map((dimensions) => new GridPart(space, dimensions, levels));
    this.size = this.#parts.reduce((size, part) => size * part.size, 1);
    if (this.size > Number.MAX_SAFE_INTEGER) {
      throw new InfimumError(
        "grid-too-large",
        `the grid has ${this.size.toExponential(1)} combinations: give fewer points, or take the sampler "sobol".`,
      );
    }
  }

  /** The codes of the combination with that number, NaN for what is not there. */
  codesOf(index: number): Vector {
    const codes = new Float64Array(this.#dimension).fill(NaN);
    let rest = index;
    for (const part of this.#parts) {
      part.write(rest % part.size, codes);
      rest = Math.floor(rest / part.size);
    }
    return codes;
  }

  /** The number of a combination; undefined for codes that are none. */
  indexOf(codes: Vector): number | undefined {
    let index = 0;
    let unit = 1;
    for (const part of this.#parts) {
      const within = part.indexOf(codes);
      if (within === undefined) return undefined;
      index += within * unit;
      unit *= part.size;
    }
    return index;
  }
}

/** The dimensions in groups, each in order: those in different ones have no choice in common that they depend on. */
function independentParts({ dimensions }: Space): number[][] {
  const partOf = dimensions.map((_, i) => [i]);
  dimensions.forEach(({ conditions }, i) => {
    for (const { dimension } of conditions) {
      const [into, from] = [partOf[dimension], partOf[i]];
      if (into === from) continue;
      into.push(...from);
      for (const k of from) partOf[k] = into;
    }
  });
  return [...new Set(partOf)].map((part) => part.toSorted((a, b) => a - b));
}

/** The combinations of dimensions that depend on each other, numbered in the order of nested loops, the first one outermost. */
class GridPart {
  readonly size: number;
  readonly #space: Space;
  readonly #dimensions: readonly number[];
  readonly #levels: readonly Vector[];
  /** By position: the choices before it on which something depends that is not before it. */
  readonly #deciding: readonly (readonly number[])[];
  /** By position: does something depend on it? */
  readonly #decides: readonly boolean[];
  readonly #counts: readonly Map<string, number>[];

  constructor(space: Space, dimensions: readonly number[], levels: readonly Vector[]) {
    this.#space = space;
    this.#dimensions = dimensions;
    this.#levels = levels;
    this.#deciding = dimensions.map((first) => {
      const later = dimensions.filter((i) => i >= first).flatMap((i) => space.dimensions[i].conditions);
      return [...new Set(later.map(({ dimension }) => dimension))].filter((i) => i < first);
    });
    const decisive = new Set(
      dimensions.flatMap((i) => space.dimensions[i].conditions.map(({ dimension }) => dimension)),
    );
    this.#decides = dimensions.map((i) => decisive.has(i));
    this.#counts = dimensions.map(() => new Map<string, number>());
    this.size = this.#count(0, new Float64Array(levels.length).fill(NaN));
  }

  /** Writes the codes of the combination with that number. */
  write(index: number, codes: Vector): void {
    let rest = index;
    this.#dimensions.forEach((i, position) => {
      if (!this.#space.isActive(codes, i)) return;
      if (!this.#decides[position]) {
        const within = this.#count(position + 1, codes);
        codes[i] = this.#levels[i][Math.floor(rest / within)];
        rest %= within;
        return;
      }
      for (const level of this.#levels[i]) {
        codes[i] = level;
        const within = this.#count(position + 1, codes);
        if (rest < within) break;
        rest -= within;
      }
    });
  }

  indexOf(codes: Vector): number | undefined {
    const before = codes.slice();
    let index = 0;
    for (const [position, i] of this.#dimensions.entries()) {
      if (!this.#space.isActive(codes, i)) continue;
      const place = this.#levels[i].indexOf(codes[i]);
      if (place < 0) return undefined;
      if (!this.#decides[position]) {
        index += place * this.#count(position + 1, codes);
        continue;
      }
      for (let k = 0; k < place; k++) {
        before[i] = this.#levels[i][k];
        index += this.#count(position + 1, before);
      }
      before[i] = codes[i];
    }
    return index;
  }

  /** The combinations of the dimensions from that position on, for the choices before it. */
  #count(position: number, codes: Vector): number {
    if (position === this.#dimensions.length) return 1;
    const key = this.#deciding[position].map((i) => codes[i]).join();
    const known = this.#counts[position].get(key);
    if (known !== undefined) return known;
    const i = this.#dimensions[position];
    const active = this.#space.isActive(codes, i);
    let count = 0;
    if (active && !this.#decides[position]) count = this.#levels[i].length * this.#count(position + 1, codes);
    else {
      const chosen = codes.slice();
      for (const level of active ? this.#levels[i] : [NaN]) {
        chosen[i] = level;
        count += this.#count(position + 1, chosen);
      }
    }
    this.#counts[position].set(key, count);
    return count;
  }
}

/** A dimension's levels are listed: 8 MB at the most. */
const mostLevels = 1e6;

function levelsOfGrid(domain: Domain, name: string, points: GridPoints | undefined): Vector {
  const levels = levelsOf(domain);
  const named = typeof points === "object" && Object.hasOwn(points, name) ? points[name] : undefined;
  const wanted = named ?? (levels === Infinity && typeof points === "number" ? points : undefined);
  const say = `gridSampler({ points: { ${JSON.stringify(name)}: 5 } })`;
  if (wanted === undefined && levels === Infinity) {
    throw new InfimumError(
      "grid-needs-points",
      `${name} is a range of real numbers: say how many of them the grid has, as gridSampler({ points: 5 }) or ${say}.`,
    );
  }
  if ((wanted ?? levels) > mostLevels) {
    throw new InfimumError("grid-too-large", `${name} has ${wanted ?? levels} levels: give fewer points, as ${say}.`);
  }
  if (wanted === undefined) {
    return Float64Array.from({ length: levels }, (_, k) => fromUnit(domain, inCell(domain, k, levels)));
  }
  const spread = Array.from({ length: wanted }, (_, k) => spreadCode(domain, k, wanted));
  return Float64Array.from(new Set(spread));
}

/** A unit number that stands for level k. */
function inCell(domain: Domain, k: number, levels: number): number {
  if (domain.kind === "choice" || !domain.log) return (k + 0.5) / levels;
  return toUnit(domain, Math.min(domain.high, domain.low + k * (domain.step ?? 0)));
}

/** The k-th of some codes at equal distances, both ends among them; the middle when there is one only. */
function spreadCode(domain: Domain, k: number, count: number): number {
  if (count === 1 || domain.kind === "choice") return fromUnit(domain, (k + 0.5) / count);
  const share = k / (count - 1);
  return fromUnit(domain, toUnit(domain, domain.low) * (1 - share) + toUnit(domain, domain.high) * share);
}
