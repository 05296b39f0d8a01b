import { InfimumError } from "../error.ts";

/** The numbers of one parameter: a vector, or a matrix or more laid out in one array. */
export type ParameterLeaf = Float64Array | Float32Array | number[];

/** Parameters, gradients and whatever else is shaped like them: numbers, or a (nested) record of them. */
export type ParameterTree = ParameterLeaf | { readonly [name: string]: ParameterTree };

type Branch = { readonly [name: string]: ParameterTree };

export function isLeaf(tree: ParameterTree): tree is ParameterLeaf {
  return Array.isArray(tree) || ArrayBuffer.isView(tree);
}

/** Zeros of the same shape and precision; plain arrays become Float64Array. */
export function zerosLike(tree: ParameterTree): ParameterTree {
  if (tree instanceof Float32Array) return new Float32Array(tree.length);
  if (isLeaf(tree)) return new Float64Array(tree.length);
  return Object.fromEntries(Object.entries(tree).map(([name, child]) => [name, zerosLike(child)]));
}

/**
 * Calls `visit` with the leaves of up to three trees of one shape, in the order of the names of the first.
 *
 * @throws InfimumError `parameters-mismatch` when a tree lacks a leaf of the first, or has one of another length
 */
export function visitLeaves(
  visit: (first: ParameterLeaf, second: ParameterLeaf, third: ParameterLeaf) => void,
  first: ParameterTree,
  second: ParameterTree = first,
  third: ParameterTree = second,
): void {
  if (isLeaf(first)) {
    requireSameLength(first, second);
    requireSameLength(first, third);
    visit(first, second as ParameterLeaf, third as ParameterLeaf);
    return;
  }
  for (const name in first) visitLeaves(visit, first[name], childOf(second, name), childOf(third, name));
}

function childOf(tree: ParameterTree, name: string): ParameterTree {
  const child = isLeaf(tree) ? undefined : (tree as Branch)[name];
  if (child !== undefined) return child;
  throw new InfimumError(
    "parameters-mismatch",
    `parameters, gradients and state differ in shape: "${name}" is missing in one of them; give gradients shaped like the parameters, and the state of the same parameters.`,
  );
}

function requireSameLength(first: ParameterLeaf, other: ParameterTree): void {
  if (isLeaf(other) && other.length === first.length) return;
  throw new InfimumError(
    "parameters-mismatch",
    `parameters, gradients and state differ in shape: ${first.length} numbers stand where another has ${isLeaf(other) ? other.length : "a record"}; give gradients shaped like the parameters, and the state of the same parameters.`,
  );
}
