import { certifier } from "../certify/certify.ts";
import { choose } from "../choose/choose.ts";
import { RandomStream } from "../numerics/random/stream.ts";
import { prepare } from "../run/prepare.ts";
import type { Equipment } from "./equipment.ts";
import { resumption } from "./resumption.ts";

/** All that the library can do: the equipment of `minimize`, `minimizeAsync` and `solve`. */
export const complete: Equipment = { choose, prepare, certifier, random: RandomStream, resumption };
