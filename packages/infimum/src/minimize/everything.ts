import { choose } from "../choose/choose.ts";
import { complete } from "./complete.ts";
import type { Equipment } from "./equipment.ts";
import { promised, read } from "./read.ts";

/** All that the library can do, reading functions included. */
export const everything: Equipment = {
  ...complete,
  choose: (problem, methods) => choose(promised(problem), methods),
  read,
};
