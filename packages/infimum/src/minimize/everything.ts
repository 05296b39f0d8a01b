import { complete } from "./complete.ts";
import type { Equipment } from "./equipment.ts";
import { read } from "./read.ts";

/** All that the library can do, reading functions included. */
export const everything: Equipment = { ...complete, read };
