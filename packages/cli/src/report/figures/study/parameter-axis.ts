import { dimensionLabel } from "@infimum/study";
import type { ChoiceDomain, Dimension } from "infimum/space";
import { linearAxis, logAxis } from "../axes.ts";

/** A parameter as an axis, and where a trial is on it. */
export interface ParameterAxis {
  readonly name: string;
  readonly scale: object;
  /** A number, or the text of a choice; undefined where the trial does not have the parameter. */
  at(params: unknown): number | string | undefined;
}

/**
 * The axis of a dimension: logarithmic where the space says so, a place for each option of a choice. Over the whole of its
 * range, or from the least to the largest of some numbers.
 */
export function parameterAxis(
  dimension: Dimension,
  dimensions: readonly Dimension[],
  over?: readonly number[],
): ParameterAxis {
  const { domain, path } = dimension;
  const name = dimensionLabel(dimension, dimensions);
  const at = (params: unknown): number | string | undefined => {
    if (!isThere(dimension, dimensions, params)) return undefined;
    const value = entryAt(params, path);
    return domain.kind === "choice" && value !== undefined ? optionText(value) : (value as number | undefined);
  };
  if (domain.kind === "choice") {
    const label = { label: name, labelAnchor: "center", labelArrow: "none" };
    return { name, at, scale: { ...label, type: "point", padding: 0.5, domain: domain.options.map(optionText) } };
  }
  const ends = over ? [Math.min(...over), Math.max(...over)] : [domain.low, domain.high];
  const scale = domain.log ? logAxis(name, ends) : linearAxis(name, ends);
  return { name, at, scale: ends[0] === ends[1] ? scale : { ...scale, domain: ends } };
}

/** An option of a choice as text. */
export function optionText(option: unknown): string {
  return typeof option === "string" ? option : JSON.stringify(option);
}

/** Arms of a variant may have entries of one name: which it is, the choices say. */
function isThere({ conditions }: Dimension, dimensions: readonly Dimension[], params: unknown): boolean {
  return conditions.every(({ dimension, codes }) => {
    const { path, domain } = dimensions[dimension];
    const chosen = entryAt(params, path);
    return codes.some((code) => optionText((domain as ChoiceDomain).options[code]) === optionText(chosen));
  });
}

function entryAt(params: unknown, path: readonly string[]): unknown {
  let value = params;
  for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
  return value;
}
