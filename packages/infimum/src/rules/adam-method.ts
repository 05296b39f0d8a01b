import { adam } from "./adam.ts";
import { descend } from "./descend.ts";

/** Adam on sampled gradients, under its name in the list of methods. */
export const adamMethod = descend(adam());
