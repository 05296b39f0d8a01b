import type { ArrayNode, Window } from "../../graph/node.ts";
import type { Kernels } from "./kernel.ts";

export const windows: Kernels<"windows" | "fold"> = {
  windows: ({ vertical, horizontal }, node, [a], out) => {
    out.fill(0);
    eachRun(node.operands[0], node, vertical, horizontal, (image, window, count) => {
      for (let i = 0; i < count; i++) out[window + i] = a[image + i];
    });
  },
  fold: ({ vertical, horizontal }, node, [a], out) => {
    out.fill(0);
    eachRun(node, node.operands[0], vertical, horizontal, (image, window, count) => {
      for (let i = 0; i < count; i++) out[image + i] += a[window + i];
    });
  },
};

/**
 * The entries of windows in their order, in runs that stand one after the other in the image too; not those that show the zeros around
 * it.
 */
function eachRun(
  { shape: [batch, height, width, channels] }: ArrayNode,
  { shape: [, rows, columns] }: ArrayNode,
  vertical: Window,
  horizontal: Window,
  visit: (image: number, window: number, count: number) => void,
): void {
  const together = horizontal.dilation === 1 ? horizontal.size : 1;
  let window = 0;
  for (let sample = 0; sample < batch; sample++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let v = 0; v < vertical.size; v++) {
          const y = row * vertical.step + v * vertical.dilation - vertical.before;
          const line = (sample * height + y) * width;
          for (let h = 0; h < horizontal.size; h += together) {
            const x = column * horizontal.step + h * horizontal.dilation - horizontal.before;
            const [first, end] = [Math.max(x, 0), Math.min(x + together, width)];
            if (y >= 0 && y < height && first < end) {
              visit((line + first) * channels, window + (first - x) * channels, (end - first) * channels);
            }
            window += together * channels;
          }
        }
      }
    }
  }
}
