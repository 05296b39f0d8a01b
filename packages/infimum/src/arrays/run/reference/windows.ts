import type { ArrayNode, Window } from "../../graph/node.ts";
import type { Kernels } from "./kernel.ts";

export const windows: Kernels<"windows" | "fold"> = {
  windows: ({ vertical, horizontal }, node, [a], out) => {
    out.fill(0);
    eachPair(node.operands[0], node, vertical, horizontal, (image, window) => {
      out[window] = a[image];
    });
  },
  fold: ({ vertical, horizontal }, node, [a], out) => {
    out.fill(0);
    eachPair(node, node.operands[0], vertical, horizontal, (image, window) => {
      out[image] += a[window];
    });
  },
};

/** The entries of windows in their order, with the entries of the image that they show; not those that show the zeros around it. */
function eachPair(
  { shape: [batch, height, width, channels] }: ArrayNode,
  { shape: [, rows, columns] }: ArrayNode,
  vertical: Window,
  horizontal: Window,
  visit: (image: number, window: number) => void,
): void {
  let window = 0;
  for (let sample = 0; sample < batch; sample++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let v = 0; v < vertical.size; v++) {
          const y = row * vertical.step + v * vertical.dilation - vertical.before;
          for (let h = 0; h < horizontal.size; h++) {
            const x = column * horizontal.step + h * horizontal.dilation - horizontal.before;
            const isInside = y >= 0 && y < height && x >= 0 && x < width;
            for (let channel = 0; channel < channels; channel++, window++) {
              if (isInside) visit(((sample * height + y) * width + x) * channels + channel, window);
            }
          }
        }
      }
    }
  }
}
