/** Pictures a job can add to its report: plain data, drawn when the report is written. */
export type Figure = Chart | Bars | Cells | Images;

export interface Axis {
  /** What is drawn along it, with its unit. */
  readonly label: string;
  /** "linear" when left out. Values that are not positive are left out of a "log" axis. */
  readonly scale?: "linear" | "log";
}

export interface Series {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Lines or dots over two axes. With several series there is a legend. */
export interface Chart {
  readonly kind: "lines" | "dots";
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly Series[];
}

/** One bar a name, from zero. */
export interface Bars {
  readonly kind: "bars";
  readonly title: string;
  readonly y: Axis;
  readonly bars: readonly { readonly name: string; readonly value: number }[];
}

/** A matrix as a table of shaded cells with their numbers: a confusion matrix, a correlation. */
export interface Cells {
  readonly kind: "cells";
  readonly title: string;
  readonly x: { readonly label: string; readonly names: readonly string[] };
  readonly y: { readonly label: string; readonly names: readonly string[] };
  /** One row a name of y. */
  readonly values: readonly ArrayLike<number>[];
}

/** Small grey pictures in rows, each with a caption. */
export interface Images {
  readonly kind: "images";
  readonly title: string;
  /** Pixels across; the height follows from the number of values. */
  readonly width: number;
  readonly images: readonly { readonly caption: string; readonly values: ArrayLike<number> }[];
}
