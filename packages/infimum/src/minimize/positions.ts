import { Obstacle } from "../autodiff/read/obstacle.ts";
import type { Vector } from "../numerics/vector.ts";
import type { Layout } from "../problem/parameters.ts";

/** Puts numbers into the author's record: the indices of the variables, by which the reader knows them. */
export function decoderOf(layout: Layout): (x: Vector) => unknown {
  if (!("positions" in layout)) return (x) => layout.decode(x);
  if (layout.positions !== undefined) return () => layout.positions;
  throw new Obstacle("the space has choices, which are no numbers", "leave a choice of one option out of the space");
}
