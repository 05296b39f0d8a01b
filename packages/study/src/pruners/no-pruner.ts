import type { Pruner } from "./pruner.ts";

/** Every trial runs to its end. */
export const noPruner: Pruner = {
  name: "none",
  title: "Every trial runs to its end",
  pauses: false,
  open: () => ({
    see() {},
    decide: () => "continue",
  }),
};
