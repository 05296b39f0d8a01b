import { type Domain, fromUnit, levelsOf, logRange, toUnit } from "infimum/space";

/**
 * One dimension as kernels see it. A *position* is a code on the unit scale ([0, 1], logarithmic where the domain is); for a
 * choice it is the index of the option.
 */
export interface Axis {
  /** `real`: any position; `cells`: levels in a row, each the middle of a cell of positions; `choice`: options without an order. */
  readonly kind: "real" | "cells" | "choice";
  /** How many codes there are; Infinity for real ones. */
  readonly levels: number;
  position(code: number): number;
  /** The code whose cell a position lies in. */
  code(position: number): number;
  /** Where the cell of a code begins; the position itself for real ones. */
  cellStart(code: number): number;
  cellEnd(code: number): number;
}

export function axisOf(domain: Domain): Axis {
  const levels = levelsOf(domain);
  if (domain.kind === "choice") {
    const same = (code: number): number => code;
    return { kind: "choice", levels, position: same, code: same, cellStart: same, cellEnd: same };
  }
  const position = (code: number): number => toUnit(domain, code);
  const code = (at: number): number => fromUnit(domain, at);
  if (levels === Infinity) return { kind: "real", levels, position, code, cellStart: position, cellEnd: position };
  const { low, high, step = 1 } = domain;
  if (levels === 1 || !domain.log) {
    const half = 0.5 / levels;
    const cellStart = (at: number): number => position(at) - half;
    const cellEnd = (at: number): number => position(at) + half;
    return { kind: "cells", levels, position, code, cellStart, cellEnd };
  }
  // the cells that `fromUnit` rounds to one code: half a step to either side
  const [bottom, top] = logRange(domain);
  const edge = (value: number): number => Math.min(1, Math.max(0, (Math.log(value) - bottom) / (top - bottom)));
  const cellStart = (at: number): number => (at - step / 2 < low ? 0 : edge(at - step / 2));
  const cellEnd = (at: number): number => (at + step / 2 > high ? 1 : edge(at + step / 2));
  return { kind: "cells", levels, position, code, cellStart, cellEnd };
}
