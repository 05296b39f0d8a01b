import type { Dimension } from "infimum/space";
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
export function parameterAxis({ name, path, domain }: Dimension, over?: readonly number[]): ParameterAxis {
  const read = (params: unknown): unknown => {
    let value = params;
    for (const key of path) value = (value as Record<string, unknown> | undefined)?.[key];
    return value;
  };
  if (domain.kind === "choice") {
    const label = { label: name, labelAnchor: "center", labelArrow: "none" };
    return {
      name,
      scale: { ...label, type: "point", padding: 0.5, domain: domain.options.map(optionText) },
      at: (params) => {
        const value = read(params);
        return value === undefined ? undefined : optionText(value);
      },
    };
  }
  const ends = over ? [Math.min(...over), Math.max(...over)] : [domain.low, domain.high];
  const scale = domain.log ? logAxis(name, ends) : linearAxis(name, ends);
  return {
    name,
    scale: ends[0] === ends[1] ? scale : { ...scale, domain: ends },
    at: (params) => read(params) as number | undefined,
  };
}

function optionText(option: unknown): string {
  return typeof option === "string" ? option : JSON.stringify(option);
}
