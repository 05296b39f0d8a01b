import type { ScaleOptions } from "@observablehq/plot";
import { superscript, typeset } from "../typeset.ts";

/** Most ticks on an axis of a figure. */
const mostTicks = 7;

/** From here on a tick is shortened: 120K, 3M. */
const longNumber = 1e5;

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 4 });

/** An axis with a grid and its label along the middle, over all the values that it shows. */
export function linearAxis(label: string, values: readonly number[]): ScaleOptions {
  const least = Math.min(...values);
  const most = Math.max(...values);
  // a single value gets room around it
  const room = Math.abs(most) / 10 || 1;
  return {
    label,
    labelAnchor: "center",
    labelArrow: "none",
    grid: true,
    ticks: 6,
    tickFormat: (value: number) => (Math.abs(value) >= longNumber ? compact.format(value) : typeset(value)),
    ...(least === most ? { domain: [least - room, most + room] } : {}),
  } as ScaleOptions;
}

/** A logarithmic axis with powers of ten as its ticks; within two decades also what lies between. */
export function logAxis(label: string, values: readonly number[]): ScaleOptions {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const low = Math.floor(Math.log10(Math.min(...positive)));
  const high = Math.ceil(Math.log10(Math.max(...positive)));
  const between = high - low <= 2 ? [1, 2, 5] : [1];
  const stride = Math.max(1, Math.ceil((high - low) / mostTicks));
  const ticks: number[] = [];
  for (let exponent = low; exponent <= high; exponent += stride) {
    for (const factor of between) ticks.push(factor * 10 ** exponent);
  }
  const least = Math.min(...positive);
  const most = Math.max(...positive);
  const inside = ticks.filter((tick) => tick >= least / 1.0001 && tick <= most * 1.0001);
  return {
    type: "log",
    label,
    labelAnchor: "center",
    labelArrow: "none",
    grid: true,
    ticks: inside.length > 0 ? inside : [least],
    tickFormat: powerOfTen,
  } as ScaleOptions;
}

/** 0.001 to 1,000 as they are, the rest as 10⁻⁸ or 2·10⁵. */
function powerOfTen(value: number): string {
  const exponent = Math.floor(Math.log10(value) + 1e-9);
  if (exponent >= -3 && exponent <= 3)
    return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 6 });
  const factor = Math.round(value / 10 ** exponent);
  return `${factor === 1 ? "" : `${factor}·`}10${superscript(exponent)}`;
}
