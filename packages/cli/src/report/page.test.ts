import { expect, it } from "vitest";
import type { Figure } from "../job/figure.ts";
import { reportPage } from "./page.ts";

const axis = { label: "a" };
const logarithmic = { label: "b", scale: "log" } as const;

const awkward: readonly Figure[] = [
  { kind: "lines", title: "no series", x: axis, y: logarithmic, series: [] },
  { kind: "lines", title: "nothing positive", x: axis, y: logarithmic, series: [{ name: "s", points: [[1, 0]] }] },
  { kind: "dots", title: "one point", x: axis, y: axis, series: [{ name: "s", points: [[1, 5]] }] },
  {
    kind: "dots",
    title: "not numbers",
    x: axis,
    y: axis,
    series: [
      {
        name: "s",
        points: [
          [NaN, 5],
          [1, Infinity],
        ],
      },
    ],
  },
  { kind: "bars", title: "no bars", y: axis, bars: [] },
  { kind: "bars", title: "below zero", y: axis, bars: [{ name: "<b>", value: -1 }] },
  { kind: "cells", title: "all zero", x: { label: "a", names: ["1"] }, y: { label: "b", names: ["1"] }, values: [[0]] },
  { kind: "images", title: "one grey", width: 2, images: [{ caption: "<flat>", values: [3, 3, 3, 3] }] },
];

it.each(awkward)("draws what can be drawn of awkward data: $title", (figure) => {
  const items = [{ kind: "figure", figure } as const];
  const page = reportPage(
    "file.ts",
    { runs: [], studies: [], items, interrupted: false, failure: undefined },
    new Date(0),
  );
  expect(page).toContain(`<strong>${figure.title}</strong>`);
  expect(page).not.toMatch(/NaN|<flat>|<b>/);
});
