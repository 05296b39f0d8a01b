import { CompressedHessian } from "../autodiff/sparsity/compressed-hessian.ts";
import { eachEntry, type Pattern } from "../numerics/sparse/pattern.ts";
import type { CheckedPoint } from "./finding.ts";
import type { Subject } from "./subject.ts";
import { listed } from "./words.ts";

export interface SparsityReport {
  /** Variables that the objective depends on, as it was read at x0. */
  readonly active: number;
  /** Entries of the Hessian that may differ from 0, and which part of all that is. */
  readonly hessianEntries: number;
  readonly fill: number;
  /** Hessian-vector products that give the whole Hessian. */
  readonly products: number;
  /** Groups of variables that share no term: the objective is a sum of as many functions. */
  readonly parts: readonly (readonly string[])[];
}

/** Beyond this the pattern of the Hessian is not worth its time here. */
const mostVariables = 20_000;

/** Where the derivatives may differ from 0; undefined where the objective cannot be read. */
export function checkSparsity(subject: Subject, { x }: CheckedPoint): SparsityReport | undefined {
  const read = subject.programAt(x);
  if (read === undefined || subject.exact === undefined || subject.dimension > mostVariables) return undefined;
  const { jacobian, hessian } = subject.exact.patterns(x);
  if (hessian === undefined) return undefined;
  const n = subject.dimension;
  const isActive = Array.from({ length: n }, (_, j) => jacobian.columnStarts[j + 1] > jacobian.columnStarts[j]);
  const unused = subject.names.filter((_, j) => !isActive[j]);
  if (unused.length > 0) {
    subject.find({
      severity: "warning",
      check: "sparsity",
      code: "unused-variable",
      message: `the objective does not depend on ${listed(unused)} as it is executed at x0`,
      remedy: "leave out what is not used, or see whether it should be",
      variables: unused,
    });
  }
  const hessianEntries = hessian.rows.length;
  return {
    active: n - unused.length,
    hessianEntries,
    fill: hessianEntries / (n * n),
    products: new CompressedHessian(read.program).productCount,
    parts: partsOf(hessian)
      .map((part) => part.map((j) => subject.names[j]))
      .filter(([first, ...rest]) => rest.length > 0 || !unused.includes(first)),
  };
}

/** The connected parts of the graph that a symmetric pattern is. */
export function partsOf(pattern: Pattern): number[][] {
  const root = Int32Array.from({ length: pattern.columnCount }, (_, j) => j);
  const find = (j: number): number => {
    let at = j;
    while (root[at] !== at) {
      root[at] = root[root[at]];
      at = root[at];
    }
    return at;
  };
  eachEntry(pattern, (row, column) => {
    root[find(row)] = find(column);
  });
  const parts = new Map<number, number[]>();
  for (let j = 0; j < pattern.columnCount; j++) {
    const part = parts.get(find(j));
    if (part) part.push(j);
    else parts.set(find(j), [j]);
  }
  return [...parts.values()];
}
